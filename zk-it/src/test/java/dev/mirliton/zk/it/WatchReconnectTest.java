package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchEvent.Gap;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.SinceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What watches hear when the connection goes away and comes back. */
@EveryHandler
class WatchReconnectTest extends ClientSuite {

  private static void cutAndReturn(ZkClient zk, FaultProxy proxy) throws InterruptedException {
    Told<StateChange> changes = Told.by(zk);
    proxy.cut();
    Told.await(changes, ConnectionState.SUSPENDED);
    Told.await(changes, ConnectionState.CONNECTED);
  }

  @Test
  void everyKindSurvives() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      zk.create("/a", NOTHING);
      Watch data = zk.getAndWatch("/a").watch();
      Watch exist = zk.existsAndWatch("/new").watch();
      Watch child = zk.childrenAndWatch("/a").watch();

      cutAndReturn(zk, proxy);
      zk.set("/a", bytes("x"));
      zk.create("/a/b", NOTHING);
      zk.create("/new", NOTHING);

      assertEquals(new WatchEvent.DataChanged("/a"), data.next());
      assertEquals(new WatchEvent.Created("/new"), exist.next());
      assertEquals(new WatchEvent.ChildrenChanged("/a"), child.next());
    }
  }

  @Test
  @SinceServer("3.6")
  void everyLastingKindSurvives() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      zk.create("/a", NOTHING);
      zk.create("/r", NOTHING);

      survive(zk, proxy, "/a", "/r");
    }
  }

  @Test
  @SinceServer("3.9")
  void kindsOnOnePathSurvive() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      zk.create("/a", NOTHING);
      Watch data = zk.getAndWatch("/a").watch();
      Watch child = zk.childrenAndWatch("/a").watch();

      survive(zk, proxy, "/a", "/a");

      assertEquals(new WatchEvent.DataChanged("/a"), data.next());
      assertEquals(new WatchEvent.ChildrenChanged("/a"), child.next());
    }
  }

  private static void survive(ZkClient zk, FaultProxy proxy, String one, String tree)
      throws InterruptedException {
    Watch lasting = zk.watch(one, WatchMode.PERSISTENT);
    Watch recursive = zk.watch(tree, WatchMode.PERSISTENT_RECURSIVE);

    cutAndReturn(zk, proxy);
    assertEquals(new Gap(one, Gap.Reason.RECONNECTED), lasting.next());
    assertEquals(new Gap(tree, Gap.Reason.RECONNECTED), recursive.next());
    for (String path : new TreeSet<>(List.of(one, tree))) {
      zk.set(path, bytes("x"));
      zk.create(path + "/b", NOTHING);
    }

    assertEquals(new WatchEvent.DataChanged(one), lasting.next());
    assertEquals(new WatchEvent.ChildrenChanged(one), lasting.next());
    assertEquals(new WatchEvent.DataChanged(tree), recursive.next());
    assertEquals(new WatchEvent.Created(tree + "/b"), recursive.next());
  }

  @Test
  @SinceServer("3.4")
  void changesMeanwhileSurface() throws Exception {
    ZkClient other = connect();
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      other.create("/changed", NOTHING);
      other.create("/deleted", NOTHING);
      other.create("/parent", NOTHING);
      Watch changed = zk.getAndWatch("/changed").watch();
      Watch deleted = zk.existsAndWatch("/deleted").watch();
      Watch created = zk.existsAndWatch("/created").watch();
      Watch parent = zk.childrenAndWatch("/parent").watch();
      Told<StateChange> changes = Told.by(zk);

      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);
      other.set("/changed", bytes("x"));
      other.delete("/deleted");
      other.create("/created", NOTHING);
      other.create("/parent/child", NOTHING);
      proxy.heal();

      assertEquals(new WatchEvent.DataChanged("/changed"), changed.next());
      assertEquals(new WatchEvent.Deleted("/deleted"), deleted.next());
      assertEquals(new WatchEvent.Created("/created"), created.next());
      assertEquals(new WatchEvent.ChildrenChanged("/parent"), parent.next());
    }
  }

  @Test
  @SinceServer("3.4")
  void morePathsThanOneRequestHoldsSurvive() throws Exception {
    ZkClient other = connect();
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      List<Watch> watches = moreThanOneRequestHolds(zk);

      cutAndReturn(zk, proxy);
      for (int i : new int[] {0, 700, 1999}) {
        other.create(watches.get(i).path(), NOTHING);
      }

      for (int i : new int[] {0, 700, 1999}) {
        assertEquals(new WatchEvent.Created(watches.get(i).path()), watches.get(i).next());
      }
    }
  }

  @Test
  @SinceServer("3.6")
  void lastingWatchAmongThemSurvivesToo() throws Exception {
    ZkClient other = connect();
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      List<Watch> watches = moreThanOneRequestHolds(zk);
      Watch lasting = zk.watch("/", WatchMode.PERSISTENT);

      cutAndReturn(zk, proxy);
      // What happens before the server knows the lasting watch again is no event but the gap.
      assertEquals(new Gap("/", Gap.Reason.RECONNECTED), lasting.next());
      other.create(watches.get(700).path(), NOTHING);

      assertEquals(new WatchEvent.Created(watches.get(700).path()), watches.get(700).next());
      assertEquals(new WatchEvent.ChildrenChanged("/"), lasting.next());
    }
  }

  private static List<Watch> moreThanOneRequestHolds(ZkClient zk) throws InterruptedException {
    String long200 = "n".repeat(200);
    List<AsyncResult<Watched<Optional<Stat>>>> asked = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      asked.add(zk.async().existsAndWatch("/" + long200 + i));
    }
    List<Watch> watches = new ArrayList<>();
    for (var result : asked) {
      watches.add(result.get().watch());
    }
    return watches;
  }

  @Test
  void watchClosedMeanwhileIsNotSetAgain() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      Watch closed = zk.existsAndWatch("/closed").watch();
      Watch stays = zk.existsAndWatch("/stays").watch();
      Told<StateChange> changes = Told.by(zk);

      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);
      closed.close();
      proxy.heal();
      Told.await(changes, ConnectionState.CONNECTED);
      zk.create("/stays", NOTHING);
      stays.next();

      assertFalse(ask("wchp").contains(clients.root() + "/closed"));
    }
  }
}
