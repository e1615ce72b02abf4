package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchListener;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callbacks of the application that take long are reported, with their name. */
@EveryHandler
@Tag("any-server")
class SlowCallbackTest extends ClientSuite {
  private static final Duration SLOW = Duration.ofMillis(100);

  private final Observations observer = new Observations();
  private final CountDownLatch release = new CountDownLatch(1);

  private ZkOptions.Builder observed() {
    return options().observer(observer).slowCallback(SLOW);
  }

  /** Takes longer than it may, by the clock of this world. */
  private static void dawdle() {
    World world = World.current();
    long start = world.nanoTime();
    try {
      Await.until(LIMIT, () -> world.nanoTime() - start > 2 * SLOW.toNanos());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Dawdler implements WatchListener {
    @Override
    public void onEvent(WatchEvent event) {
      dawdle();
    }
  }

  private SlowCallback ended() throws InterruptedException {
    return observer.await(SlowCallback.class, 1).stream()
        .filter(slow -> !slow.isRunning())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void slowWatchListenerIsNamed() throws Exception {
    ZkClient zk = connect(observed());
    zk.existsAndWatch("/a", new Dawdler());

    zk.create("/a", NOTHING);

    SlowCallback slow = ended();
    assertEquals("events", slow.queue());
    assertEquals(Dawdler.class.getName(), slow.listener());
    assertEquals("Created[path=/a]", slow.subject());
    assertTrue(slow.duration().compareTo(SLOW) >= 0, slow.toString());
  }

  @Test
  void slowListenerToAResultIsNamed() throws Exception {
    ZkClient zk = connect(observed());

    zk.async().exists("/").link(ready -> dawdle());

    SlowCallback slow = ended();
    assertEquals("events", slow.queue());
    assertEquals(SlowCallbackTest.class.getName() + "$$Lambda", slow.listener());
    assertEquals("exists /", slow.subject());
  }

  @Test
  void slowStageIsKnownByItsRequest() throws Exception {
    ZkClient zk = connect(observed());

    zk.async().exists("/").thenAccept(stat -> dawdle());

    assertEquals("exists /", ended().subject());
  }

  @Test
  void slowStateListenerIsNamed() throws Exception {
    ZkClient zk = connect(observed());
    zk.onStateChange(change -> dawdle());

    Sessions.disconnect(zk, server);

    SlowCallback slow = ended();
    assertEquals("state", slow.queue());
    assertEquals(SlowCallbackTest.class.getName() + "$$Lambda", slow.listener());
    assertEquals("CONNECTING", slow.subject());
  }

  @Test
  void stuckListenerIsReportedWhileItIsStuck() throws Exception {
    ZkClient zk = connect(observed().sessionTimeout(Duration.ofSeconds(3)));
    zk.existsAndWatch(
        "/a",
        event -> {
          try {
            assertTrue(release.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
        });
    zk.existsAndWatch("/b", event -> {});

    zk.create("/a", NOTHING);
    zk.create("/b", NOTHING);

    SlowCallback stuck = observer.await(SlowCallback.class, 1).get(0);
    assertTrue(stuck.isRunning());
    assertEquals("Created[path=/a]", stuck.subject());
    assertEquals(1, stuck.waiting());
    release.countDown();
    SlowCallback over = ended(observer.await(SlowCallback.class, 2));
    assertTrue(over.duration().compareTo(stuck.duration()) >= 0);
  }

  private static SlowCallback ended(List<SlowCallback> reports) {
    SlowCallback last = reports.get(reports.size() - 1);
    assertFalse(last.isRunning());
    return last;
  }

  @Test
  void quickCallbacksAreNotReported() throws Exception {
    ZkClient zk = connect(options().observer(observer).slowCallback(LIMIT));
    Told<WatchEvent> told = new Told<>();
    zk.existsAndWatch("/a", told::add);
    zk.create("/a", NOTHING);
    told.next();

    zk.exists("/");

    observer.request("exists");
    assertEquals(List.of(), observer.all(SlowCallback.class));
  }
}
