package dev.mirliton.zk.spi;

/**
 * Makes handlers of one kind. Found by {@link java.util.ServiceLoader}; cheap, and opens nothing
 * until asked to create.
 *
 * @since 0.1
 */
public interface HandlerProvider {

  /** Returns the name by which it is chosen: one lower-case word. */
  String name();

  /** Returns its rank when no name was asked for: the highest wins, then the first by name. */
  int priority();

  /** Creates a handler, which its caller must close. */
  Handler create(HandlerOptions options);
}
