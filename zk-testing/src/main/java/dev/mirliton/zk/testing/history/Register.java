package dev.mirliton.zk.testing.history;

import java.util.List;

/**
 * A znode's data as a register: read it, write it, write it if it has a certain version. Every
 * write adds one to the version, as ZooKeeper's do. The znode exists all the time.
 *
 * <p>ZooKeeper's reads are not linearizable by themselves, because a follower may lag: sync before
 * each, within the call that is recorded.
 *
 * <p>Registers have a key, their path for example; see {@link Linearizability#perKey}.
 *
 * @since 0.1
 */
public final class Register
    implements SequentialModel<Register.Value, Register.Op, Register.Answer> {
  private final Value initial;

  private Register(Value initial) {
    this.initial = initial;
  }

  /** Creates the model of registers that begin with {@code value} at {@code version}. */
  public static Register startingAt(String value, int version) {
    return new Register(new Value(value, version));
  }

  /** What is done to a register. */
  public sealed interface Op {
    /** Returns which register. */
    String key();
  }

  /** Reads value and version; answered by a {@link Value}. */
  public record Read(String key) implements Op {
    @Override
    public String toString() {
      return "read " + key;
    }
  }

  /** Writes whatever the version; answered by {@link Written}. */
  public record Write(String key, String value) implements Op {
    @Override
    public String toString() {
      return "write " + value + " to " + key;
    }
  }

  /**
   * Writes if the version is {@code expected}; answered by {@link Written} or {@link BadVersion}.
   */
  public record CompareAndSet(String key, int expected, String value) implements Op {
    @Override
    public String toString() {
      return "write " + value + " to " + key + " if at version " + expected;
    }
  }

  /** What a register answers. */
  public sealed interface Answer {}

  /** A value with its version: what a read sees, and the state of the model. */
  public record Value(String value, int version) implements Answer {
    @Override
    public String toString() {
      return value + " at version " + version;
    }
  }

  /**
   * It was written.
   *
   * @param version the new one
   */
  public record Written(int version) implements Answer {
    @Override
    public String toString() {
      return "version " + version;
    }
  }

  /** It was not written: the register had another version. */
  public record BadVersion() implements Answer {
    @Override
    public String toString() {
      return "bad version";
    }
  }

  @Override
  public String name() {
    return "register";
  }

  @Override
  public Value initial() {
    return initial;
  }

  @Override
  public List<Value> after(Value state, Op operation, Answer result) {
    Value next = next(state, operation);
    Answer truth =
        switch (operation) {
          case Read read -> state;
          case Write write -> new Written(next.version());
          case CompareAndSet cas ->
              cas.expected() == state.version() ? new Written(next.version()) : new BadVersion();
        };
    return truth.equals(result) ? List.of(next) : List.of();
  }

  @Override
  public List<Value> afterUnknown(Value state, Op operation) {
    return List.of(next(state, operation));
  }

  @Override
  public Object role(Op operation) {
    return switch (operation) {
      case Read read -> "read";
      case Write write -> "write";
      case CompareAndSet cas -> "write if at version " + cas.expected();
    };
  }

  /** A write of a value that nobody ever read differs from others in nothing but that value. */
  @Override
  public boolean isSeen(Op operation, List<Answer> results) {
    return switch (operation) {
      case Read read -> false;
      case Write write -> isRead(write.value(), results);
      case CompareAndSet cas -> isRead(cas.value(), results);
    };
  }

  /** Versions only grow. */
  @Override
  public boolean isTooLate(Value state, Op operation, Answer result) {
    return switch (result) {
      case Value value -> state.version() > value.version();
      case Written written -> state.version() >= written.version();
      case BadVersion bad -> false;
    };
  }

  private static boolean isRead(String value, List<Answer> results) {
    return results.stream()
        .anyMatch(result -> result instanceof Value seen && seen.value().equals(value));
  }

  private static Value next(Value state, Op operation) {
    return switch (operation) {
      case Read read -> state;
      case Write write -> new Value(write.value(), state.version() + 1);
      case CompareAndSet cas ->
          cas.expected() == state.version() ? new Value(cas.value(), state.version() + 1) : state;
    };
  }
}
