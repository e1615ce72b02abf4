package dev.mirliton.zk.protocol.session;

/**
 * A local watch. It is told {@code WatchEvent}s whose paths are the server's.
 *
 * <p>Identity decides equality.
 */
public interface Watcher extends Delivery {
  /** Returns the watched path as the server knows it. */
  String serverPath();

  /**
   * Returns the kind it was asked for; an exists turns {@link WatchKind#EXIST} into DATA by itself.
   */
  WatchKind kind();

  /** Whether its owner has closed it. */
  boolean isClosed();
}
