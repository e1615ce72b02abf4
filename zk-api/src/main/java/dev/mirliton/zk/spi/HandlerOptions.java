package dev.mirliton.zk.spi;

import java.time.Duration;

/**
 * What a handler is told when it is made.
 *
 * @param name what its threads' names begin with, {@code zk} by default: with many handlers in one
 *     process a thread dump tells them apart
 * @param readBufferBytes size of the buffer that one read fills, 64 KiB by default: large enough
 *     that hundreds of small replies come with one system call, small enough for a thousand
 *     connections
 * @param closePatience how long {@link Handler#close} waits for callbacks and tasks that run before
 *     it interrupts them, 3 s by default: time for a callback to finish what it does. With the
 *     close deadline of a client (5 s) and the second after the interrupt it stays below the 10 s
 *     after which a process that was told to stop is commonly killed. Zero interrupts them at once
 * @since 0.1
 */
public record HandlerOptions(String name, int readBufferBytes, Duration closePatience) {

  /** The defaults. */
  public static final HandlerOptions DEFAULT = new HandlerOptions("zk", 64 * 1024);

  /** Checks the sizes. */
  public HandlerOptions {
    if (name.isBlank()) {
      throw new IllegalArgumentException("name must not be blank");
    }
    if (readBufferBytes < 1024) {
      throw new IllegalArgumentException(
          "readBufferBytes must be at least 1024 bytes but was " + readBufferBytes);
    }
    if (closePatience.isNegative()) {
      throw new IllegalArgumentException(
          "closePatience must not be negative but was " + closePatience);
    }
  }

  /** Creates options with the default patience. */
  public HandlerOptions(String name, int readBufferBytes) {
    this(name, readBufferBytes, Duration.ofSeconds(3));
  }

  /** Returns a copy whose threads' names begin with {@code name}. */
  public HandlerOptions named(String name) {
    return new HandlerOptions(name, readBufferBytes, closePatience);
  }

  /** Returns a copy with another patience. */
  public HandlerOptions closePatience(Duration closePatience) {
    return new HandlerOptions(name, readBufferBytes, closePatience);
  }
}
