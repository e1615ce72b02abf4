package dev.mirliton.zk.testing;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;

/**
 * A server's classes, of ZooKeeper's or another, behind a class loader that shares nothing with
 * ours but the JDK.
 */
final class ServerClasses {
  /** A class path element beside our classes that gives the server a logger that logs nothing. */
  private static final String SILENCE =
      "silent/META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

  private static final String SERVICE = "META-INF/services/org.slf4j.spi.SLF4JServiceProvider";

  private final ClassLoader loader;

  private ServerClasses(ServerClasspath classpath) {
    URL[] server = classpath.urls();
    URL[] all = Arrays.copyOf(server, server.length + 1);
    all[server.length] = silence();
    loader = new Isolated(all);
  }

  /** Returns the classes of those jars, loaded anew. */
  static ServerClasses of(ServerClasspath classpath) {
    return new ServerClasses(classpath);
  }

  // Kept for the life of the JVM: loading the classes takes ten times longer than starting a
  // server.
  private static final class Default {
    private static final ServerClasses OF_THIS_JVM = new ServerClasses(ServerClasspath.ofThisJvm());
  }

  /**
   * Returns the classes of the server that came with this module.
   *
   * @throws IllegalStateException if it is not there, saying what to add
   */
  static ServerClasses ofThisJvm() {
    try {
      return Default.OF_THIS_JVM;
    } catch (ExceptionInInitializerError | NoClassDefFoundError failure) {
      // Asks again for the reason: only the first of these errors has it.
      ServerClasspath.ofThisJvm();
      throw failure;
    }
  }

  /**
   * Looks among its own classes first. It has to: the platform's loader finds every class of a
   * named module, also of modules that are not the platform's.
   */
  private static final class Isolated extends URLClassLoader {
    static {
      registerAsParallelCapable();
    }

    Isolated(URL[] urls) {
      super("zookeeper-server", urls, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("java.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        if (loaded == null) {
          try {
            loaded = findClass(name);
          } catch (ClassNotFoundException theirs) {
            return super.loadClass(name, resolve);
          }
        }
        if (resolve) {
          resolveClass(loaded);
        }
        return loaded;
      }
    }
  }

  private static URL silence() {
    URL service = ServerClasses.class.getResource(SILENCE);
    if (service == null) {
      throw new IllegalStateException("zk-testing is incomplete: no " + SILENCE);
    }
    String url = service.toString();
    try {
      return URI.create(url.substring(0, url.length() - SERVICE.length())).toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  ClassLoader loader() {
    return loader;
  }

  Class<?> named(String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }
}
