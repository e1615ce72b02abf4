package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The rule that what was started completes once: never twice, and not never. Ask when all is quiet:
 * what may still complete has not. Thread-safe.
 *
 * @since 0.1
 */
public final class ExactlyOnce implements Check {
  private final Ledger ledger;
  private final List<Started> started = new ArrayList<>(); // guarded by the ledger

  /**
   * Creates a rule that nobody broke yet.
   *
   * @param clock true time in nanoseconds; never goes backwards. Read under a lock, so it must not
   *     call back
   */
  public ExactlyOnce(LongSupplier clock) {
    ledger = new Ledger(clock);
  }

  /**
   * Writes down that something starts now.
   *
   * @param what tells the reader what: {@code c1 creates /a}
   */
  public Started start(String what) {
    return ledger.compute(
        now -> {
          Started one = new Started(what, now);
          started.add(one);
          return one;
        });
  }

  @Override
  public String name() {
    return "exactly once";
  }

  /**
   * Returns if everything that was started has completed once.
   *
   * @throws ViolationError naming what did not
   */
  @Override
  public void verify() {
    List<String> wrong =
        ledger.read(
            () ->
                started.stream()
                    .filter(one -> one.completions.size() != 1)
                    .map(Started::describe)
                    .toList());
    if (!wrong.isEmpty()) {
      throw new ViolationError("what was started must complete exactly once", wrong);
    }
  }

  /**
   * Something that was started. Thread-safe.
   *
   * @since 0.1
   */
  public final class Started {
    private final String what;
    private final Moment at;
    private final List<String> completions = new ArrayList<>(); // guarded by the ledger

    private Started(String what, Moment at) {
      this.what = what;
      this.at = at;
    }

    /**
     * Writes down that it completes now.
     *
     * @param how tells the reader how: {@code done}, or what went wrong
     */
    public void complete(String how) {
      ledger.write(now -> completions.add("at " + now + " (" + how + ")"));
    }

    private String describe() {
      String start = what + ", started at " + at + ", ";
      return completions.isEmpty()
          ? start + "never completed"
          : start + "completed " + completions.size() + " times: " + String.join(", ", completions);
    }
  }
}
