package dev.mirliton.zk.it.simulation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LockBookTest {
  private final LockBook book = new LockBook(() -> 0);

  private LockTenure tenure(long token, long fromNs, long untilNs) {
    LockTenure tenure = book.begin("/lock", "/lock/" + token, "p" + token, token, fromNs);
    tenure.believed(untilNs, 0);
    return tenure;
  }

  private void assertComplaint(String about) {
    AssertionError broken = assertThrows(AssertionError.class, book::verify);
    assertTrue(String.valueOf(broken.getMessage()).contains(about), broken::getMessage);
  }

  @Test
  void oneAfterTheOtherIsRight() {
    tenure(1, 0, 10);
    tenure(2, 10, 20);
    book.wrote("/lock", 1, 1);
    book.wrote("/lock", 2, 2);

    assertDoesNotThrow(book::verify);
  }

  @Test
  void twoAtOnceAreWrong() {
    tenure(1, 0, 11);
    tenure(2, 10, 20);

    assertComplaint("two holders");
  }

  @Test
  void oneWithinTheTimeOfAnEarlierOneIsWrong() {
    tenure(1, 0, 100);
    tenure(2, 100, 101);
    tenure(3, 90, 95);

    assertComplaint("two holders");
  }

  @Test
  void slackIsNotCounted() {
    tenure(1, 0, 11).believed(12, 2);
    tenure(2, 10, 20);

    assertDoesNotThrow(book::verify);
  }

  @Test
  void whatIsStolenIsNobodysFromThenOn() {
    tenure(1, 0, 15);
    book.stolen("/lock/1", 9);
    tenure(2, 10, 20);

    assertDoesNotThrow(book::verify);
  }

  @Test
  void tokenThatDoesNotGrowIsWrong() {
    tenure(2, 0, 10);
    tenure(1, 10, 20);

    assertComplaint("tokens do not grow");
  }

  @Test
  void writeOfAnEarlierHolderAfterThatOfALaterOneIsWrong() {
    book.wrote("/lock", 1, 1);
    book.wrote("/lock", 2, 2);
    book.wrote("/lock", 3, 1);

    assertComplaint("version 3");
  }

  @Test
  void lossThatIsToldTwiceIsWrong() {
    LockTenure tenure = tenure(1, 0, 10);
    tenure.lost();
    tenure.lost();

    assertComplaint("2 times told");
  }

  @Test
  void otherLocksDoNotCount() {
    tenure(1, 0, 11);
    book.begin("/other", "/other/2", "p2", 2, 5);

    assertDoesNotThrow(book::verify);
  }
}
