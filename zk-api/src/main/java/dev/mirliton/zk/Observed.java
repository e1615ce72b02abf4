package dev.mirliton.zk;

/**
 * A value, and the listener that hears once when it is stale.
 *
 * @param value what was read
 * @param registration takes the listener back
 * @since 0.1
 */
public record Observed<T>(T value, Registration registration) implements AutoCloseable {
  /** Takes the listener back. */
  @Override
  public void close() {
    registration.close();
  }
}
