package dev.mirliton.zk.spi;

import dev.mirliton.zk.NoProviderException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Finds handler providers, chooses one, and explains when there is none.
 *
 * @since 0.1
 */
public final class Handlers {
  private Handlers() {}

  /**
   * Returns the provider with the highest priority.
   *
   * @throws NoProviderException if there is none, saying which artifact to add
   */
  public static HandlerProvider choose() {
    return choose(available(), Optional.empty());
  }

  /**
   * Returns the provider called {@code name}.
   *
   * @throws NoProviderException if there is none, saying what there is and which artifact to add
   */
  public static HandlerProvider choose(String name) {
    return choose(available(), Optional.of(name));
  }

  /**
   * Returns every provider that can be loaded and is {@linkplain HandlerProvider#isAvailable
   * available}; a broken one is logged and left out.
   */
  public static List<HandlerProvider> available() {
    return Providers.load(
            ServiceLoader.load(HandlerProvider.class, Handlers.class.getClassLoader()))
        .stream()
        .filter(HandlerProvider::isAvailable)
        .toList();
  }

  static HandlerProvider choose(List<HandlerProvider> found, Optional<String> name) {
    return found.stream()
        .filter(provider -> name.map(provider.name()::equals).orElse(true))
        .max(
            Comparator.comparingInt(HandlerProvider::priority)
                .thenComparing(HandlerProvider::name, Comparator.reverseOrder()))
        .orElseThrow(() -> new NoProviderException(notFound(name, found)));
  }

  private static String notFound(Optional<String> name, List<HandlerProvider> found) {
    List<String> names = found.stream().map(HandlerProvider::name).sorted().toList();
    return "no handler"
        + name.map(asked -> " named '" + asked + "'").orElse("")
        + "; available: "
        + names
        + "; add one of dev.mirliton:zk-handler-threads, zk-handler-loom, zk-handler-nio"
        + " (docs/errors.md#no-handler)";
  }
}
