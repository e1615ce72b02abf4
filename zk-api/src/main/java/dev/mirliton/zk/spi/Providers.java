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

  private Providers() {}

  static <S> List<S> load(ServiceLoader<S> loader) {
    List<S> found = new ArrayList<>();
    Iterator<ServiceLoader.Provider<S>> providers = loader.stream().iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return found;
        }
        found.add(providers.next().get());
      } catch (ServiceConfigurationError broken) {
        LOG.warn("skipping a broken provider: {}", broken.getMessage(), broken);
      }
    }
  }
}
