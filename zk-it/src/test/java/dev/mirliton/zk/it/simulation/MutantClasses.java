package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.spi.ClientProvider;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * A client and recipes of their own, next to those of the class path: loaded anew, with what a
 * mutant changes. The API, the wire records and handlers are the class path's, so a mutant's client
 * is an ordinary {@link ZkClient} and runs on an ordinary handler. Thread-safe.
 */
final class MutantClasses {
  private final Map<String, byte[]> changed;
  private final MutantLoader loader;

  /**
   * Makes a set that differs from the class path in {@code changed}, by binary name.
   *
   * @throws IllegalArgumentException if one of those is not of the client's or the recipes'
   *     packages
   */
  MutantClasses(Map<String, byte[]> changed) {
    this.changed = changed;
    this.loader = new MutantLoader(changed);
  }

  /** Returns the classes that are not as we wrote them, by binary name. */
  Map<String, byte[]> changed() {
    return changed;
  }

  /**
   * Starts a client of this set; see {@link ZkClient#start}, which starts one of the class path.
   */
  ZkClient start(ZkOptions options) {
    return ServiceLoader.load(ClientProvider.class, loader)
        .findFirst()
        .orElseThrow()
        .start(options);
  }

  /** Connects a client of this set; see {@link ZkClient#connect(ZkOptions)}. */
  ZkClient connect(ZkOptions options) throws InterruptedException {
    ZkClient client = start(options);
    try {
      client.awaitConnected(options.connectDeadline());
      return client;
    } catch (Throwable failure) {
      client.close();
      throw failure;
    }
  }

  /**
   * Loads a class anew, together with those nested in it, so that the recipes it names are those of
   * this set. It is another class than the caller's of the same name, in another package of the
   * same name: what the two share must be public and stand outside of it, such as the interface
   * that the caller knows it by.
   *
   * <p>Where one such class uses another, load that one first.
   */
  Class<?> load(String scenarioClass) {
    return loader.loadAnew(scenarioClass);
  }
}
