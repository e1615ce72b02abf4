package dev.mirliton.zk.protocol.wire;

import java.nio.ByteBuffer;

/**
 * Takes whole frames from a {@link FrameDecoder}.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FrameSink {

  /**
   * One frame arrived. Called on the stack of {@link FrameDecoder#feed}; must not feed the same
   * decoder.
   *
   * @param frame its payload, from position to limit; valid during this call only, and to be read
   *     only. It need not be consumed.
   */
  void onFrame(ByteBuffer frame);

  /**
   * A frame is longer than the decoder's limit, but not longer than what it may skip. Called as
   * {@link #onFrame} is, before the rest of the frame has arrived; that will be skipped.
   *
   * @param head its first bytes, {@link ReplyHeader#BYTES} of them
   * @param error what to throw if such a frame is not to be skipped
   * @throws FrameLengthException always, unless overridden
   */
  default void onLongFrame(ByteBuffer head, FrameLengthException error) {
    throw error;
  }
}
