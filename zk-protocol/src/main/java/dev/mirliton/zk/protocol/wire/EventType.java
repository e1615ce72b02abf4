package dev.mirliton.zk.protocol.wire;

/**
 * The numbers of what a watch saw.
 *
 * @since 0.1
 */
public final class EventType {
  /** The state of the session changed, no znode. Servers do not send it. */
  public static final int NONE = -1;

  /** A znode was created. */
  public static final int NODE_CREATED = 1;

  /** A znode was deleted. */
  public static final int NODE_DELETED = 2;

  /** Its data changed. */
  public static final int NODE_DATA_CHANGED = 3;

  /** A child was created or deleted. */
  public static final int NODE_CHILDREN_CHANGED = 4;

  /** A data watch was removed. Inside of clients only. */
  public static final int DATA_WATCH_REMOVED = 5;

  /** A child watch was removed. Inside of clients only. */
  public static final int CHILD_WATCH_REMOVED = 6;

  /** A lasting watch was removed. Inside of clients only. */
  public static final int PERSISTENT_WATCH_REMOVED = 7;

  private EventType() {}

  /** Returns what {@code type} is called, also for unknown numbers. */
  public static String name(int type) {
    return switch (type) {
      case NONE -> "none";
      case NODE_CREATED -> "node created";
      case NODE_DELETED -> "node deleted";
      case NODE_DATA_CHANGED -> "node data changed";
      case NODE_CHILDREN_CHANGED -> "node children changed";
      case DATA_WATCH_REMOVED -> "data watch removed";
      case CHILD_WATCH_REMOVED -> "child watch removed";
      case PERSISTENT_WATCH_REMOVED -> "persistent watch removed";
      default -> "unknown event type " + type;
    };
  }
}
