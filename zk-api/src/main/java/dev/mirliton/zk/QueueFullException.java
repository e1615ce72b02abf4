package dev.mirliton.zk;

/**
 * Too many requests wait already, for a connection or for room on it; this one was not taken. The
 * limit is {@link ZkOptions.Builder#maxQueuedRequests}.
 *
 * @since 0.1
 */
public final class QueueFullException extends UnavailableException {
  private static final long serialVersionUID = 1;

  /** Made by the client. */
  public QueueFullException(Failure failure, int limit) {
    super(
        failure,
        limit + " requests wait already, the limit maxQueuedRequests",
        Fate.NOT_SENT,
        null);
  }

  private QueueFullException(QueueFullException original) {
    super(original);
  }

  @Override
  public QueueFullException rethrown() {
    return new QueueFullException(this);
  }
}
