package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Children;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Watches that fire once, taken from a queue and told to a listener. */
@EveryHandler
class OneShotWatchTest extends ClientSuite {

  @Test
  void newDataFiresOnce() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("one"));
    Watched<Node> watched = zk.getAndWatch("/a");
    Watch watch = watched.watch();
    assertEquals("one", text(watched.value()));
    assertTrue(watch.isActive());

    zk.set("/a", bytes("two"));
    zk.set("/a", bytes("three"));

    assertEquals(new WatchEvent.DataChanged("/a"), watch.next());
    assertFalse(watch.isActive());
    assertThrows(IllegalStateException.class, watch::next);
  }

  @Test
  void deletionFiresDataWatches() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Told<WatchEvent> told = new Told<>();
    Watched<Node> watched = zk.getAndWatch("/a");
    zk.getAndWatch("/a", told::add);

    zk.delete("/a");

    assertEquals(new WatchEvent.Deleted("/a"), watched.watch().next());
    assertEquals(new WatchEvent.Deleted("/a"), told.next());
  }

  @Test
  void absentNodeIsNotWatchedByGet() throws Exception {
    ZkClient zk = connect();
    Told<WatchEvent> told = new Told<>();
    assertThrows(NoNodeException.class, () -> zk.getAndWatch("/a", told::add));

    zk.create("/a", NOTHING);
    zk.getAndWatch("/a", told::add);
    zk.delete("/a");

    assertEquals(new WatchEvent.Deleted("/a"), told.next());
    zk.sync("/");
    assertEquals(List.of(), told.rest());
  }

  @Test
  void creationFiresExistWatches() throws Exception {
    ZkClient zk = connect();
    Told<WatchEvent> told = new Told<>();
    Watched<Optional<Stat>> watched = zk.existsAndWatch("/a");
    zk.existsAndWatch("/a", told::add);
    assertTrue(watched.value().isEmpty());

    zk.create("/a", NOTHING);

    assertEquals(new WatchEvent.Created("/a"), watched.watch().next());
    assertEquals(new WatchEvent.Created("/a"), told.next());
  }

  @Test
  void newDataFiresExistWatchesOfAPresentNode() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Watched<Optional<Stat>> watched = zk.existsAndWatch("/a");
    assertTrue(watched.value().isPresent());

    zk.set("/a", bytes("x"));

    assertEquals(new WatchEvent.DataChanged("/a"), watched.watch().next());
  }

  @Test
  void childThatComesFiresChildWatches() throws Exception {
    ZkClient zk = connect();
    zk.create("/p", NOTHING);
    Told<WatchEvent> told = new Told<>();
    Watched<Children> watched = zk.childrenAndWatch("/p");
    zk.childrenAndWatch("/p", told::add);
    assertEquals(List.of(), watched.value().names());

    zk.set("/p", bytes("data is not children"));
    zk.create("/p/c", NOTHING);

    assertEquals(new WatchEvent.ChildrenChanged("/p"), watched.watch().next());
    assertEquals(new WatchEvent.ChildrenChanged("/p"), told.next());
  }

  @Test
  void endOfTheParentFiresChildWatches() throws Exception {
    ZkClient zk = connect();
    zk.create("/p", NOTHING);
    Watched<Children> watched = zk.childrenAndWatch("/p");

    zk.delete("/p");

    assertEquals(new WatchEvent.Deleted("/p"), watched.watch().next());
  }

  @Test
  void severalHandlesOnOnePathAllHear() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Watch first = zk.getAndWatch("/a").watch();
    Watch second = zk.existsAndWatch("/a").watch();
    Watch closed = zk.getAndWatch("/a").watch();
    closed.close();

    zk.set("/a", bytes("x"));

    assertEquals(new WatchEvent.DataChanged("/a"), first.next());
    assertEquals(new WatchEvent.DataChanged("/a"), second.next());
    assertThrows(IllegalStateException.class, closed::next);
  }

  @Test
  void nothingHappensInTime() throws Exception {
    ZkClient zk = connect();

    try (var watched = zk.existsAndWatch("/a")) {
      assertEquals(Optional.empty(), watched.watch().next(Duration.ofMillis(20)));
      assertEquals(Optional.empty(), watched.watch().next(Duration.ZERO));
      assertEquals("/a", watched.watch().path());
    }
  }

  @Test
  void anyLimitWillDo() throws Exception {
    ZkClient zk = connect();
    Watch watch = zk.existsAndWatch("/a").watch();
    zk.create("/a", NOTHING);

    Optional<WatchEvent> event = watch.next(Duration.ofSeconds(Long.MAX_VALUE));

    assertEquals(Optional.of(new WatchEvent.Created("/a")), event);
  }

  @Test
  void listenerTakenBackHearsNothing() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Told<WatchEvent> back = new Told<>();
    Told<WatchEvent> stays = new Told<>();
    var observed = zk.getAndWatch("/a", back::add);
    zk.getAndWatch("/a", stays::add);

    observed.close();
    observed.close();
    zk.set("/a", bytes("x"));

    stays.next();
    assertEquals(List.of(), back.rest());
  }

  @Test
  void listenerThatThrowsHarmsNobody() throws Exception {
    ZkClient zk = connect();
    Told<WatchEvent> told = new Told<>();
    zk.existsAndWatch(
        "/a",
        event -> {
          throw new IllegalStateException("a listener that throws on purpose");
        });
    zk.existsAndWatch("/a", told::add);

    zk.create("/a", NOTHING);

    assertEquals(new WatchEvent.Created("/a"), told.next());
  }

  @Test
  void waiterIsWokenByClose() throws Exception {
    ZkClient zk = connect();
    Watch watch = zk.existsAndWatch("/a").watch();
    Told<Throwable> outcome = new Told<>();
    Thread waiter =
        World.current()
            .startThread(
                "waiter",
                () -> outcome.add(assertThrows(IllegalStateException.class, watch::next)));

    watch.close();

    assertTrue(String.valueOf(outcome.next().getMessage()).contains("/a"));
    waiter.join();
  }
}
