package dev.mirliton.zk.testing.history;

import java.util.function.Function;

/**
 * A call that began. It ends once, by one of three words; until then its fate is unknown.
 * Thread-safe.
 *
 * @param <O> operations
 * @param <R> what they answer
 * @since 0.1
 */
public final class Call<O, R> {
  private final Ledger ledger;
  private final int number;
  private final String process;
  private final O operation;
  private final Moment called;
  private Outcome<R> outcome = new Outcome.Running<>(); // guarded by the ledger

  Call(Ledger ledger, int number, String process, O operation, Moment called) {
    this.ledger = ledger;
    this.number = number;
    this.process = process;
    this.operation = operation;
    this.called = called;
  }

  /**
   * It took effect and answered.
   *
   * @throws IllegalStateException if it ended before
   */
  public void ok(R result) {
    end(now -> new Outcome.Ok<>(result, now));
  }

  /**
   * It certainly had no effect.
   *
   * @throws IllegalStateException if it ended before
   */
  public void failed() {
    end(Outcome.Failed::new);
  }

  /**
   * Its fate is unknown: it may have taken effect, may yet do so at any time, or never.
   *
   * @throws IllegalStateException if it ended before
   */
  public void unknown() {
    end(Outcome.Unknown::new);
  }

  /** Under the ledger's lock. */
  Recorded<O, R> recorded() {
    return new Recorded<>(number, process, operation, called, outcome);
  }

  private void end(Function<Moment, Outcome<R>> ending) {
    ledger.write(
        now -> {
          if (!(outcome instanceof Outcome.Running<R>)) {
            throw new IllegalStateException("ended before: " + recorded());
          }
          outcome = ending.apply(now);
        });
  }
}
