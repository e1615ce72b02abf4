package dev.mirliton.zk.spi;

/**
 * What a handler is told when it is made.
 *
 * @param name what its threads' names begin with, {@code zk} by default: with many handlers in one
 *     process a thread dump tells them apart
 * @param readBufferBytes size of the buffer that one read fills, 64 KiB by default: large enough
 *     that hundreds of small replies come with one system call, small enough for a thousand
 *     connections
 * @since 0.1
 */
public record HandlerOptions(String name, int readBufferBytes) {

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
  }

  /** Returns a copy whose threads' names begin with {@code name}. */
  public HandlerOptions named(String name) {
    return new HandlerOptions(name, readBufferBytes);
  }
}
