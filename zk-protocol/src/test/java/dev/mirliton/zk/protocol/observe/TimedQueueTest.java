package dev.mirliton.zk.protocol.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.ClientObserver;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.ListenerCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TimedQueueTest {
  @RegisterExtension private final Log log = new Log();

  private final ManualHandler handler = new ManualHandler();
  private final List<SlowCallback> reports = new ArrayList<>();
  private final Observation observation =
      new Observation(
          handler,
          ZkOptions.to("zk1").slowCallback(Duration.ofMillis(100)).observer(new Kept()).build(),
          "session 0x1");
  private final CallbackQueue queue = observation.timedQueue("events");

  private final class Kept implements ClientObserver {
    @Override
    public void onSlowCallback(SlowCallback callback) {
      reports.add(callback);
    }
  }

  /** A callback with a name. */
  private record Call(Runnable body) implements ListenerCall {
    @Override
    public void run() {
      body.run();
    }

    @Override
    public Object listener() {
      return this;
    }

    @Override
    public String subject() {
      return "get /a";
    }
  }

  private void run(Runnable body) {
    queue.add(new Call(body));
    handler.runCallbacks();
  }

  private void pass(long ms) {
    handler.advance(Duration.ofMillis(ms));
  }

  private static String line(String what, int waiting) {
    return "WARN session 0x1: a callback %s, %d wait behind it: %s, told of get /a%s"
        .formatted(what, waiting, Call.class.getName(), "%s (docs/errors.md#slow-callback)");
  }

  @Test
  void callbackBelowTheLimitIsNotReported() {
    run(() -> pass(99));

    assertEquals(List.of(), reports);
    assertEquals(List.of(), log.lines());
  }

  @Test
  void callbackThatTookLongIsReportedWithThoseWhoWait() {
    queue.add(new Call(() -> pass(250)));
    queue.add(new Call(() -> {}));
    queue.add(new Call(() -> {}));

    handler.runCallbacks();

    assertEquals(
        List.of(
            new SlowCallback(
                "events", Call.class.getName(), "get /a", Duration.ofMillis(250), 2, false)),
        reports);
    assertEquals(List.of(line("ran on queue events for 250 ms", 2).formatted("")), log.lines());
  }

  @Test
  void callbackThatThrowsIsTimedToo() {
    queue.add(
        new Call(
            () -> {
              pass(100);
              throw new IllegalStateException("on purpose");
            }));

    assertThrows(IllegalStateException.class, handler::runCallbacks);

    handler.runCallbacks();
    assertEquals(1, reports.size());
  }

  @Test
  void manySlowCallbacksAreOneLineAMinute() {
    for (int i = 0; i < 5; i++) {
      run(() -> pass(10_000));
    }
    assertEquals(List.of(line("ran on queue events for 10.0 s", 0).formatted("")), log.lines());

    pass(20_000);
    run(() -> pass(10_000));

    assertEquals(
        List.of(
            line("ran on queue events for 10.0 s", 0)
                .formatted("; so did 4 others since the last such line")),
        log.lines());
    assertEquals(6, reports.size());
  }

  @Test
  void stuckCallbackIsReportedWhenItHasRunTwiceAsLongAgain() {
    List<String> whileItRan = new ArrayList<>();
    run(
        () -> {
          for (int second = 0; second < 10; second++) {
            observation.checkCallbacks();
            whileItRan.addAll(log.lines());
            pass(1_000);
          }
        });

    String running = "has been running on queue events for ";
    assertEquals(
        List.of(
            line(running + "1.0 s", 0).formatted(""),
            line(running + "2.0 s", 0).formatted(""),
            line(running + "4.0 s", 0).formatted(""),
            line(running + "8.0 s", 0).formatted("")),
        whileItRan);
    assertEquals(List.of(line("ran on queue events for 10.0 s", 0).formatted("")), log.lines());
    assertEquals(
        List.of(true, true, true, true, false),
        reports.stream().map(SlowCallback::isRunning).toList());
  }

  @Test
  void endOfAStuckCallbackIsToldThoughThereWasALineNotLongAgo() {
    run(() -> pass(200));
    log.lines();

    run(
        () -> {
          pass(200);
          observation.checkCallbacks();
          log.lines();
        });

    assertEquals(List.of(line("ran on queue events for 200 ms", 0).formatted("")), log.lines());
  }

  @Test
  void idleQueueIsNotReported() {
    run(() -> {});
    pass(10_000);

    observation.checkCallbacks();

    assertEquals(List.of(), log.lines());
  }
}
