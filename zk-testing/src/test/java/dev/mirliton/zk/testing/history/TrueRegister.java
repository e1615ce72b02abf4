package dev.mirliton.zk.testing.history;

import java.util.random.RandomGenerator;

/** A register that really is one, and what random callers do to it. */
final class TrueRegister implements RandomHistory.Truth<Register.Op, Register.Answer> {
  private Register.Value value = new Register.Value("v0", 0);
  private int written;

  static Register model() {
    return Register.startingAt("v0", 0);
  }

  @Override
  public Register.Answer perform(Register.Op operation) {
    return switch (operation) {
      case Register.Read read -> value;
      case Register.Write write -> written(write.value());
      case Register.CompareAndSet cas ->
          cas.expected() == value.version() ? written(cas.value()) : new Register.BadVersion();
    };
  }

  private Register.Written written(String text) {
    value = new Register.Value(text, value.version() + 1);
    return new Register.Written(value.version());
  }

  /** Half of the values are written once only, the others again and again. */
  Register.Op anyOperation(String process, RandomGenerator random) {
    String text = random.nextBoolean() ? "v" + ++written : "w" + random.nextInt(2);
    return switch (random.nextInt(4)) {
      case 0 -> new Register.Write("/a", text);
      case 1 ->
          new Register.CompareAndSet("/a", Math.max(0, value.version() - random.nextInt(2)), text);
      default -> new Register.Read("/a");
    };
  }

  /** Returns another answer than {@code answer}, one that might be right for all anybody knows. */
  static Register.Answer mutated(Register.Answer answer, RandomGenerator random) {
    int by = random.nextBoolean() ? 1 : -1;
    return switch (answer) {
      case Register.Value value ->
          switch (random.nextInt(3)) {
            case 0 -> new Register.Value(value.value(), value.version() + by);
            case 1 -> new Register.Value("v" + random.nextInt(4), value.version());
            default -> new Register.Value("w" + random.nextInt(2), value.version() + by);
          };
      case Register.Written written -> new Register.Written(written.version() + by);
      case Register.BadVersion bad -> new Register.Written(1 + random.nextInt(4));
    };
  }
}
