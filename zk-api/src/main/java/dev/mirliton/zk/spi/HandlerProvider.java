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

  /**
   * Returns whether a handler of this kind can be made here and now, by the calling thread. One
   * that is not available is passed over as if it were not there.
   *
   * @implSpec returns true
   */
  default boolean isAvailable() {
    return true;
  }

  /** Creates a handler, which its caller must close. */
  Handler create(HandlerOptions options);
}
