package dev.mirliton.zk.recipes.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.recipes.lock.LockOrder.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockOrderTest {
  private static final LockOrder KAZOO = new LockOrder(LockOptions.DEFAULT);
  private static final LockOrder WITH_GO =
      new LockOrder(LockOptions.DEFAULT.alsoContending("-lock-"));

  /** Names a znode as a server does: ten characters wide, sign included. */
  private static String node(String who, String pattern, int sequence) {
    return who + pattern + "%010d".formatted(sequence);
  }

  private static String node(String who, int sequence) {
    return node(who, "__lock__", sequence);
  }

  private static List<List<String>> permutations(List<String> names) {
    if (names.isEmpty()) {
      return List.of(List.of());
    }
    List<List<String>> all = new ArrayList<>();
    for (String first : names) {
      List<String> rest = new ArrayList<>(names);
      rest.remove(first);
      for (List<String> tail : permutations(rest)) {
        List<String> one = new ArrayList<>(List.of(first));
        one.addAll(tail);
        all.add(one);
      }
    }
    return all;
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0,
        1,
        99,
        999_999_998,
        Integer.MAX_VALUE - 3,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        -1_000_000_002,
        -4
      })
  void eachWaitsForTheOneJustBeforeWhateverTheOrderOfTheListing(int firstNumber) {
    // Names run against the numbers, so that sorting names would be wrong; numbers have gaps.
    List<String> queue =
        List.of(
            node("e", firstNumber),
            node("d", firstNumber + 1),
            node("c", firstNumber + 3),
            node("b", firstNumber + 4),
            node("a", firstNumber + 9));

    for (int present = 1; present < 1 << queue.size(); present++) {
      List<String> waiting = new ArrayList<>();
      for (int i = 0; i < queue.size(); i++) {
        if ((present & 1 << i) != 0) {
          waiting.add(queue.get(i));
        }
      }
      for (List<String> listing : permutations(waiting)) {
        for (int i = 0; i < waiting.size(); i++) {
          Turn expected = i == 0 ? new Turn.First() : new Turn.Behind(waiting.get(i - 1));
          assertEquals(expected, KAZOO.decide(listing, waiting.get(i)), listing::toString);
        }
        assertEquals(waiting, KAZOO.queue(listing), listing::toString);
      }
    }
  }

  @Test
  void whoIsNotListedIsGone() {
    assertEquals(new Turn.Gone(), KAZOO.decide(List.of(), node("a", 1)));
    assertEquals(new Turn.Gone(), KAZOO.decide(List.of(node("b", 0)), node("a", 1)));
  }

  @Test
  void namesWithoutPatternAndNumberDoNotCount() {
    String me = node("z", 7);
    List<String> foreign =
        List.of(
            "",
            "0000000001",
            "config",
            "__lock__",
            "a__lock__1",
            "a__lock__000000001",
            "a__lock__00000000001",
            "a__lock__000000000x",
            "a__lock__0000000001x",
            "a__lock__--0000000001",
            "a__lock__-00000001",
            "a__lock__٠٠٠٠٠٠٠٠٠١",
            "a__rlock__0000000001",
            "a-lock-0000000001",
            "a_lock_0000000001");
    List<String> children = new ArrayList<>(foreign);
    children.add(me);

    assertEquals(new Turn.First(), KAZOO.decide(children, me));
    assertEquals(List.of(me), KAZOO.queue(children));
  }

  @Test
  void furtherPatternsCountAndAreTakenLiterally() {
    String mine = node("z", 7);
    String go = node("_c_guid", "-lock-", 5);
    String negative = node("_c_guid", "-lock-", -5);
    String other = node("x", "-lockX", 6);

    List<String> children = List.of(mine, go, other, negative);

    assertEquals(new Turn.Behind(go), WITH_GO.decide(children, mine));
    assertEquals(List.of(negative, go, mine), WITH_GO.queue(children));
    LockOrder dots = new LockOrder(LockLayout.KAZOO, Set.of(".lock."));
    assertEquals(new Turn.First(), dots.decide(children, mine));
  }

  @Test
  void equalNumbersAreOrderedByName() {
    List<String> children = List.of(node("b", 3), node("a", 3), node("c", 3));

    assertEquals(new Turn.First(), KAZOO.decide(children, node("a", 3)));
    assertEquals(new Turn.Behind(node("a", 3)), KAZOO.decide(children, node("b", 3)));
    assertEquals(new Turn.Behind(node("b", 3)), KAZOO.decide(children, node("c", 3)));
    assertEquals(List.of(node("a", 3), node("b", 3), node("c", 3)), KAZOO.queue(children));
  }

  @Test
  void nobodyQueuesWhereNobodyContends() {
    assertEquals(List.of(), KAZOO.queue(List.of("config", "README")));
  }
}
