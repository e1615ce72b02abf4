package dev.mirliton.zk.spi;

/**
 * A callback that tells one listener one thing: what a {@link CallbackQueue} is mostly given. It
 * lets those who watch over a queue say whom they mean.
 *
 * @since 0.1
 */
public interface ListenerCall extends Runnable {
  /** Returns who is told: the application's object, or what stands for it. */
  Object listener();

  /** Returns what it is told, in a few words: {@code get /a}. */
  String subject();
}
