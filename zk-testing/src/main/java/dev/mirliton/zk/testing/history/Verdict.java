package dev.mirliton.zk.testing.history;

import java.util.List;

/**
 * What was found about a history.
 *
 * @param <O> operations
 * @param <R> what they answer
 * @since 0.1
 */
public sealed interface Verdict<O, R> {

  /**
   * There is an order that explains every answer.
   *
   * @param order such an order; with keys, one key after the other. Calls of unknown fate that need
   *     not have taken effect are left out
   */
  record Linearizable<O, R>(List<Recorded<O, R>> order) implements Verdict<O, R> {}

  /**
   * There is none.
   *
   * @param offenders calls whose answers cannot be explained together, in the order they began; few
   *     of them, as few as were found with little effort
   * @param error what to tell
   */
  record Violated<O, R>(List<Recorded<O, R>> offenders, ViolationError error)
      implements Verdict<O, R> {}

  /**
   * The search gave up.
   *
   * @param steps how many steps it took
   * @param reason where it was then, in words
   */
  record Undecided<O, R>(long steps, String reason) implements Verdict<O, R> {}
}
