package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a true object under random callers, so that what they see is linearizable for certain: each
 * call takes effect at one instant between its call and its answer, or, when its caller gives up,
 * at any instant after its call, or never.
 */
final class RandomHistory<S, O, R> {

  /** The true object: answers, and moves to its next state. */
  interface Truth<O, R> {
    R perform(O operation);
  }

  private static final class Running<O, R> {
    final String process;
    final O operation;
    final Call<O, R> call;
    final boolean isGivenUp;
    @Nullable R result;

    Running(String process, O operation, Call<O, R> call, boolean isGivenUp) {
      this.process = process;
      this.operation = operation;
      this.call = call;
      this.isGivenUp = isGivenUp;
    }
  }

  private final RandomGenerator random;
  private final Truth<O, R> truth;
  private final BiFunction<String, RandomGenerator, O> operations;
  private final int processes;
  private final double chanceToGiveUp;
  private long nanos;
  private final History<O, R> history = new History<>(() -> nanos);

  RandomHistory(
      RandomGenerator random,
      Truth<O, R> truth,
      BiFunction<String, RandomGenerator, O> operations,
      int processes,
      double chanceToGiveUp) {
    this.random = random;
    this.truth = truth;
    this.operations = operations;
    this.processes = processes;
    this.chanceToGiveUp = chanceToGiveUp;
  }

  /** Returns a history of that many calls, some of which may not have ended. */
  History<O, R> of(int calls) {
    List<Running<O, R>> running = new ArrayList<>();
    List<Running<O, R>> adrift = new ArrayList<>();
    int begun = 0;
    while (begun < calls || random.nextInt(10) != 0) {
      // Now and then two things happen in the same nanosecond.
      nanos += random.nextInt(3) * 1_000_000L;
      int choice = random.nextInt(3);
      if (choice == 0 && begun < calls && running.size() < processes) {
        running.add(begin());
        begun++;
      } else if (choice == 1 && !adrift.isEmpty() && random.nextInt(4) == 0) {
        Running<O, R> late = adrift.remove(random.nextInt(adrift.size()));
        truth.perform(late.operation);
      } else if (!running.isEmpty()) {
        step(running, running.get(random.nextInt(running.size())), adrift);
      }
    }
    return history;
  }

  private Running<O, R> begin() {
    String process = "c" + (1 + random.nextInt(99));
    O operation = operations.apply(process, random);
    boolean isGivenUp = random.nextDouble() < chanceToGiveUp;
    return new Running<>(process, operation, history.begin(process, operation), isGivenUp);
  }

  private void step(List<Running<O, R>> running, Running<O, R> one, List<Running<O, R>> adrift) {
    R result = one.result;
    if (one.isGivenUp) {
      one.call.unknown();
      running.remove(one);
      adrift.add(one);
    } else if (result == null) {
      one.result = truth.perform(one.operation);
    } else {
      one.call.ok(result);
      running.remove(one);
    }
  }
}
