package dev.mirliton.zk.testing.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.trace.Shrinker.Budget;
import dev.mirliton.zk.testing.trace.Shrinker.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkerTest {
  private static final Budget PLENTY = new Budget(100_000);

  @Test
  void onlyTheGuiltyAreLeftInTheirOrder() {
    Set<Integer> guilty = Set.of(3, 41, 77);

    Result<Integer> result =
        Shrinker.shrink(upTo(100), schedule -> schedule.containsAll(guilty), PLENTY);

    assertEquals(List.of(3, 41, 77), result.schedule());
    assertTrue(result.minimal());
  }

  @Test
  void oneGuiltyAmongAThousandIsFoundInFewRuns() {
    Result<Integer> result =
        Shrinker.shrink(upTo(1_000), schedule -> schedule.contains(612), PLENTY);

    assertEquals(List.of(612), result.schedule());
    assertTrue(result.runs() < 60, () -> result.runs() + " runs");
  }

  @Test
  void nothingIsLeftWhenItFailsWithoutFaults() {
    Result<Integer> result = Shrinker.shrink(upTo(50), schedule -> true, PLENTY);

    assertEquals(new Result<>(List.of(), 2, true), result);
  }

  @Test
  void anEmptyScheduleThatFailsIsMinimal() {
    Result<Integer> result = Shrinker.shrink(List.of(), schedule -> true, PLENTY);

    assertEquals(new Result<>(List.of(), 1, true), result);
  }

  @Test
  void aScheduleThatDoesNotFailIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> Shrinker.shrink(List.of(1, 2), schedule -> false, PLENTY));

    assertEquals("the schedule to shrink does not fail: [1, 2]", refusal.getMessage());
  }

  @Test
  void elementsBecomeAsSimpleAsTheyCan() {
    Predicate<List<Integer>> sumIsLarge =
        schedule -> schedule.stream().mapToInt(Integer::intValue).sum() >= 10;

    Result<Integer> result =
        Shrinker.shrink(List.of(3, 25, 7, 1), sumIsLarge, ShrinkerTest::halfOrOneLess, PLENTY);

    assertEquals(List.of(10), result.schedule());
    assertTrue(result.minimal());
  }

  @Test
  void whatBecameNeedlessByASimplerNeighbourIsDropped() {
    // Ten needs a helper, nine does not.
    Predicate<List<Integer>> fails =
        schedule ->
            schedule.contains(10) && schedule.contains(1)
                || schedule.contains(9) && !schedule.contains(10);

    Result<Integer> result =
        Shrinker.shrink(
            List.of(10, 1), fails, value -> value == 10 ? List.of(9) : List.of(), PLENTY);

    assertEquals(List.of(9), result.schedule());
  }

  @Test
  void everyMonotonePredicateShrinksToOneOfItsMinimalSets() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<Set<Integer>> culprits = new ArrayList<>();
      for (int count = 1 + random.nextInt(3); count > 0; count--) {
        culprits.add(someOf(random, 30, 1 + random.nextInt(5)));
      }
      Predicate<List<Integer>> fails =
          schedule -> culprits.stream().anyMatch(schedule::containsAll);

      Result<Integer> result = Shrinker.shrink(upTo(30), fails, PLENTY);

      assertTrue(result.minimal());
      assertTrue(culprits.contains(Set.copyOf(result.schedule())), "seed " + seed + ": " + result);
    }
  }

  @Test
  void everyPredicateShrinksToWhatCannotLoseOneElement() {
    for (int seed = 0; seed < 300; seed++) {
      Predicate<List<Integer>> fails = erratic(seed);

      Result<Integer> result = Shrinker.shrink(upTo(24), fails, PLENTY);

      assertTrue(fails.test(result.schedule()), "seed " + seed + ": " + result);
      assertTrue(result.minimal());
      for (int index = 0; index < result.schedule().size(); index++) {
        List<Integer> without = new ArrayList<>(result.schedule());
        without.remove(index);
        assertFalse(fails.test(without), "seed " + seed + ": also fails as " + without);
      }
    }
  }

  @Test
  void everyResultIsAsSimpleAsASingleStepCanTell() {
    for (int seed = 0; seed < 200; seed++) {
      Predicate<List<Integer>> fails = erratic(seed);

      Result<Integer> result =
          Shrinker.shrink(upTo(24), fails, ShrinkerTest::halfOrOneLess, PLENTY);

      assertTrue(fails.test(result.schedule()), "seed " + seed + ": " + result);
      assertTrue(result.minimal());
      for (int index = 0; index < result.schedule().size(); index++) {
        for (Integer simpler : halfOrOneLess(result.schedule().get(index))) {
          List<Integer> changed = new ArrayList<>(result.schedule());
          changed.set(index, simpler);
          assertFalse(fails.test(changed), "seed " + seed + ": also fails as " + changed);
        }
      }
    }
  }

  @Test
  void whateverTheBudgetTheResultFailsAndTheRunsAreWithinIt() {
    for (int runs = 1; runs <= 120; runs++) {
      Predicate<List<Integer>> fails = erratic(runs);
      List<List<Integer>> seen = new ArrayList<>();

      Result<Integer> result =
          Shrinker.shrink(
              upTo(24),
              schedule -> {
                seen.add(List.copyOf(schedule));
                return fails.test(schedule);
              },
              ShrinkerTest::halfOrOneLess,
              new Budget(runs));

      assertTrue(fails.test(result.schedule()));
      assertTrue(seen.contains(result.schedule()), "was never run: " + result.schedule());
      assertEquals(seen.size(), result.runs());
      assertTrue(result.runs() <= runs);
    }
  }

  @Test
  void aBudgetThatEndsIsSaid() {
    Result<Integer> result =
        Shrinker.shrink(upTo(100), schedule -> schedule.contains(50), new Budget(4));

    assertEquals(4, result.runs());
    assertFalse(result.minimal());
  }

  @Test
  void simplerWithoutEndIsEndedByTheBudget() {
    Function<Integer, List<Integer>> toAndFro = value -> List.of(-value);

    Result<Integer> result =
        Shrinker.shrink(List.of(1), schedule -> !schedule.isEmpty(), toAndFro, new Budget(50));

    assertEquals(50, result.runs());
    assertFalse(result.minimal());
  }

  @Test
  void noHarmlessScheduleRunsTwice() {
    Set<List<Integer>> harmless = new HashSet<>();
    Predicate<List<Integer>> fails = schedule -> schedule.containsAll(Set.of(2, 9, 17));

    Result<Integer> result =
        Shrinker.shrink(
            upTo(20),
            schedule -> {
              boolean failed = fails.test(schedule);
              assertTrue(failed || harmless.add(List.copyOf(schedule)), "again: " + schedule);
              return failed;
            },
            ShrinkerTest::halfOrOneLess,
            PLENTY);

    assertEquals(List.of(2, 9, 17), result.schedule());
  }

  @Test
  void aBudgetWithoutRunsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Budget(0));
  }

  /** Fails for some schedules and not for others, in no order, but always the same ones. */
  private static Predicate<List<Integer>> erratic(int seed) {
    return schedule ->
        schedule.equals(upTo(24))
            || !schedule.isEmpty() && new Random(seed * 31L + schedule.hashCode()).nextInt(3) == 0;
  }

  private static List<Integer> halfOrOneLess(int value) {
    return value <= 1 ? List.of() : List.of(value / 2, value - 1);
  }

  private static List<Integer> upTo(int size) {
    return IntStream.range(0, size).boxed().toList();
  }

  private static Set<Integer> someOf(Random random, int bound, int size) {
    Set<Integer> some = new HashSet<>();
    while (some.size() < size) {
      some.add(random.nextInt(bound));
    }
    return some;
  }
}
