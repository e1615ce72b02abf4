package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * The other side said something that makes no sense: not a ZooKeeper server, a bug there, or a bug
 * here. Costs at most the connection.
 *
 * @since 0.1
 */
public sealed class ProtocolException extends ZkException permits PacketLimitException {
  private static final long serialVersionUID = 1;

  /** Made by the client; {@code what} says what was read and what it looks like. */
  public ProtocolException(Failure failure, String what, @Nullable Throwable cause) {
    super(failure, what, cause);
  }

  ProtocolException(ProtocolException original) {
    super(original);
  }

  @Override
  public ProtocolException rethrown() {
    return new ProtocolException(this);
  }
}
