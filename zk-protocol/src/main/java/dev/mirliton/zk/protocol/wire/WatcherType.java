package dev.mirliton.zk.protocol.wire;

/**
 * The numbers of kinds of watches, as removing and checking them names the kinds.
 *
 * @since 0.1
 */
public final class WatcherType {
  /** One-shot watches of the list of children. */
  public static final int CHILDREN = 1;

  /** One-shot watches of data or existence. */
  public static final int DATA = 2;

  /** Watches of every kind. */
  public static final int ANY = 3;

  /** Lasting watches of one znode. Servers since 3.9. */
  public static final int PERSISTENT = 4;

  /** Lasting watches of a znode and all below it. Servers since 3.9. */
  public static final int PERSISTENT_RECURSIVE = 5;

  private WatcherType() {}

  /** Returns what {@code type} is called, also for unknown numbers. */
  public static String name(int type) {
    return switch (type) {
      case CHILDREN -> "children";
      case DATA -> "data";
      case ANY -> "any";
      case PERSISTENT -> "persistent";
      case PERSISTENT_RECURSIVE -> "persistent recursive";
      default -> "unknown watcher type " + type;
    };
  }
}
