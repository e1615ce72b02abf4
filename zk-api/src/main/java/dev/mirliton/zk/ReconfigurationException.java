package dev.mirliton.zk;

/**
 * The ensemble would not change its members so; they are as before. {@link #reason()} says what to
 * do.
 *
 * @since 0.1
 */
public final class ReconfigurationException extends NodeException {
  private static final long serialVersionUID = 1;

  /** Why the ensemble would not. */
  public enum Reason {
    /** Another change is not done yet. Wait, read the configuration, then decide again. */
    IN_PROGRESS("another change of the members is not done yet"),
    /**
     * Too few of the new participants follow the leader. Start those that are to join, with a
     * configuration that names the present members, and try again when they have caught up.
     */
    NO_QUORUM("too few of the new participants follow the leader"),
    /**
     * There can be no such ensemble: fewer than two participants, or two servers at one address.
     * The log of the leader says more.
     */
    BAD_MEMBERS("there can be no such ensemble");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;

  /** Made by the client. */
  public ReconfigurationException(Failure failure, Reason reason) {
    super(failure, reason.words);
    this.reason = reason;
  }

  private ReconfigurationException(ReconfigurationException original) {
    super(original);
    this.reason = original.reason;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }

  @Override
  public ReconfigurationException rethrown() {
    return new ReconfigurationException(this);
  }
}
