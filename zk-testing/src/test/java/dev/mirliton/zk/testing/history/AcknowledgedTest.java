package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AcknowledgedTest {
  private long nanos;
  private final Acknowledged rule = new Acknowledged(() -> nanos);

  @Test
  void latestAcknowledgedWriteIsFound() {
    write("red").acknowledged(5);
    write("blue").acknowledged(9);

    assertDoesNotThrow(() -> rule.verify(found("blue", 9)));
  }

  @Test
  void laterWriteOfUnknownFateMayBeFound() {
    write("red").acknowledged(5);
    write("blue").unknown();
    write("green");

    assertDoesNotThrow(() -> rule.verify(found("red", 5)));
    assertDoesNotThrow(() -> rule.verify(found("blue", 6)));
    assertDoesNotThrow(() -> rule.verify(found("green", 7)));
  }

  @Test
  void earlierStateMeansThatAWriteIsLost() {
    write("red").acknowledged(5);
    nanos = 2_500_000_000L;
    write("blue").acknowledged(9);

    ViolationError violation =
        assertThrows(ViolationError.class, () -> rule.verify(found("red", 5)));

    assertEquals(
        """
        /a lost an acknowledged write: found was red with stamp 5
          c1 wrote blue, begun at 2.500 s, acknowledged at 2.500 s with stamp 9""",
        violation.getMessage());
  }

  @Test
  void nothingThereMeansThatAWriteIsLost() {
    write("red").acknowledged(5);

    ViolationError violation =
        assertThrows(ViolationError.class, () -> rule.verify(path -> Optional.empty()));

    assertEquals("/a lost an acknowledged write: nothing is there", violation.rule());
  }

  @Test
  void nothingThereIsRightIfNothingWasAcknowledged() {
    write("red").unknown();
    write("blue").refused();

    assertDoesNotThrow(() -> rule.verify(path -> Optional.empty()));
  }

  @Test
  void otherValueUnderTheSameStampIsWrong() {
    write("red").acknowledged(5);
    write("blue").unknown();

    assertThrows(ViolationError.class, () -> rule.verify(found("blue", 5)));
  }

  @Test
  void refusedWriteMustNotBeFound() {
    write("red").acknowledged(5);
    write("blue").refused();

    ViolationError violation =
        assertThrows(ViolationError.class, () -> rule.verify(found("blue", 6)));

    assertEquals(
        "/a has a value that no write can have left: found was blue with stamp 6",
        violation.rule());
    assertEquals(
        List.of(
            "c1 wrote red, begun at 0.000 s, acknowledged at 0.000 s with stamp 5",
            "c1 wrote blue, begun at 0.000 s, refused at 0.000 s"),
        violation.evidence());
  }

  @Test
  void acknowledgedWriteMustNotHappenAgain() {
    write("red").acknowledged(5);

    assertThrows(ViolationError.class, () -> rule.verify(found("red", 6)));
  }

  @Test
  void twoWritesWithOneStampAreWrong() {
    write("red").acknowledged(5);
    write("blue").acknowledged(5);

    assertThrows(ViolationError.class, () -> rule.verify(found("blue", 5)));
  }

  @Test
  void everyPathIsLookedAt() {
    write("red").acknowledged(5);
    rule.begin("c2", "/b", "blue").acknowledged(6);

    ViolationError violation =
        assertThrows(
            ViolationError.class,
            () ->
                rule.against(
                        path ->
                            path.equals("/a")
                                ? Optional.of(new FinalState.Found("red", 5))
                                : Optional.empty())
                    .verify());

    assertEquals("/b lost an acknowledged write: nothing is there", violation.rule());
  }

  @Test
  void writeEndsOnce() {
    Acknowledged.Write write = write("red");
    write.unknown();

    assertThrows(IllegalStateException.class, () -> write.acknowledged(5));
  }

  private Acknowledged.Write write(String value) {
    return rule.begin("c1", "/a", value);
  }

  private static FinalState found(String value, long stamp) {
    return path -> Optional.of(new FinalState.Found(value, stamp));
  }
}
