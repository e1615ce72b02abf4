package dev.mirliton.zk.testing.trace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Makes a failing schedule small: first drops what is not needed to fail, then makes simpler what
 * is left, and so on until neither helps.
 *
 * <p>Deterministic when the predicate is. A schedule is never run twice, as long as {@code F} has a
 * value's {@code equals} and {@code hashCode}.
 *
 * @since 0.1
 */
public final class Shrinker {
  private Shrinker() {}

  /**
   * How much work shrinking may be.
   *
   * @param runs how often the predicate may be asked, at least once
   */
  public record Budget(int runs) {
    /** Checks that one run is possible: the one that shows that the schedule fails at all. */
    public Budget {
      if (runs < 1) {
        throw new IllegalArgumentException("runs must be positive but was " + runs);
      }
    }
  }

  /**
   * The smallest schedule found.
   *
   * @param schedule it fails: it was run, or is the one that was given, and that was run
   * @param runs how often the predicate was asked
   * @param minimal whether nothing can be dropped and nothing made simpler without losing the
   *     failure; false when the budget ended before that was known
   */
  public record Result<F>(List<F> schedule, int runs, boolean minimal) {
    /** Takes a copy of {@code schedule}. */
    public Result {
      schedule = List.copyOf(schedule);
    }
  }

  /**
   * Drops what is not needed to fail.
   *
   * @param stillFails runs a schedule; whether the same failure was seen
   * @throws IllegalArgumentException if {@code schedule} itself does not fail
   */
  public static <F> Result<F> shrink(
      List<F> schedule, Predicate<List<F>> stillFails, Budget budget) {
    return shrink(schedule, stillFails, fault -> List.of(), budget);
  }

  /**
   * Drops what is not needed to fail, and makes simpler what is.
   *
   * @param stillFails runs a schedule; whether the same failure was seen
   * @param simpler what might take an element's place, the boldest first: shorter, later, fewer
   *     parties. It must lead to an end, or only the budget ends it
   * @throws IllegalArgumentException if {@code schedule} itself does not fail
   */
  public static <F> Result<F> shrink(
      List<F> schedule,
      Predicate<List<F>> stillFails,
      Function<F, List<F>> simpler,
      Budget budget) {
    Objects.requireNonNull(simpler, "simpler");
    return new Search<>(stillFails, simpler, budget.runs()).from(List.copyOf(schedule));
  }

  private static final class Search<F> {
    private final Predicate<List<F>> stillFails;
    private final Function<F, List<F>> simpler;
    private final int limit;
    // Asked, never iterated: its order cannot reach the result.
    private final Set<List<F>> harmless = new HashSet<>();
    private int runs;
    private boolean exhausted;

    Search(Predicate<List<F>> stillFails, Function<F, List<F>> simpler, int limit) {
      this.stillFails = Objects.requireNonNull(stillFails, "stillFails");
      this.simpler = simpler;
      this.limit = limit;
    }

    Result<F> from(List<F> schedule) {
      if (!fails(schedule)) {
        throw new IllegalArgumentException("the schedule to shrink does not fail: " + schedule);
      }
      List<F> smallest = schedule;
      List<F> before;
      do {
        before = smallest;
        smallest = simplify(reduce(smallest));
        // Something simpler may make something else needless, so both until neither helps.
      } while (!exhausted && !smallest.equals(before));
      return new Result<>(smallest, runs, !exhausted);
    }

    /** Delta debugging: chunks alone, then all but one chunk, then chunks of half the size. */
    private List<F> reduce(List<F> schedule) {
      if (!schedule.isEmpty() && fails(List.of())) {
        return List.of();
      }
      List<F> current = schedule;
      int count = 2;
      while (current.size() > 1 && !exhausted) {
        Optional<List<F>> chunk = firstFailing(chunks(current, count));
        if (chunk.isPresent()) {
          current = chunk.get();
          count = 2;
          continue;
        }
        Optional<List<F>> rest = firstFailing(complements(current, count));
        if (rest.isPresent()) {
          current = rest.get();
          count = Math.max(2, count - 1);
        } else if (count < current.size()) {
          count = Math.min(current.size(), count * 2);
        } else {
          return current;
        }
      }
      return current;
    }

    private Optional<List<F>> firstFailing(List<List<F>> candidates) {
      return candidates.stream().filter(this::fails).findFirst();
    }

    /** Returns {@code schedule} in {@code count} pieces of nearly the same size. */
    private static <F> List<List<F>> chunks(List<F> schedule, int count) {
      List<List<F>> chunks = new ArrayList<>();
      for (int chunk = 0; chunk < count; chunk++) {
        chunks.add(
            schedule.subList(bound(schedule, chunk, count), bound(schedule, chunk + 1, count)));
      }
      return chunks;
    }

    private static <F> List<List<F>> complements(List<F> schedule, int count) {
      List<List<F>> complements = new ArrayList<>();
      for (int chunk = 0; chunk < count; chunk++) {
        List<F> rest = new ArrayList<>(schedule.subList(0, bound(schedule, chunk, count)));
        rest.addAll(schedule.subList(bound(schedule, chunk + 1, count), schedule.size()));
        complements.add(List.copyOf(rest));
      }
      return complements;
    }

    private static int bound(List<?> schedule, int chunk, int count) {
      return (int) ((long) schedule.size() * chunk / count);
    }

    private List<F> simplify(List<F> schedule) {
      List<F> current = schedule;
      for (int index = 0; index < current.size() && !exhausted; ) {
        List<F> next = simplifiedAt(index, current);
        if (next == current) {
          index++;
        }
        current = next;
      }
      return current;
    }

    /** Returns {@code schedule} with a simpler element at {@code index}, or itself. */
    private List<F> simplifiedAt(int index, List<F> schedule) {
      for (F candidate : simpler.apply(schedule.get(index))) {
        List<F> changed = new ArrayList<>(schedule);
        changed.set(index, candidate);
        List<F> next = List.copyOf(changed);
        if (fails(next)) {
          return next;
        }
      }
      return schedule;
    }

    private boolean fails(List<F> schedule) {
      if (harmless.contains(schedule)) {
        return false;
      }
      if (runs == limit) {
        exhausted = true;
        return false;
      }
      runs++;
      boolean failed = stillFails.test(schedule);
      if (!failed) {
        harmless.add(schedule);
      }
      return failed;
    }
  }
}
