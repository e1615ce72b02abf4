package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.SinceServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An event comes before the data that caused it. */
@EveryHandler
@SinceServer("3.6")
class EventOrderTest extends ClientSuite {
  private static final int ROUNDS = 300;

  @Test
  void listenerHearsBeforeTheCompletionThatShowsTheChange() throws Exception {
    ZkClient zk = connect();
    ZkClient writer = connect();
    zk.create("/a", NOTHING);
    AtomicInteger events = new AtomicInteger();
    AtomicInteger tooLate = new AtomicInteger();
    zk.watch("/a", WatchMode.PERSISTENT, event -> events.incrementAndGet());
    Told<String> last = new Told<>();

    for (int i = 0; i < ROUNDS; i++) {
      writer.async().set("/a", NOTHING);
      zk.async()
          .get("/a")
          .thenAccept(
              node -> {
                if (events.get() < node.stat().version()) {
                  tooLate.incrementAndGet();
                }
              });
    }
    writer.sync("/");
    zk.async().get("/a").thenAccept(node -> last.add("version " + node.stat().version()));

    assertEquals("version " + ROUNDS, last.next());
    assertEquals(0, tooLate.get(), "answers that came before their events");
  }

  @Test
  void eventIsThereWhenAReadShowsTheChange() throws Exception {
    ZkClient zk = connect();
    ZkClient writer = connect();
    zk.create("/a", NOTHING);
    try (Watch watch = zk.watch("/a", WatchMode.PERSISTENT)) {
      int seen = 0;

      for (int i = 0; i < ROUNDS; i++) {
        AsyncResult<?> write = writer.async().set("/a", NOTHING);
        int version = zk.get("/a").stat().version();
        for (; seen < version; seen++) {
          assertTrue(watch.next(Duration.ZERO).isPresent(), "the event of version " + (seen + 1));
        }
        write.get();
      }

      assertTrue(seen > 0, "some change was seen");
    }
  }

  @Test
  void eventsComeInTheServersOrder() throws Exception {
    ZkClient zk = connect();
    Told<WatchEvent> told = new Told<>();
    zk.watch("/", WatchMode.PERSISTENT_RECURSIVE, told::add);

    for (int i = 0; i < ROUNDS; i++) {
      zk.async().create("/n" + i, NOTHING);
    }

    for (int i = 0; i < ROUNDS; i++) {
      assertEquals(new WatchEvent.Created("/n" + i), told.next());
    }
  }
}
