package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * Something that can be tried again; see {@link ZkClient#retry}.
 *
 * @param <T> what comes of it
 * @since 0.1
 */
@FunctionalInterface
public interface Retriable<T extends @Nullable Object> {
  /**
   * Does it once.
   *
   * @param client what to do it with: the client that was asked, with the time that is left
   */
  T attempt(ZkClient client) throws InterruptedException;
}
