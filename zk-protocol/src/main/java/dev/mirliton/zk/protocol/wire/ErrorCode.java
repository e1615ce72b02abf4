package dev.mirliton.zk.protocol.wire;

/**
 * The numbers with which servers say how a request ended. A number that is not here is no less an
 * answer: newer servers have more of them.
 *
 * @since 0.1
 */
public final class ErrorCode {
  /** All went well. */
  public static final int OK = 0;

  /** Marks the range of the server's own trouble, −1 to −99. */
  public static final int SYSTEM_ERROR = -1;

  /** In a failed transaction: a step after the one that failed. */
  public static final int RUNTIME_INCONSISTENCY = -2;

  /** The server found its data contradictory. */
  public static final int DATA_INCONSISTENCY = -3;

  /** The connection was lost. Clients say so, not servers. */
  public static final int CONNECTION_LOSS = -4;

  /** The server could not read the request. */
  public static final int MARSHALLING_ERROR = -5;

  /** The server does not know the operation, or has it switched off. */
  public static final int UNIMPLEMENTED = -6;

  /** The server gave up. */
  public static final int OPERATION_TIMEOUT = -7;

  /** The request makes no sense, an invalid path say. */
  public static final int BAD_ARGUMENTS = -8;

  /** Servers keep it to themselves. */
  public static final int UNKNOWN_SESSION = -12;

  /** No quorum of the new members is in touch with the leader. */
  public static final int NEW_CONFIG_NO_QUORUM = -13;

  /** Another change of members is not done yet. */
  public static final int RECONFIG_IN_PROGRESS = -14;

  /** Marks the range of answers to requests, −100 and below. */
  public static final int API_ERROR = -100;

  /** There is no such znode. */
  public static final int NO_NODE = -101;

  /** The access control list does not allow it. */
  public static final int NO_AUTH = -102;

  /** The version is another one. */
  public static final int BAD_VERSION = -103;

  /** An ephemeral znode cannot have children. */
  public static final int NO_CHILDREN_FOR_EPHEMERALS = -108;

  /** There is such a znode already. */
  public static final int NODE_EXISTS = -110;

  /** The znode has children. */
  public static final int NOT_EMPTY = -111;

  /** The session is over. */
  public static final int SESSION_EXPIRED = -112;

  /** Of no use any more. */
  public static final int INVALID_CALLBACK = -113;

  /** The access control list is empty or makes no sense. */
  public static final int INVALID_ACL = -114;

  /** The credentials were refused. */
  public static final int AUTH_FAILED = -115;

  /** The session is served elsewhere by now. */
  public static final int SESSION_MOVED = -118;

  /** A server without a quorum was asked to write. */
  public static final int NOT_READ_ONLY = -119;

  /** A local session cannot own a znode. */
  public static final int EPHEMERAL_ON_LOCAL_SESSION = -120;

  /** There is no such watch. */
  public static final int NO_WATCHER = -121;

  /** No answer in time. Clients say so, not servers. */
  public static final int REQUEST_TIMEOUT = -122;

  /** The server does not let its members be changed. */
  public static final int RECONFIG_DISABLED = -123;

  /** The server serves only who has authenticated, and closes the connection. */
  public static final int SESSION_CLOSED_REQUIRE_SASL_AUTH = -124;

  /** A quota of the tree is used up. Servers since 3.7. */
  public static final int QUOTA_EXCEEDED = -125;

  /** The server has too much to do and did not do this. Servers since 3.7. */
  public static final int THROTTLED_OP = -127;

  private ErrorCode() {}

  /** Returns what {@code code} is called: {@code no node}, {@code unknown error code -999}. */
  public static String name(int code) {
    return switch (code) {
      case OK -> "ok";
      case SYSTEM_ERROR -> "system error";
      case RUNTIME_INCONSISTENCY -> "runtime inconsistency";
      case DATA_INCONSISTENCY -> "data inconsistency";
      case CONNECTION_LOSS -> "connection loss";
      case MARSHALLING_ERROR -> "marshalling error";
      case UNIMPLEMENTED -> "unimplemented";
      case OPERATION_TIMEOUT -> "operation timeout";
      case BAD_ARGUMENTS -> "bad arguments";
      case UNKNOWN_SESSION -> "unknown session";
      case NEW_CONFIG_NO_QUORUM -> "new config no quorum";
      case RECONFIG_IN_PROGRESS -> "reconfig in progress";
      case API_ERROR -> "api error";
      case NO_NODE -> "no node";
      case NO_AUTH -> "no auth";
      case BAD_VERSION -> "bad version";
      case NO_CHILDREN_FOR_EPHEMERALS -> "no children for ephemerals";
      case NODE_EXISTS -> "node exists";
      case NOT_EMPTY -> "not empty";
      case SESSION_EXPIRED -> "session expired";
      case INVALID_CALLBACK -> "invalid callback";
      case INVALID_ACL -> "invalid acl";
      case AUTH_FAILED -> "auth failed";
      case SESSION_MOVED -> "session moved";
      case NOT_READ_ONLY -> "not read-only";
      case EPHEMERAL_ON_LOCAL_SESSION -> "ephemeral on local session";
      case NO_WATCHER -> "no watcher";
      case REQUEST_TIMEOUT -> "request timeout";
      case RECONFIG_DISABLED -> "reconfig disabled";
      case SESSION_CLOSED_REQUIRE_SASL_AUTH -> "session closed, sasl required";
      case QUOTA_EXCEEDED -> "quota exceeded";
      case THROTTLED_OP -> "throttled";
      default -> "unknown error code " + code;
    };
  }
}
