package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.history.Register.CompareAndSet;
import dev.mirliton.zk.testing.history.Register.Read;
import dev.mirliton.zk.testing.history.Register.Value;
import dev.mirliton.zk.testing.history.Register.Write;
import dev.mirliton.zk.testing.history.Register.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  private static final Linearizability<Value, Register.Op, Register.Answer> RULE =
      Linearizability.of(Register.startingAt("red", 0)).perKey(Register.Op::key);

  private long nanos;
  private final History<Register.Op, Register.Answer> history = new History<>(() -> nanos);

  @Test
  void emptyHistoryIsLinearizable() {
    assertDoesNotThrow(() -> RULE.verify(history));
  }

  @Test
  void overlappingReadMaySeeEither() {
    var write = begin(0, "c1", new Write("/a", "blue"));
    var read = begin(1, "c2", new Read("/a"));
    ok(2, write, new Written(1));
    ok(3, read, new Value("red", 0));

    assertDoesNotThrow(() -> RULE.verify(history));
  }

  @Test
  void staleReadIsNamedWithTheWriteItMissed() {
    ok(1, begin(0, "c3", new Read("/b")), new Value("red", 0));
    ok(2, begin(1, "c1", new Write("/a", "blue")), new Written(1));
    ok(4, begin(3, "c2", new Read("/a")), new Value("red", 0));

    ViolationError violation = assertThrows(ViolationError.class, () -> RULE.verify(history));

    assertEquals(
        """
        register /a is not linearizable: no order of the calls until 0.004 s explains these \
        answers together
          #2 c1: write blue to /a -> version 1, from 0.001 s to 0.002 s
          #3 c2: read /a -> red at version 0, from 0.003 s to 0.004 s
          just before 0.004 s the state could only be blue at version 1""",
        violation.getMessage());
  }

  @Test
  void newAnswerBeforeAnOldOneIsNamedAndSoIsWhatRanThen() {
    begin(0, "c1", new Write("/a", "blue"));
    ok(2, begin(1, "c2", new Read("/a")), new Value("blue", 1));
    ok(4, begin(3, "c3", new Read("/a")), new Value("red", 0));

    ViolationError violation = assertThrows(ViolationError.class, () -> RULE.verify(history));

    assertEquals(
        List.of(
            "#2 c2: read /a -> blue at version 1, from 0.001 s to 0.002 s",
            "#3 c3: read /a -> red at version 0, from 0.003 s to 0.004 s",
            "just before 0.004 s the state could only be blue at version 1",
            "other calls that may have taken effect about then:",
            "#1 c1: write blue to /a, not answered yet, from 0.000 s"),
        violation.evidence());
  }

  @Test
  void callOfUnknownFateMayTakeEffectAfterEverythingElse() {
    begin(0, "c1", new Write("/a", "blue")).unknown();
    ok(20, begin(10, "c2", new Read("/a")), new Value("red", 0));
    ok(40, begin(30, "c2", new Read("/a")), new Value("blue", 1));

    assertDoesNotThrow(() -> RULE.verify(history));
  }

  @Test
  void callOfUnknownFateTakesEffectOnceOnly() {
    begin(0, "c1", new CompareAndSet("/a", 0, "blue")).unknown();
    ok(2, begin(1, "c2", new Read("/a")), new Value("blue", 1));
    ok(4, begin(3, "c2", new Write("/a", "red")), new Written(2));
    ok(6, begin(5, "c2", new Read("/a")), new Value("blue", 3));

    assertThrows(ViolationError.class, () -> RULE.verify(history));
  }

  @Test
  void failedCallHasNoEffect() {
    begin(0, "c1", new Write("/a", "blue")).failed();
    ok(2, begin(1, "c2", new Read("/a")), new Value("blue", 1));

    assertThrows(ViolationError.class, () -> RULE.verify(history));
  }

  @Test
  void searchThatReachesItsLimitSaysThatItDoesNotKnow() {
    List<Recorded<Register.Op, Register.Answer>> calls = longHistory(100, 0).calls();

    Verdict<Register.Op, Register.Answer> verdict =
        Linearizability.of(TrueRegister.model()).stepLimit(20).judge(calls);

    Verdict.Undecided<?, ?> undecided = assertInstanceOf(Verdict.Undecided.class, verdict);
    assertTrue(
        undecided.reason().startsWith("undecided whether register is linearizable: after 20 steps"),
        undecided.reason());
  }

  @Test
  void undecidedIsNeverTakenForRight() {
    var wide = longHistory(100, 0);

    assertThrows(
        UndecidedError.class,
        () -> Linearizability.of(TrueRegister.model()).stepLimit(20).verify(wide));
  }

  @Test
  void hundredCallsAtATimeAreJudged() {
    List<Call<Register.Op, Register.Answer>> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      writes.add(begin(1, "c" + i, new Write("/a", "v" + i)));
    }
    for (int i = 0; i < 100; i++) {
      ok(2, writes.get(i), new Written(100 - i));
    }
    ok(4, begin(3, "c1", new Read("/a")), new Value("v0", 100));
    assertDoesNotThrow(() -> RULE.verify(history));

    ok(6, begin(5, "c1", new Read("/a")), new Value("v99", 100));

    assertThrows(ViolationError.class, () -> RULE.verify(history));
  }

  @Test
  void thousandsOfCallsAreJudgedWithinTheLimit() {
    for (double chanceToGiveUp : new double[] {0, 0.01, 0.05}) {
      History<Register.Op, Register.Answer> wide = longHistory(4_000, chanceToGiveUp);

      assertDoesNotThrow(() -> Linearizability.of(TrueRegister.model()).verify(wide));
    }
  }

  @Test
  void lateFaultAmongThousandsOfCallsIsFoundWithinTheLimit() {
    List<Recorded<Register.Op, Register.Answer>> calls =
        new ArrayList<>(longHistory(3_000, 0.01).calls());
    int last = calls.size() - 1;
    while (!(calls.get(last).outcome() instanceof Outcome.Ok<Register.Answer> ok
        && ok.result() instanceof Value)) {
      last--;
    }
    Recorded<Register.Op, Register.Answer> read = calls.get(last);
    Moment at = ((Outcome.Ok<Register.Answer>) read.outcome()).at();
    calls.set(
        last,
        new Recorded<>(
            read.number(),
            read.process(),
            read.operation(),
            read.called(),
            new Outcome.Ok<>(new Value("v0", 0), at)));

    Verdict<Register.Op, Register.Answer> verdict =
        Linearizability.of(TrueRegister.model()).judge(calls);

    Verdict.Violated<?, ?> violated = assertInstanceOf(Verdict.Violated.class, verdict);
    assertTrue(
        violated.offenders().stream().anyMatch(call -> call.number() == read.number()),
        violated.error().getMessage());
  }

  private static History<Register.Op, Register.Answer> longHistory(
      int calls, double chanceToGiveUp) {
    TrueRegister truth = new TrueRegister();
    return new RandomHistory<>(
            new SplittableRandom(7), truth, truth::anyOperation, 10, chanceToGiveUp)
        .of(calls);
  }

  private Call<Register.Op, Register.Answer> begin(long ms, String process, Register.Op operation) {
    nanos = ms * 1_000_000;
    return history.begin(process, operation);
  }

  private void ok(long ms, Call<Register.Op, Register.Answer> call, Register.Answer answer) {
    nanos = ms * 1_000_000;
    call.ok(answer);
  }
}
