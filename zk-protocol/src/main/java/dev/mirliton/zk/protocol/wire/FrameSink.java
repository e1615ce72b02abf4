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
}
