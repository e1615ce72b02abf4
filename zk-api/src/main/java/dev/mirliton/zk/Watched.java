package dev.mirliton.zk;

/**
 * A value and the watch that tells when it is stale.
 *
 * @param value what was read
 * @param watch fires once: at the first change after the read, or with a {@link WatchEvent.Gap}
 *     when the session ends before
 * @since 0.1
 */
public record Watched<T>(T value, Watch watch) implements AutoCloseable {
  /** Stops the watch. */
  @Override
  public void close() {
    watch.close();
  }
}
