package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * An answer is longer than this client takes ({@link ZkOptions.Builder#maxPacketBytes}), or servers
 * closed the connection again and again on a read, which may be longer than they take ({@code
 * jute.maxbuffer}). The connection goes on for others. If it was a write, it may have happened.
 *
 * <p>A request that is longer than this client's own limit is the caller's mistake, an {@link
 * IllegalArgumentException}, and is not sent.
 *
 * @since 0.1
 */
public final class PacketLimitException extends ProtocolException {
  private static final long serialVersionUID = 1;

  /** Made by the client; {@code what} says how long the packet is, and which limit it is over. */
  public PacketLimitException(Failure failure, String what, @Nullable Throwable cause) {
    super(failure, what, cause);
  }

  private PacketLimitException(PacketLimitException original) {
    super(original);
  }

  @Override
  public PacketLimitException rethrown() {
    return new PacketLimitException(this);
  }
}
