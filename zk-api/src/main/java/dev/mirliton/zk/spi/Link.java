package dev.mirliton.zk.spi;

import dev.mirliton.zk.AsyncResult;
import java.nio.ByteBuffer;

/**
 * One connection: bytes in, bytes out, closed with a cause.
 *
 * <p>No method here calls the listener on the caller's stack, except {@link #assist}.
 *
 * @since 0.1
 */
public interface Link {

  /**
   * Hands over as many bytes as can be taken without waiting, in the calling thread. One thread at
   * a time may call this; the caller sees to it. Never blocks and never throws: a connection that
   * fails here takes nothing and the listener hears {@code onClosed} soon.
   *
   * <p>If bytes remain, {@link LinkListener#onWritable} follows when there is room again.
   *
   * @param source its position moves past what was taken
   * @return how many bytes were taken
   */
  int write(ByteBuffer source);

  /**
   * Asks for one call of {@link LinkListener#onWritable}, soon, on the thread that moves this
   * link's bytes. Any number of requests before that call are one: this is how many small writes
   * become one large one. Cheap when such a call is due already.
   */
  void requestWrite();

  /**
   * Lets the calling thread move this link's bytes itself while it waits for {@code awaited}: it
   * then reads its own answer, without being woken by another thread. The listener is called on
   * this thread meanwhile. Returns when {@code awaited} is ready, when the time has passed, when
   * the thread is interrupted (the flag stays set), or at once when this would not help now; the
   * caller then waits as usual. Never throws.
   *
   * @param nanos how long at most
   */
  default void assist(AsyncResult<?> awaited, long nanos) {}

  /**
   * Ends the connection. {@link LinkListener#onClosed} follows, with null as the cause if nothing
   * else ended it first. What was written but not yet sent may be lost. Idempotent.
   */
  void close();

  /** Whether the listener was told that this link is open, and neither side has closed it since. */
  boolean isOpen();
}
