package dev.mirliton.zk;

/**
 * Something that was given and can be taken back: a listener, a timer.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Registration extends AutoCloseable {

  /**
   * Takes it back. May be called twice, from any thread, also from the callback itself. A callback
   * that is running is not waited for.
   */
  @Override
  void close();
}
