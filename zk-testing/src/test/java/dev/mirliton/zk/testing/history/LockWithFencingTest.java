package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.testing.history.LockWithFencing.Accepted;
import dev.mirliton.zk.testing.history.LockWithFencing.Acquire;
import dev.mirliton.zk.testing.history.LockWithFencing.Acquired;
import dev.mirliton.zk.testing.history.LockWithFencing.Refused;
import dev.mirliton.zk.testing.history.LockWithFencing.Release;
import dev.mirliton.zk.testing.history.LockWithFencing.Released;
import dev.mirliton.zk.testing.history.LockWithFencing.Write;
import org.junit.jupiter.api.Test;

class LockWithFencingTest {
  private long nanos;
  private final History<LockWithFencing.Op, LockWithFencing.Answer> history =
      new History<>(() -> nanos += 1_000_000);
  private final Linearizability<LockWithFencing.State, LockWithFencing.Op, LockWithFencing.Answer>
      rule = Linearizability.of(new LockWithFencing()).perKey(LockWithFencing.Op::key);

  @Test
  void lockPassesFromOneToTheNext() {
    did("c1", new Acquire("/l", "c1"), new Acquired(3));
    did("c1", new Write("/l", 3), new Accepted());
    did("c1", new Release("/l", "c1"), new Released());
    did("c2", new Acquire("/l", "c2"), new Acquired(7));
    did("c2", new Write("/l", 7), new Accepted());
    did("c1", new Write("/l", 3), new Refused());

    assertDoesNotThrow(() -> rule.verify(history));
  }

  @Test
  void secondHolderIsWrong() {
    did("c1", new Acquire("/l", "c1"), new Acquired(3));
    did("c2", new Acquire("/l", "c2"), new Acquired(7));

    ViolationError violation = assertThrows(ViolationError.class, () -> rule.verify(history));

    assertEquals(
        """
        lock with fencing /l is not linearizable: no order of the calls until 0.004 s explains \
        these answers together
          #1 c1: c1 acquires /l -> token 3, from 0.001 s to 0.002 s
          #2 c2: c2 acquires /l -> token 7, from 0.003 s to 0.004 s
          just before 0.004 s the state could only be held by c1 with token 3 given and token 0 \
        seen""",
        violation.getMessage());
  }

  @Test
  void lockMayEndWithTheSessionOfItsHolder() {
    did("c1", new Acquire("/l", "c1"), new Acquired(3));
    history.begin("c1", new Release("/l", "c1")).unknown();
    did("c2", new Acquire("/l", "c2"), new Acquired(7));

    assertDoesNotThrow(() -> rule.verify(history));
  }

  @Test
  void acquisitionOfUnknownFateMayHaveTakenTheLock() {
    history.begin("c1", new Acquire("/l", "c1")).unknown();
    did("c1", new Release("/l", "c1"), new Released());
    did("c2", new Acquire("/l", "c2"), new Acquired(2));

    assertDoesNotThrow(() -> rule.verify(history));
  }

  @Test
  void tokenThatDoesNotGrowIsWrong() {
    did("c1", new Acquire("/l", "c1"), new Acquired(3));
    did("c1", new Release("/l", "c1"), new Released());
    did("c2", new Acquire("/l", "c2"), new Acquired(3));

    assertThrows(ViolationError.class, () -> rule.verify(history));
  }

  @Test
  void writeWithAnOldTokenMustBeRefused() {
    did("c1", new Acquire("/l", "c1"), new Acquired(3));
    did("c1", new Release("/l", "c1"), new Released());
    did("c2", new Acquire("/l", "c2"), new Acquired(7));
    did("c2", new Write("/l", 7), new Accepted());
    did("c1", new Write("/l", 3), new Accepted());

    assertThrows(ViolationError.class, () -> rule.verify(history));
  }

  @Test
  void writeMustNotBeRefusedForNothing() {
    did("c1", new Acquire("/l", "c1"), new Acquired(3));
    did("c1", new Write("/l", 3), new Refused());

    assertThrows(ViolationError.class, () -> rule.verify(history));
  }

  private void did(String process, LockWithFencing.Op operation, LockWithFencing.Answer answer) {
    history.begin(process, operation).ok(answer);
  }
}
