package dev.mirliton.zk.testing.history;

import java.util.List;

/**
 * A lock that gives each holder a larger token, and a store that takes a write only with a token
 * that is not smaller than any it has seen.
 *
 * <p>A lock may also end by itself, when the holder's session does. Record that as a {@link
 * Release} of {@linkplain Call#unknown unknown} fate, begun when the session first might end.
 *
 * <p>Locks have a key, their path for example; see {@link Linearizability#perKey}.
 *
 * @since 0.1
 */
public final class LockWithFencing
    implements SequentialModel<LockWithFencing.State, LockWithFencing.Op, LockWithFencing.Answer> {

  /** Creates the model of locks that are free, and of stores that have seen no token. */
  public LockWithFencing() {}

  /** What is done to a lock or its store. */
  public sealed interface Op {
    /** Returns which lock. */
    String key();
  }

  /** Waits for the lock; answered by {@link Acquired}. Not reentrant: an owner holds it once. */
  public record Acquire(String key, String owner) implements Op {
    @Override
    public String toString() {
      return owner + " acquires " + key;
    }
  }

  /** Lets go; answered by {@link Released} or {@link NotHeld}. */
  public record Release(String key, String owner) implements Op {
    @Override
    public String toString() {
      return owner + " releases " + key;
    }
  }

  /** Writes to the store; answered by {@link Accepted} or {@link Refused}. */
  public record Write(String key, long token) implements Op {
    @Override
    public String toString() {
      return "write under " + key + " with token " + token;
    }
  }

  /** What is answered. */
  public sealed interface Answer {}

  /** The lock is the caller's, with this token. */
  public record Acquired(long token) implements Answer {
    @Override
    public String toString() {
      return "token " + token;
    }
  }

  /** The lock was the caller's, and is no longer. */
  public record Released() implements Answer {
    @Override
    public String toString() {
      return "released";
    }
  }

  /** The lock was not the caller's. */
  public record NotHeld() implements Answer {
    @Override
    public String toString() {
      return "not held";
    }
  }

  /** The write took place. */
  public record Accepted() implements Answer {
    @Override
    public String toString() {
      return "accepted";
    }
  }

  /** The write did not: a larger token has been seen. */
  public record Refused() implements Answer {
    @Override
    public String toString() {
      return "refused";
    }
  }

  /**
   * The state of the model.
   *
   * @param owner who holds the lock; empty for nobody
   * @param given the largest token that was given, or the least it can be
   * @param seen the largest token that the store has seen
   */
  public record State(String owner, long given, long seen) {
    @Override
    public String toString() {
      return (owner.isEmpty() ? "free" : "held by " + owner)
          + " with token "
          + given
          + " given and token "
          + seen
          + " seen";
    }
  }

  private static final State INITIAL = new State("", 0, 0);

  @Override
  public String name() {
    return "lock with fencing";
  }

  /** Returns a free lock. Tokens are larger than 0. */
  @Override
  public State initial() {
    return INITIAL;
  }

  @Override
  public List<State> after(State state, Op operation, Answer result) {
    return switch (operation) {
      case Acquire acquire ->
          result instanceof Acquired acquired
                  && state.owner().isEmpty()
                  && acquired.token() > state.given()
              ? List.of(new State(acquire.owner(), acquired.token(), state.seen()))
              : List.of();
      case Release release -> {
        boolean held = state.owner().equals(release.owner());
        yield held && result instanceof Released || !held && result instanceof NotHeld
            ? afterUnknown(state, operation)
            : List.of();
      }
      case Write write -> {
        boolean accepts = write.token() >= state.seen();
        yield accepts && result instanceof Accepted || !accepts && result instanceof Refused
            ? afterUnknown(state, operation)
            : List.of();
      }
    };
  }

  @Override
  public List<State> afterUnknown(State state, Op operation) {
    return switch (operation) {
      // The token is not known; the smallest leaves most room for those to come.
      case Acquire acquire ->
          List.of(
              state.owner().isEmpty()
                  ? new State(acquire.owner(), state.given() + 1, state.seen())
                  : state);
      case Release release ->
          List.of(
              state.owner().equals(release.owner())
                  ? new State("", state.given(), state.seen())
                  : state);
      case Write write ->
          List.of(new State(state.owner(), state.given(), Math.max(state.seen(), write.token())));
    };
  }

  /** Tokens only grow. */
  @Override
  public boolean isTooLate(State state, Op operation, Answer result) {
    return switch (operation) {
      case Acquire acquire ->
          result instanceof Acquired acquired && acquired.token() <= state.given();
      case Release release -> false;
      case Write write -> result instanceof Accepted && write.token() < state.seen();
    };
  }
}
