package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HoldersTest {
  private static final long SECOND = 1_000_000_000;

  private long nanos;
  private final Holders holders = new Holders(() -> nanos);
  private final Holders.Holder ann = holders.holder("/lock", "ann");
  private final Holders.Holder bob = holders.holder("/lock", "bob");

  @Test
  void oneAfterAnotherIsRight() {
    at(1, () -> ann.acquired(1));
    at(2, ann::released);
    at(2, () -> bob.acquired(2));
    at(3, bob::lost);
    at(4, () -> ann.acquired(3));

    assertDoesNotThrow(holders::verify);
  }

  @Test
  void twoAtATimeAreNamedWithTheirTimes() {
    at(1.5, () -> ann.acquired(1));
    at(2.25, () -> bob.acquired(2));
    at(3, ann::lost);

    ViolationError violation = assertThrows(ViolationError.class, holders::verify);

    assertEquals(
        """
        /lock had two holders at 2.250 s
          ann believed to hold /lock with token 1 from 1.500 s until 3.000 s
          bob believed to hold /lock with token 2 from 2.250 s and still does""",
        violation.getMessage());
  }

  @Test
  void withinOneNanosecondTheOrderCounts() {
    at(1, () -> ann.acquired(1));
    at(2, () -> bob.acquired(2));
    at(2, ann::released);

    assertThrows(ViolationError.class, holders::verify);
  }

  @Test
  void whoDoubtsDoesNotHold() {
    at(1, () -> ann.acquired(1));
    at(2, ann::doubted);
    at(3, () -> bob.acquired(2));

    assertDoesNotThrow(holders::verify);
  }

  @Test
  void whoIsReassuredHoldsAgainWithTheSameToken() {
    at(1, () -> ann.acquired(1));
    at(2, ann::doubted);
    at(3, ann::reassured);
    at(4, ann::released);
    at(5, () -> bob.acquired(2));

    assertDoesNotThrow(holders::verify);
  }

  @Test
  void reassuranceWhileAnotherHoldsIsWrong() {
    at(1, () -> ann.acquired(1));
    at(2, ann::doubted);
    at(3, () -> bob.acquired(2));
    at(4, ann::reassured);

    assertThrows(ViolationError.class, holders::verify);
  }

  @Test
  void whoLostItCannotBeReassured() {
    at(1, () -> ann.acquired(1));
    at(2, ann::doubted);
    at(3, ann::lost);

    assertThrows(IllegalStateException.class, ann::reassured);
  }

  @Test
  void acquiringTwiceIsRefused() {
    ann.acquired(1);

    assertThrows(IllegalStateException.class, () -> ann.acquired(2));
  }

  @Test
  void beliefEndsAtItsDeadlineThoughNobodyTellsUntilLater() {
    at(1, () -> ann.acquired(1));
    at(3, () -> bob.acquired(2));
    at(4, () -> ann.believedUntil(3 * SECOND));

    assertDoesNotThrow(holders::verify);
  }

  @Test
  void deadlineAfterTheNextHolderBeginsIsWrong() {
    at(1, () -> ann.acquired(1));
    at(3, () -> bob.acquired(2));
    at(4, () -> ann.believedUntil(3 * SECOND + 1));

    ViolationError violation = assertThrows(ViolationError.class, holders::verify);

    assertEquals(
        "ann believed to hold /lock with token 1 from 1.000 s until 3.000000001 s",
        violation.evidence().get(0));
  }

  @Test
  void tokenThatDoesNotGrowIsWrong() {
    at(1, () -> ann.acquired(7));
    at(2, ann::released);
    at(3, () -> bob.acquired(7));

    ViolationError violation = assertThrows(ViolationError.class, holders::verify);

    assertEquals("the tokens of /lock did not grow: 7 came after 7", violation.rule());
  }

  @Test
  void sameTokenForTheSameNameIsWrongIfItWasAcquiredTwice() {
    at(1, () -> ann.acquired(7));
    at(2, ann::released);
    at(3, () -> holders.holder("/lock", "ann").acquired(7));

    assertThrows(ViolationError.class, holders::verify);
  }

  @Test
  void longHoldingIsComparedWithAllThatFollow() {
    at(1, () -> ann.acquired(1));
    at(2, () -> bob.acquired(2));
    at(2, () -> bob.believedUntil(2 * SECOND));
    at(3, ann::released);
    at(2.5, () -> holders.holder("/lock", "cid").acquired(3));

    assertThrows(ViolationError.class, holders::verify);
  }

  @Test
  void otherResourcesHaveOtherHolders() {
    ann.acquired(5);
    holders.holder("/other", "bob").acquired(1);

    assertDoesNotThrow(holders::verify);
  }

  @Test
  void randomHoldingsAreJudgedAsByLookingAtEveryInstant() {
    int wrong = 0;
    for (long seed = 0; seed < 3_000; seed++) {
      boolean[] isWrong = {false};
      Holders random = randomHoldings(new SplittableRandom(seed), isWrong);
      if (isWrong[0]) {
        wrong++;
        assertThrows(ViolationError.class, random::verify, "seed " + seed);
      } else {
        assertDoesNotThrow(random::verify, "seed " + seed);
      }
    }
    assertEquals(1_500, wrong, 1_000, "or the comparison says little");
  }

  /** Tokens grow; so it is wrong when somebody acquires while another believes. */
  private Holders randomHoldings(SplittableRandom random, boolean[] isWrong) {
    Holders some = new Holders(() -> nanos);
    List<Holders.Holder> all = new ArrayList<>();
    List<Holders.Holder> believers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(some.holder("/lock", "h" + i));
    }
    for (int step = 0; step < 12; step++) {
      nanos += random.nextInt(2);
      Holders.Holder one = all.get(random.nextInt(all.size()));
      if (believers.remove(one)) {
        one.released();
      } else if (believers.isEmpty() || random.nextInt(8) == 0) {
        isWrong[0] |= !believers.isEmpty();
        one.acquired(step);
        believers.add(one);
      }
    }
    return some;
  }

  private void at(double seconds, Runnable event) {
    nanos = Math.round(seconds * SECOND);
    event.run();
  }
}
