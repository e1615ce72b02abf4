package dev.mirliton.zk.protocol.client;

import static dev.mirliton.zk.ReconfigurationException.Reason.IN_PROGRESS;
import static dev.mirliton.zk.ReconfigurationException.Reason.NO_QUORUM;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.GaveUpException;
import dev.mirliton.zk.NoChildrenForEphemeralsException;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.NoWatchException;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.NotEmptyException;
import dev.mirliton.zk.PacketLimitException;
import dev.mirliton.zk.ProtocolException;
import dev.mirliton.zk.QueueFullException;
import dev.mirliton.zk.ReadOnlyServerException;
import dev.mirliton.zk.ReconfigurationException;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.ThrottledException;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.session.Loss;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Which exception a server's error code, or the lack of an answer, becomes. The one table. */
final class ErrorMapping {
  private ErrorMapping() {}

  /**
   * Returns what a caller gets for {@code error}; a code that nobody knows is an error like others.
   */
  static ZkException toException(String operation, @Nullable String path, int error, View view) {
    Failure failure = new Failure(operation, path, error);
    return switch (error) {
      case ErrorCode.NO_NODE -> new NoNodeException(failure);
      case ErrorCode.NODE_EXISTS -> new NodeExistsException(failure);
      case ErrorCode.BAD_VERSION -> new BadVersionException(failure);
      case ErrorCode.NOT_EMPTY -> new NotEmptyException(failure);
      case ErrorCode.NO_CHILDREN_FOR_EPHEMERALS -> new NoChildrenForEphemeralsException(failure);
      case ErrorCode.NO_WATCHER -> new NoWatchException(failure);
      case ErrorCode.NO_AUTH -> new AccessException(failure, "the ACL does not allow it");
      case ErrorCode.INVALID_ACL -> new AccessException(failure, "the server refused the ACL");
      case ErrorCode.QUOTA_EXCEEDED -> new AccessException(failure, "a quota is used up");
      case ErrorCode.AUTH_FAILED, ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH ->
          new AuthenticationFailedException(failure, Fate.NOT_SENT, null);
      case ErrorCode.SESSION_EXPIRED, ErrorCode.UNKNOWN_SESSION ->
          new SessionExpiredException(failure, Fate.UNKNOWN, null);
      case ErrorCode.CONNECTION_LOSS, ErrorCode.OPERATION_TIMEOUT, ErrorCode.SESSION_MOVED ->
          new ConnectionLossException(failure, Fate.UNKNOWN, null);
      case ErrorCode.REQUEST_TIMEOUT -> new DeadlineExceededException(failure, Fate.UNKNOWN, null);
      case ErrorCode.THROTTLED_OP -> new ThrottledException(failure, Fate.NOT_SENT, null);
      case ErrorCode.NOT_READ_ONLY -> new ReadOnlyServerException(failure);
      case ErrorCode.UNIMPLEMENTED -> new UnsupportedException(failure, lacking(view.server()));
      case ErrorCode.RECONFIG_DISABLED ->
          new UnsupportedException(failure, "reconfiguration is switched off on the server");
      case ErrorCode.RECONFIG_IN_PROGRESS -> new ReconfigurationException(failure, IN_PROGRESS);
      case ErrorCode.NEW_CONFIG_NO_QUORUM -> new ReconfigurationException(failure, NO_QUORUM);
      case ErrorCode.EPHEMERAL_ON_LOCAL_SESSION ->
          new UnsupportedException(failure, "a local session cannot own ephemeral znodes");
      default -> new ProtocolException(failure, "the server said " + ErrorCode.name(error), null);
    };
  }

  /** Returns what a caller gets who got no answer. */
  static Throwable toException(String operation, @Nullable String path, Loss loss, View view) {
    Failure failure = Failure.local(operation, path);
    Throwable cause = loss.cause();
    return switch (loss.reason()) {
      case DISCONNECTED -> new ConnectionLossException(failure, loss.fate(), cause);
      case DEADLINE -> new DeadlineExceededException(failure, loss.fate(), cause);
      case EXPIRED -> new SessionExpiredException(failure, loss.fate(), cause);
      case CLOSED -> new ClientClosedException(failure, loss.fate(), cause);
      case DETACHED -> ClientClosedException.detached(failure, loss.fate());
      case AUTH_FAILED -> new AuthenticationFailedException(failure, loss.fate(), cause);
      case GAVE_UP -> new GaveUpException(failure, loss.fate(), cause);
      case QUEUE_FULL -> new QueueFullException(failure, view.maxQueued());
      case TOO_LONG ->
          new IllegalArgumentException(
              PacketLimit.name(operation, path) + ": " + messageOf(cause, "request too long"));
      case PACKET_LIMIT ->
          new PacketLimitException(failure, messageOf(cause, "packet too long"), cause);
      case UNSUPPORTED -> new UnsupportedException(failure, lacking(view.server()));
      case GARBLED -> new ProtocolException(failure, messageOf(cause, "garbled answer"), cause);
    };
  }

  private static String messageOf(@Nullable Throwable cause, String otherwise) {
    return cause == null ? otherwise : String.valueOf(cause.getMessage());
  }

  /** Says which server lacks the operation. */
  static String lacking(String server) {
    return "server " + server + " does not have this operation, or has it switched off";
  }
}
