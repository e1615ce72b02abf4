package dev.mirliton.zk.spi;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a link tells. Calls for one link come one at a time, each sees the memory effects of those
 * before it, and none comes on the stack of a {@link Link} method other than {@link Link#assist}.
 * They come on a thread that moves bytes: an implementation must not block and must not run user
 * code. One that throws closes the link with that cause.
 *
 * @since 0.1
 */
public interface LinkListener {

  /**
   * The connection stands, TLS handshake included. The first call for this link, if it comes at
   * all.
   */
  void onOpen(Link link);

  /**
   * Bytes arrived: all that one read found.
   *
   * @param bytes valid during this call only; must be consumed to the end
   */
  void onRead(ByteBuffer bytes);

  /** There is room for writing again, or {@link Link#requestWrite} asked for this call. */
  void onWritable();

  /**
   * The link is closed, or was never opened. Exactly one call, the last one for this link.
   *
   * @param cause what ended it: refused, timed out, reset, end of stream (an {@link
   *     java.io.EOFException}), a TLS failure; null when {@link Link#close} did
   */
  void onClosed(@Nullable IOException cause);
}
