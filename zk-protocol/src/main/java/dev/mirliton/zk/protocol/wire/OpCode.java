package dev.mirliton.zk.protocol.wire;

/**
 * The numbers of requests.
 *
 * @since 0.1
 */
public final class OpCode {
  private static final String UNKNOWN = "unknown operation ";

  /** A watch event. Only servers send it. */
  public static final int NOTIFICATION = 0;

  /** Creates a znode; the reply is its path. */
  public static final int CREATE = 1;

  /** Deletes a znode. */
  public static final int DELETE = 2;

  /** Asks for a znode's stat. */
  public static final int EXISTS = 3;

  /** Asks for data and stat. */
  public static final int GET_DATA = 4;

  /** Replaces data. */
  public static final int SET_DATA = 5;

  /** Asks for the access control list. */
  public static final int GET_ACL = 6;

  /** Replaces the access control list. */
  public static final int SET_ACL = 7;

  /** Asks for the names of children. */
  public static final int GET_CHILDREN = 8;

  /** Brings the server up to date with the leader. */
  public static final int SYNC = 9;

  /** Keeps the session alive. */
  public static final int PING = 11;

  /** Asks for the names of children and the stat. Servers since 3.3. */
  public static final int GET_CHILDREN2 = 12;

  /** Compares a version; only inside of a transaction. Servers since 3.4. */
  public static final int CHECK = 13;

  /** A transaction. Servers since 3.4. */
  public static final int MULTI = 14;

  /** Creates a znode; the reply is its path and stat. Servers since 3.5. */
  public static final int CREATE2 = 15;

  /** Changes the members of the ensemble. Servers since 3.5. */
  public static final int RECONFIG = 16;

  /** Asks whether a watch is set. Servers since 3.5. */
  public static final int CHECK_WATCHES = 17;

  /** Removes watches. Servers since 3.5. */
  public static final int REMOVE_WATCHES = 18;

  /** Creates a container; the reply is its path and stat. Servers since 3.5.1. */
  public static final int CREATE_CONTAINER = 19;

  /** Removes an empty container. Servers keep it to themselves. */
  public static final int DELETE_CONTAINER = 20;

  /** Creates a znode with a time to live; the reply is its path and stat. Servers since 3.5.3. */
  public static final int CREATE_TTL = 21;

  /** Many reads at once. Servers since 3.6. */
  public static final int MULTI_READ = 22;

  /** Presents credentials. */
  public static final int AUTH = 100;

  /** Sets one-shot watches again after a reconnect. */
  public static final int SET_WATCHES = 101;

  /** One step of a SASL exchange. Servers since 3.4. */
  public static final int SASL = 102;

  /** Asks for the session's ephemeral znodes. Servers since 3.6. */
  public static final int GET_EPHEMERALS = 103;

  /** Counts all descendants. Servers since 3.6. */
  public static final int GET_ALL_CHILDREN_NUMBER = 104;

  /** Sets watches of every kind again after a reconnect. Servers since 3.6. */
  public static final int SET_WATCHES2 = 105;

  /** Sets a lasting watch. Servers since 3.6. */
  public static final int ADD_WATCH = 106;

  /** Asks whom the server takes the client for. Servers since 3.7. */
  public static final int WHO_AM_I = 107;

  /** A step that failed; only in the results of a transaction. */
  public static final int ERROR = -1;

  /** Opens a session. Servers keep it to themselves. */
  public static final int CREATE_SESSION = -10;

  /** Ends the session. */
  public static final int CLOSE_SESSION = -11;

  private OpCode() {}

  /** Whether a client may send {@code opCode}, so that {@link Request#decode} knows its body. */
  public static boolean isRequest(int opCode) {
    return switch (opCode) {
      case NOTIFICATION, DELETE_CONTAINER, ERROR, CREATE_SESSION -> false;
      default -> !name(opCode).startsWith(UNKNOWN);
    };
  }

  /** Returns the name in ZooKeeper's own words, {@code getData} say, also for unknown numbers. */
  public static String name(int opCode) {
    return switch (opCode) {
      case NOTIFICATION -> "notification";
      case CREATE -> "create";
      case DELETE -> "delete";
      case EXISTS -> "exists";
      case GET_DATA -> "getData";
      case SET_DATA -> "setData";
      case GET_ACL -> "getACL";
      case SET_ACL -> "setACL";
      case GET_CHILDREN -> "getChildren";
      case SYNC -> "sync";
      case PING -> "ping";
      case GET_CHILDREN2 -> "getChildren2";
      case CHECK -> "check";
      case MULTI -> "multi";
      case CREATE2 -> "create2";
      case RECONFIG -> "reconfig";
      case CHECK_WATCHES -> "checkWatches";
      case REMOVE_WATCHES -> "removeWatches";
      case CREATE_CONTAINER -> "createContainer";
      case DELETE_CONTAINER -> "deleteContainer";
      case CREATE_TTL -> "createTTL";
      case MULTI_READ -> "multiRead";
      case AUTH -> "auth";
      case SET_WATCHES -> "setWatches";
      case SASL -> "sasl";
      case GET_EPHEMERALS -> "getEphemerals";
      case GET_ALL_CHILDREN_NUMBER -> "getAllChildrenNumber";
      case SET_WATCHES2 -> "setWatches2";
      case ADD_WATCH -> "addWatch";
      case WHO_AM_I -> "whoAmI";
      case ERROR -> "error";
      case CREATE_SESSION -> "createSession";
      case CLOSE_SESSION -> "closeSession";
      default -> UNKNOWN + opCode;
    };
  }
}
