package dev.mirliton.zk;

import org.jspecify.annotations.Nullable;

/**
 * A transaction was refused as a whole; nothing changed. {@link #getCause()} is what its failing
 * step would have thrown alone.
 *
 * @since 0.1
 */
public final class TransactionException extends ZkException {
  private static final long serialVersionUID = 1;

  private final int index;
  // Its data may be secret, and a serialised exception ends up in logs and on other machines.
  private final transient @Nullable Op op;

  /** Made by the client. */
  public TransactionException(int index, Op op, ZkException reason) {
    super(
        new Failure("transact", op.path(), reason.code()),
        "step " + index + " was refused (" + reason.getMessage() + ")",
        reason);
    this.index = index;
    this.op = op;
  }

  private TransactionException(TransactionException original) {
    super(original);
    this.index = original.index;
    this.op = original.op;
  }

  /** Returns the position of the step that failed, from 0. */
  public int index() {
    return index;
  }

  /**
   * Returns the step that failed.
   *
   * @throws IllegalStateException if this exception was serialised: its step was not
   */
  public Op op() {
    if (op == null) {
      throw new IllegalStateException("the step was not serialised with its exception", this);
    }
    return op;
  }

  /** Returns what the failing step would have thrown alone. */
  public ZkException reason() {
    Throwable cause = getCause();
    return cause instanceof TransactionException original
        ? original.reason()
        : (ZkException) java.util.Objects.requireNonNull(cause);
  }

  @Override
  public TransactionException rethrown() {
    return new TransactionException(this);
  }
}
