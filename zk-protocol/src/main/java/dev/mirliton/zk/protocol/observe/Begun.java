package dev.mirliton.zk.protocol.observe;

import java.util.function.Supplier;

/**
 * Something that the flight recorder has seen begin.
 *
 * @param <T> what is known of it at its end
 */
@FunctionalInterface
interface Begun<T> {
  /** It has ended; {@code what} is asked only if it took long enough to be recorded. */
  void end(Supplier<T> what);
}
