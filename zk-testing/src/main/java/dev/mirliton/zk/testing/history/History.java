package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What callers asked for and what they were told, and when.
 *
 * <pre>{@code
 * var call = history.begin("c1", new Register.Read("/a"));
 * try {
 *   Node node = zk.get("/a");
 *   call.ok(new Register.Value(text(node), node.stat().version()));
 * } catch (ConnectionLossException lost) {
 *   call.unknown();
 * }
 * }</pre>
 *
 * <p>Begin a call before anything is sent and end it after the answer is in: a call recorded as
 * shorter than it was makes right histories look wrong. Thread-safe.
 *
 * @param <O> operations
 * @param <R> what they answer
 * @since 0.1
 */
public final class History<O, R> {
  private final Ledger ledger;
  private final List<Call<O, R>> calls = new ArrayList<>(); // guarded by the ledger

  /**
   * Creates an empty history.
   *
   * @param clock true time in nanoseconds, the same for all processes; never goes backwards. Read
   *     under a lock, so it must not call back
   */
  public History(LongSupplier clock) {
    ledger = new Ledger(clock);
  }

  /**
   * Writes down that a call begins now.
   *
   * @param process who calls, for the reader; one process may have many calls running
   */
  public Call<O, R> begin(String process, O operation) {
    return ledger.compute(
        now -> {
          Call<O, R> call = new Call<>(ledger, calls.size() + 1, process, operation, now);
          calls.add(call);
          return call;
        });
  }

  /** Returns all calls as they stand now, in the order they began. */
  public List<Recorded<O, R>> calls() {
    return ledger.read(() -> calls.stream().map(Call::recorded).toList());
  }

  /** Returns all calls, one a line. */
  @Override
  public String toString() {
    return String.join("\n", calls().stream().map(Recorded::toString).toList());
  }
}
