package dev.mirliton.zk.protocol.session;

/** The tables in which watches are kept; servers keep {@link #DATA} and {@link #EXIST} in one. */
public enum WatchKind {
  /** One-shot, set by a get, or by an exists that found the znode. */
  DATA,
  /** One-shot, set by an exists that found nothing. */
  EXIST,
  /** One-shot, set by listing children. */
  CHILD,
  /** Lasting, this znode. */
  PERSISTENT,
  /** Lasting, this znode and all below. */
  RECURSIVE;

  /** Whether a watch of this kind stays after an event. */
  public boolean isLasting() {
    return this == PERSISTENT || this == RECURSIVE;
  }
}
