package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.List;

/**
 * A rule that must hold, and can be asked whether it does.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Check {

  /**
   * Returns if the rule holds.
   *
   * @throws ViolationError if it was broken
   * @throws UndecidedError if that could not be found out
   * @throws InterruptedException if the caller is interrupted while the check waits; most never do
   */
  void verify() throws InterruptedException;

  /** Returns what the rule is called. */
  default String name() {
    return "unnamed check";
  }

  /** Gives a check a name. */
  static Check named(String name, Check check) {
    return new Check() {
      @Override
      public void verify() throws InterruptedException {
        check.verify();
      }

      @Override
      public String name() {
        return name;
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  /**
   * Makes one check of many. All are asked; what the first of them throws is thrown, and what the
   * others throw is suppressed by it.
   */
  static Check all(Check... checks) {
    List<Check> every = List.of(checks);
    String names = String.join(", ", every.stream().map(Check::name).toList());
    return named(
        names,
        () -> {
          List<AssertionError> failures = new ArrayList<>();
          for (Check check : every) {
            try {
              check.verify();
            } catch (AssertionError failure) {
              failures.add(failure);
            }
          }
          if (!failures.isEmpty()) {
            AssertionError first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
          }
        });
  }
}
