package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchEvent.Gap;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.SinceServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Watches that stay: persistent and recursive. */
@EveryHandler
@SinceServer("3.6")
class LastingWatchTest extends ClientSuite {

  @Test
  void persistentWatchHearsTheNodeAndItsListOfChildren() throws Exception {
    ZkClient zk = connect();
    Watch watch = zk.watch("/a", WatchMode.PERSISTENT);

    zk.create("/a", NOTHING);
    zk.set("/a", bytes("x"));
    zk.create("/a/b", NOTHING);
    zk.set("/a/b", bytes("y"));
    zk.delete("/a/b");
    zk.delete("/a");

    assertEquals(new WatchEvent.Created("/a"), watch.next());
    assertEquals(new WatchEvent.DataChanged("/a"), watch.next());
    assertEquals(new WatchEvent.ChildrenChanged("/a"), watch.next());
    assertEquals(new WatchEvent.ChildrenChanged("/a"), watch.next());
    assertEquals(new WatchEvent.Deleted("/a"), watch.next());
    assertTrue(watch.isActive());
  }

  @Test
  void recursiveWatchHearsAllBelow() throws Exception {
    ZkClient zk = connect();
    Told<WatchEvent> told = new Told<>();
    zk.watch("/a", WatchMode.PERSISTENT_RECURSIVE, told::add);

    zk.create("/a", NOTHING);
    zk.create("/a/b", NOTHING);
    zk.create("/ab", NOTHING);
    zk.set("/a/b", bytes("y"));
    zk.delete("/a/b");

    assertEquals(new WatchEvent.Created("/a"), told.next());
    assertEquals(new WatchEvent.Created("/a/b"), told.next());
    assertEquals(new WatchEvent.DataChanged("/a/b"), told.next());
    assertEquals(new WatchEvent.Deleted("/a/b"), told.next());
    zk.sync("/");
    assertEquals(List.of(), told.rest());
  }

  /** Before 3.8.4 and 3.9.2 servers told of every znode (ZOOKEEPER-4799, CVE-2024-23944). */
  @Test
  @SinceServer("3.9.2")
  void eventsOfZnodesThatMayNotBeReadAreKeptBack() throws Exception {
    ZkClient owner = connect(options().authenticate(Authentication.digest("alice", "secret")));
    ZkClient stranger = connect();
    owner.create("/a", NOTHING);
    owner.create("/a/closed", NOTHING, CreateOptions.PERSISTENT.withAcl(Acl.CREATOR_ALL));
    owner.create("/a/open", NOTHING);
    stranger.sync("/a");
    try (Watch watch = stranger.watch("/a", WatchMode.PERSISTENT_RECURSIVE)) {

      owner.set("/a/closed", bytes("x"));
      owner.set("/a/open", bytes("y"));

      assertEquals(new WatchEvent.DataChanged("/a/open"), watch.next());
    }
  }

  @Test
  void recursiveWatchOnTheRootHearsAll() throws Exception {
    ZkClient zk = connect();
    try (Watch watch = zk.watch("/", WatchMode.PERSISTENT_RECURSIVE)) {

      zk.create("/a/b", NOTHING, CreateOptions.PERSISTENT.withParents());

      assertEquals(new WatchEvent.Created("/a"), watch.next());
      assertEquals(new WatchEvent.Created("/a/b"), watch.next());
    }
  }

  @Test
  void oneShotAndLastingWatchesLiveSideBySide() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Watch lasting = zk.watch("/a", WatchMode.PERSISTENT);
    Watch recursive = zk.watch("/", WatchMode.PERSISTENT_RECURSIVE);
    Watch once = zk.getAndWatch("/a").watch();

    zk.set("/a", bytes("x"));
    zk.set("/a", bytes("y"));

    assertEquals(new WatchEvent.DataChanged("/a"), once.next());
    for (Watch watch : List.of(lasting, recursive)) {
      assertEquals(new WatchEvent.DataChanged("/a"), watch.next());
      assertEquals(new WatchEvent.DataChanged("/a"), watch.next());
    }
  }

  @Test
  void whoIsTooSlowFindsAGap() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Watch watch = zk.watch("/a", WatchMode.PERSISTENT);
    List<AsyncResult<Stat>> sets = new ArrayList<>();

    for (int i = 0; i < 1500; i++) {
      sets.add(zk.async().set("/a", NOTHING));
    }
    for (AsyncResult<Stat> set : sets) {
      set.get();
    }

    assertEquals(new Gap("/a", Gap.Reason.OVERFLOW), watch.next());
    for (int i = 0; i < 999; i++) {
      assertEquals(new WatchEvent.DataChanged("/a"), watch.next());
    }
    zk.delete("/a");
    assertEquals(new WatchEvent.Deleted("/a"), watch.next());
  }

  private static Gap over(String path) {
    return new Gap(path, Gap.Reason.SESSION_OVER);
  }

  @Test
  void sessionsEndIsTheLastEvent() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Told<WatchEvent> told = new Told<>();
    Watch lasting = zk.watch("/a", WatchMode.PERSISTENT);
    Watch once = zk.getAndWatch("/a").watch();
    Watch absent = zk.existsAndWatch("/none").watch();
    zk.watch("/", WatchMode.PERSISTENT_RECURSIVE, told::add);

    Sessions.expire(zk, server);

    // The client may have come back for a moment before the session ended.
    Await.until("the end", LIMIT, () -> lasting.next().equals(over("/a")));
    assertEquals(over("/a"), once.next());
    assertEquals(over("/none"), absent.next());
    Await.until("the end", LIMIT, () -> told.next().equals(over("/")));
    for (Watch watch : List.of(lasting, once, absent)) {
      assertFalse(watch.isActive());
      assertThrows(IllegalStateException.class, watch::next);
      watch.close();
    }
    zk.awaitConnected(LIMIT);
    zk.set("/a", bytes("x"));
    assertEquals(List.of(), told.rest());
  }

  @Test
  void closedClientEndsItsWatches() throws Exception {
    ZkClient zk = connect();
    Watch watch = zk.watch("/a", WatchMode.PERSISTENT);

    zk.close();

    assertEquals(over("/a"), watch.next());
    assertThrows(IllegalStateException.class, watch::next);
  }
}
