package dev.mirliton.zk;

/**
 * What a watch tells. An event says that something changed, not what it is now: read again.
 *
 * @since 0.1
 */
public sealed interface WatchEvent {

  /** Returns the znode it is about, as the client that watches sees the path. */
  String path();

  /** The znode was created. */
  record Created(String path) implements WatchEvent {}

  /** The znode was deleted. */
  record Deleted(String path) implements WatchEvent {}

  /**
   * The znode's data changed, or it was deleted and created again while the connection was away.
   */
  record DataChanged(String path) implements WatchEvent {}

  /** A child of the znode was created or deleted. */
  record ChildrenChanged(String path) implements WatchEvent {}

  /**
   * Events may be missing: whatever you know of the znode and what the watch sees below it, read it
   * again. Servers do not replay what a lasting watch missed (ZOOKEEPER-4698).
   *
   * @param path the watched znode
   * @param reason why
   */
  record Gap(String path, Reason reason) implements WatchEvent {
    /** Why events may be missing. */
    public enum Reason {
      /** The connection was away for a while. The watch goes on. */
      RECONNECTED,
      /**
       * Nobody took events from this watch for so long that some were dropped. The watch goes on.
       */
      OVERFLOW,
      /**
       * The session that set the watch is over, at least for this client, and the watch with it.
       * Nothing follows.
       */
      SESSION_OVER,
      /**
       * The client came to a server before 3.6, which cannot go on with a watch that lasts. It is
       * over; nothing follows. Another may be set when there is a newer server again.
       */
      UNSUPPORTED;

      /** Whether nothing follows. */
      public boolean endsWatch() {
        return this == SESSION_OVER || this == UNSUPPORTED;
      }
    }
  }
}
