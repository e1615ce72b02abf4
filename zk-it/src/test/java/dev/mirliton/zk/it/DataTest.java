package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.Children;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.NotEmptyException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Test;

/** Reading, replacing and deleting. */
@EveryHandler
class DataTest extends ClientSuite {

  @Test
  void newDataHasTheNextVersion() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("one"));

    Stat stat = zk.set("/a", bytes("two"));

    assertEquals(1, stat.version());
    assertEquals(stat, zk.get("/a").stat());
    assertEquals("two", text(zk.get("/a")));
  }

  @Test
  void otherVersionIsRefused() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("one"));
    Version first = Version.of(zk.get("/a").stat());
    zk.set("/a", bytes("two"), first);

    BadVersionException refused =
        assertThrows(BadVersionException.class, () -> zk.set("/a", bytes("three"), first));
    assertThrows(BadVersionException.class, () -> zk.delete("/a", first));

    assertEquals("/a", refused.path());
    assertEquals("two", text(zk.get("/a")));
  }

  @Test
  void absenceIsOrdinary() throws Exception {
    ZkClient zk = connect();

    assertTrue(zk.exists("/none").isEmpty());
    assertEquals("/none", assertThrows(NoNodeException.class, () -> zk.get("/none")).path());
    assertThrows(NoNodeException.class, () -> zk.set("/none", NOTHING));
    assertThrows(NoNodeException.class, () -> zk.children("/none"));
    assertThrows(NoNodeException.class, () -> zk.delete("/none"));
  }

  @Test
  void childrenAreListedWithTheParentsStat() throws Exception {
    ZkClient zk = connect();
    zk.create("/p", NOTHING);
    zk.create("/p/one", NOTHING);
    zk.create("/p/two", NOTHING);

    Children children = zk.childrenWithStat("/p");

    assertEquals(Set.of("one", "two"), Set.copyOf(children.names()));
    assertEquals(Set.of("one", "two"), Set.copyOf(zk.children("/p")));
    assertEquals(zk.exists("/p").orElseThrow(), children.stat());
    assertEquals(List.of(), zk.children("/p/one"));
  }

  @Test
  void parentIsNotDeleted() throws Exception {
    ZkClient zk = connect();
    zk.create("/p", NOTHING);
    zk.create("/p/c", NOTHING);

    assertThrows(NotEmptyException.class, () -> zk.delete("/p"));

    assertTrue(zk.exists("/p/c").isPresent());
  }

  @Test
  void deletedTreeIsGoneToTheRoot() throws Exception {
    ZkClient zk = connect();
    zk.create("/t/a/b/c", NOTHING, CreateOptions.PERSISTENT.withParents());
    List<AsyncResult<String>> made = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      made.add(zk.async().create("/t/leaf" + i, NOTHING));
    }
    for (AsyncResult<String> leaf : made) {
      leaf.get();
    }

    zk.deleteTree("/t");

    assertTrue(zk.exists("/t").isEmpty());
    zk.deleteTree("/t");
  }

  @Test
  void deletedTreeIsThatOfTheView() throws Exception {
    ZkClient zk = connect();
    zk.create("/a/b", NOTHING, CreateOptions.PERSISTENT.withParents());
    zk.create("/b", NOTHING);

    zk.rooted("/a").deleteTree("/b");

    assertEquals(List.of(), zk.children("/a"));
    assertTrue(zk.exists("/b").isPresent());
  }

  @Test
  void refusedDeletionNamesTheCallersPath() throws Exception {
    ZkClient zk = connect();
    zk.create("/shut/a", NOTHING, CreateOptions.PERSISTENT.withParents());
    zk.setAcl("/shut", Acl.READ_ONLY, Version.ANY);

    AccessException refused = assertThrows(AccessException.class, () -> zk.deleteTree("/shut"));

    assertEquals("/shut", refused.path());
    assertEquals("deleteTree", refused.operation());
  }

  @Test
  void ensuredPathExists() throws Exception {
    ZkClient zk = connect();

    zk.ensurePath("/x/y/z");
    zk.ensurePath("/x/y/z");
    zk.ensurePath("/");

    assertTrue(zk.exists("/x/y/z").isPresent());
  }

  @Test
  void pathIsEnsuredByManyAtOnce() throws Exception {
    ZkClient one = connect();
    ZkClient two = connect();
    List<AsyncResult<Void>> results = new ArrayList<>();

    for (int i = 0; i < 20; i++) {
      results.add((i % 2 == 0 ? one : two).async().ensurePath("/deep/deeper/deepest"));
    }

    for (AsyncResult<Void> result : results) {
      result.get();
    }
    assertTrue(one.exists("/deep/deeper/deepest").isPresent());
  }

  @Test
  void refusedEnsureNamesTheCallersPath() throws Exception {
    ZkClient zk = connect();
    zk.create("/shut", NOTHING, CreateOptions.PERSISTENT.withAcl(Acl.READ_ONLY));

    AccessException refused = assertThrows(AccessException.class, () -> zk.ensurePath("/shut/a"));

    assertEquals("/shut/a", refused.path());
    assertEquals("ensurePath", refused.operation());
  }

  @Test
  void emptyDataIsData() throws Exception {
    ZkClient zk = connect();
    zk.create("/empty", NOTHING);

    Node node = zk.get("/empty");

    assertTrue(node.hasData());
    assertEquals(0, node.data().length);
  }

  @RealWorld("needs the official client, whose threads are real")
  @Test
  void nodeWithoutDataSaysSo() throws Exception {
    ZkClient zk = connect();
    ZooKeeper official = new ZooKeeper(server.connectString(), 10_000, event -> {});
    official.create(
        clients.root() + "/none", null, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
    official.close((int) LIMIT.toMillis());

    Node node = zk.get("/none");

    assertFalse(node.hasData());
    assertEquals(0, node.data().length);
    try (var watched = zk.getAndWatch("/none")) {
      assertFalse(watched.value().hasData());
    }
  }

  @Test
  void largestPacketPasses() throws Exception {
    ZkClient zk = connect();
    byte[] data = new byte[1_000_000];
    data[999_999] = 7;

    zk.create("/large", data);

    assertEquals(7, zk.get("/large").data()[999_999]);
  }
}
