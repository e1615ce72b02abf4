package dev.mirliton.zk.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads every provider of a service that can be loaded; logs and skips those that cannot. */
final class Providers {
  private static final Logger LOG = LoggerFactory.getLogger(Providers.class);

  /** So many failures in a row: a class path that cannot be read fails for ever. */
  private static final int HOPELESS = 100;

  private Providers() {}

  static <S> List<S> load(ServiceLoader<S> loader) {
    List<S> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<S>> providers = loader.stream().iterator();
    for (int failures = 0; failures < HOPELESS; failures++) {
      try {
        while (providers.hasNext()) {
          found.add(providers.next().get());
          failures = 0;
        }
        return found;
      } catch (ServiceConfigurationError | LinkageError broken) {
        // A LinkageError is a class that cannot even be loaded: made for a newer Java, say.
        LOG.warn("skipping a broken provider: {}", broken.getMessage(), broken);
      }
    }
    return found;
  }
}
