package dev.mirliton.zk.handler.threads;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LoneCallerTest {
  private final LoneCaller loneCaller = new LoneCaller();
  private int offers;

  private boolean batchAfter(int newOffers) {
    offers += newOffers;
    return loneCaller.isSeenAfterBatch(offers);
  }

  private boolean seenAfter(int batches, int offersEach) {
    boolean seen = false;
    for (int i = 0; i < batches; i++) {
      seen = batchAfter(offersEach);
    }
    return seen;
  }

  @Test
  void oneOfferForEachBatchIsALoneCaller() {
    assertFalse(seenAfter(LoneCaller.ENOUGH - 1, 1));
    assertTrue(batchAfter(1));
  }

  @Test
  void severalOffersForEachBatchAreNot() {
    assertFalse(seenAfter(1000, 2));
  }

  @Test
  void batchesThatNobodyWaitsForAreNot() {
    assertFalse(seenAfter(1000, 0));
  }

  @Test
  void anAnswerFasterThanTheOfferOnlyDelays() {
    seenAfter(LoneCaller.ENOUGH - 1, 1);

    assertFalse(batchAfter(0));
    assertFalse(batchAfter(1));
    assertTrue(batchAfter(1));
  }

  @Test
  void aSecondCallerBeginsTheCountAnew() {
    seenAfter(LoneCaller.ENOUGH - 1, 1);

    assertFalse(batchAfter(2));
    assertFalse(seenAfter(LoneCaller.ENOUGH - 1, 1));
    assertTrue(batchAfter(1));
  }

  @Test
  void afterACrowdItTakesPatience() {
    loneCaller.restartLater(offers);

    assertFalse(seenAfter(LoneCaller.PATIENCE + LoneCaller.ENOUGH - 1, 1));
    assertTrue(batchAfter(1));
  }

  @Test
  void offersMadeWhileFollowingDoNotCount() {
    offers = 500;
    loneCaller.restart(offers);

    assertFalse(batchAfter(1));
  }
}
