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
 * One search for a smaller schedule that still fails: delta debugging, then simpler elements, until
 * neither helps or the runs are used up.
 *
 * <p>When they are, each question left is answered with no. So the search ends at once, and what it
 * has by then was seen to fail.
 */
final class ShrinkSearch<F> {
  private final Predicate<List<F>> stillFails;
  private final Function<F, List<F>> simpler;
  private final int limit;
  // Asked, never iterated: its order cannot reach the result.
  private final Set<List<F>> harmless = new HashSet<>();
  private int runs;
  private boolean exhausted;

  ShrinkSearch(Predicate<List<F>> stillFails, Function<F, List<F>> simpler, int limit) {
    this.stillFails = Objects.requireNonNull(stillFails, "stillFails");
    this.simpler = simpler;
    this.limit = limit;
  }

  Shrinker.Result<F> from(List<F> schedule) {
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
    return new Shrinker.Result<>(smallest, runs, !exhausted);
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
