package dev.mirliton.zk.it.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Loads the client's and the recipes' packages anew, some of their classes changed, and everything
 * else with the class path's loader. Whole packages, because what is private to a package is so to
 * a loader too.
 */
final class MutantLoader extends ClassLoader {
  private static final List<String> PACKAGES =
      List.of(
          "dev.mirliton.zk.protocol.session.",
          "dev.mirliton.zk.protocol.client.",
          "dev.mirliton.zk.recipes.");

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader rest = MutantLoader.class.getClassLoader();
  private final Map<String, byte[]> changed;
  private final Set<String> scenarios = ConcurrentHashMap.newKeySet();

  MutantLoader(Map<String, byte[]> changed) {
    super("mutant", MutantLoader.class.getClassLoader());
    this.changed = changed;
    for (String name : changed.keySet()) {
      if (!isLoadedHere(name)) {
        throw new IllegalArgumentException(name + " is none of " + PACKAGES);
      }
    }
  }

  /** Loads a class here, and from now on what is nested in it. */
  Class<?> loadAnew(String name) {
    scenarios.add(name);
    try {
      return loadClass(name);
    } catch (ClassNotFoundException unknown) {
      throw new IllegalArgumentException("no such class: " + name, unknown);
    }
  }

  private boolean isLoadedHere(String name) {
    return PACKAGES.stream().anyMatch(name::startsWith)
        || scenarios.stream().anyMatch(each -> name.equals(each) || name.startsWith(each + "$"));
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!isLoadedHere(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = changed.get(name);
    if (bytes == null) {
      bytes = original(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private byte[] original(String name) throws ClassNotFoundException {
    try (InputStream in = rest.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }
}
