package dev.mirliton.zk.testing.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistoryTest {
  private long nanos;
  private final History<String, String> history = new History<>(() -> nanos);

  @Test
  void everyCallIsALine() {
    nanos = 1_000_000_000L;
    Call<String, String> ok = history.begin("c1", "read");
    Call<String, String> failed = history.begin("c2", "write");
    Call<String, String> unknown = history.begin("c3", "write");
    history.begin("c4", "write");
    nanos = 12_345_000_000L;
    ok.ok("blue");
    failed.failed();
    unknown.unknown();

    assertEquals(
        """
        #1 c1: read -> blue, from 1.000 s to 12.345 s
        #2 c2: write failed without effect, from 1.000 s to 12.345 s
        #3 c3: write, fate unknown, from 1.000 s, given up at 12.345 s
        #4 c4: write, not answered yet, from 1.000 s""",
        history.toString());
  }

  @Test
  void callEndsOnce() {
    Call<String, String> call = history.begin("c1", "read");
    call.unknown();

    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> call.ok("blue"));

    assertEquals(
        "ended before: #1 c1: read, fate unknown, from 0.000 s, given up at 0.000 s",
        refusal.getMessage());
  }

  @Test
  void whatHappensInOneNanosecondKeepsItsOrder() {
    history.begin("c1", "read").ok("blue");
    history.begin("c2", "read");

    List<Recorded<String, String>> calls = history.calls();

    Outcome.Ok<String> first = (Outcome.Ok<String>) calls.get(0).outcome();
    assertTrue(calls.get(0).called().isBefore(first.at()));
    assertTrue(first.at().isBefore(calls.get(1).called()));
  }

  @Test
  void manyThreadsWriteOneHistory() throws Exception {
    long start = System.nanoTime();
    History<String, String> shared = new History<>(() -> System.nanoTime() - start);
    List<Future<?>> done = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        String process = "c" + i;
        done.add(
            threads.submit(
                () -> {
                  for (int j = 0; j < 500; j++) {
                    shared.begin(process, "read").ok("blue");
                  }
                }));
      }
      for (Future<?> one : done) {
        one.get(10, TimeUnit.SECONDS);
      }
    }

    List<Recorded<String, String>> calls = shared.calls();
    assertEquals(4_000, calls.size());
    for (int i = 1; i < calls.size(); i++) {
      assertEquals(i + 1, calls.get(i).number());
      assertTrue(calls.get(i - 1).called().isBefore(calls.get(i).called()));
      assertTrue(calls.get(i - 1).called().nanos() <= calls.get(i).called().nanos());
    }
  }

  @Test
  void timesAreWrittenInSecondsWithAllTheirDigits() {
    assertEquals("0.000 s", new Moment(0, 1).toString());
    assertEquals("12.345 s", new Moment(12_345_000_000L, 1).toString());
    assertEquals("0.000001 s", new Moment(1_000, 1).toString());
    assertEquals("1.000000001 s", new Moment(1_000_000_001L, 1).toString());
    assertEquals("-0.500 s", new Moment(-500_000_000L, 1).toString());
  }
}
