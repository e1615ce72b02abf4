package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MarksTest {

  @Test
  void marksAreASetOfNumbers() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < 500; round++) {
      Set<Integer> one = new TreeSet<>();
      Set<Integer> other = new TreeSet<>();
      Marks marks = filled(random, one);
      Marks others = filled(random, other);

      assertEquals(one.size(), marks.count());
      for (int i = 0; i < 200; i++) {
        assertEquals(one.contains(i), marks.has(i));
      }
      assertEquals(other.containsAll(one), marks.within(others));
      assertEquals(one.equals(other), marks.equals(others));
      Set<Integer> rest = new TreeSet<>(one);
      rest.removeAll(other);
      assertArrayEquals(rest.stream().mapToInt(Integer::intValue).toArray(), marks.except(others));
    }
  }

  @Test
  void whatWasTakenOutLeavesNoTrace() {
    Marks marks = Marks.NONE.with(3).with(190).without(190);

    assertEquals(Marks.NONE.with(3), marks);
    assertEquals(Marks.NONE.with(3).hashCode(), marks.hashCode());
    assertTrue(marks.within(Marks.NONE.with(3)));
    assertFalse(marks.has(190));
  }

  private static Marks filled(SplittableRandom random, Set<Integer> numbers) {
    Marks marks = Marks.NONE;
    int range = random.nextBoolean() ? 4 : 200;
    for (int i = random.nextInt(6); i > 0; i--) {
      int number = random.nextInt(range);
      boolean isIn = random.nextInt(4) != 0;
      marks = isIn ? marks.with(number) : marks.without(number);
      if (isIn) {
        numbers.add(number);
      } else {
        numbers.remove(number);
      }
    }
    return marks;
  }
}
