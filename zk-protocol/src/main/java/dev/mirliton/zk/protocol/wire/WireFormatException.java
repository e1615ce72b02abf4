package dev.mirliton.zk.protocol.wire;

/**
 * Bytes that are not what the protocol says should be there. After one of these the rest of the
 * stream cannot be trusted.
 *
 * @since 0.1
 */
public sealed class WireFormatException extends RuntimeException permits FrameLengthException {
  private static final long serialVersionUID = 1;

  /** Made by decoders; {@code message} says which field, and where in the frame. */
  public WireFormatException(String message) {
    super(message);
  }
}
