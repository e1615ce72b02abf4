package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.Permission;
import dev.mirliton.zk.ReadOp;
import dev.mirliton.zk.ReadResult;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.SinceServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many changes, and many reads, with one request. */
@EveryHandler
@SinceServer("3.4")
class TransactionTest extends ClientSuite {

  @Test
  void eachStepTellsWhatItDid() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("old"));
    zk.create("/gone", NOTHING);

    List<OpResult> results =
        zk.transact(
            Op.create("/b", NOTHING),
            Op.create("/b/seq-", NOTHING, CreateOptions.EPHEMERAL.sequential()),
            Op.set("/a", bytes("new"), Version.ANY),
            Op.check("/a", new Version(1)),
            Op.delete("/gone", Version.ANY));

    assertEquals("/b", assertInstanceOf(OpResult.Created.class, results.get(0)).path());
    assertEquals(
        "/b/seq-0000000000", assertInstanceOf(OpResult.Created.class, results.get(1)).path());
    assertEquals(
        zk.get("/a").stat(), assertInstanceOf(OpResult.Changed.class, results.get(2)).stat());
    assertInstanceOf(OpResult.Checked.class, results.get(3));
    assertInstanceOf(OpResult.Deleted.class, results.get(4));
    assertTrue(zk.exists("/gone").isEmpty());
  }

  @Test
  @SinceServer("3.5.3")
  void stepMayMakeWhatGoesByItself() throws Exception {
    ZkClient zk = connect();

    List<OpResult> results =
        zk.transact(
            Op.create("/c", NOTHING, CreateOptions.CONTAINER),
            Op.create("/t", NOTHING, CreateOptions.ttl(Duration.ofHours(1))));

    assertEquals("/c", assertInstanceOf(OpResult.Created.class, results.get(0)).path());
    assertEquals("/t", assertInstanceOf(OpResult.Created.class, results.get(1)).path());
  }

  @Test
  void refusedStepUndoesAll() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("old"));

    TransactionException refused =
        assertThrows(
            TransactionException.class,
            () ->
                zk.transact(
                    Op.set("/a", bytes("new"), Version.ANY),
                    Op.check("/a", new Version(7)),
                    Op.create("/b", NOTHING)));

    assertEquals(1, refused.index());
    assertEquals(Op.check("/a", new Version(7)), refused.op());
    assertInstanceOf(BadVersionException.class, refused.reason());
    assertEquals("old", text(zk.get("/a")));
    assertTrue(zk.exists("/b").isEmpty());
  }

  @Test
  void laterStepsSeeEarlierOnes() throws Exception {
    ZkClient zk = connect();

    zk.transact(
        Op.create("/a", NOTHING),
        Op.create("/a/b", bytes("x")),
        Op.set("/a/b", bytes("y"), new Version(0)));

    assertEquals("y", text(zk.get("/a/b")));
  }

  @Test
  void noStepsNeedNoServer() throws Exception {
    ZkClient zk = connect();

    assertEquals(List.of(), zk.transact());
    assertEquals(List.of(), zk.readAll(List.of()));
  }

  @Test
  void pathsBeginAtTheViewsRoot() throws Exception {
    ZkClient zk = connect();
    zk.create("/app", NOTHING);
    ZkClient app = zk.rooted("/app");

    List<OpResult> results =
        app.transact(Op.create("/n-", NOTHING, CreateOptions.PERSISTENT.sequential()));
    TransactionException refused =
        assertThrows(
            TransactionException.class, () -> app.transact(Op.delete("/none", Version.ANY)));

    assertEquals(new OpResult.Created("/n-0000000000", null), withoutStat(results.get(0)));
    assertTrue(zk.exists("/app/n-0000000000").isPresent());
    assertEquals("/none", refused.path());
    assertEquals("/none", refused.reason().path());
  }

  private static OpResult withoutStat(OpResult result) {
    return result instanceof OpResult.Created created
        ? new OpResult.Created(created.path(), null)
        : result;
  }

  @Test
  @SinceServer("3.6")
  void eachReadIsForItself() throws Exception {
    ZkClient zk = connect();
    zk.create("/app/a", bytes("x"), CreateOptions.PERSISTENT.withParents());
    ZkClient app = zk.rooted("/app");

    List<ReadResult> found =
        app.readAll(List.of(ReadOp.get("/a"), ReadOp.get("/none"), ReadOp.children("/")));

    assertEquals("x", text(assertInstanceOf(ReadResult.Found.class, found.get(0)).node()));
    var failed = assertInstanceOf(ReadResult.Failed.class, found.get(1));
    assertEquals("/none", assertInstanceOf(NoNodeException.class, failed.reason()).path());
    assertEquals(new ReadResult.Names(List.of("a")), found.get(2));
  }

  @Test
  void refusedTransactionFiresNoWatch() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("old"));
    Watch data = zk.getAndWatch("/a").watch();
    Watch absent = zk.existsAndWatch("/b").watch();
    Watch children = zk.childrenAndWatch("/").watch();

    assertThrows(
        TransactionException.class,
        () ->
            zk.transact(
                Op.set("/a", bytes("new"), Version.ANY),
                Op.create("/b", NOTHING),
                Op.delete("/none", Version.ANY)));
    zk.transact(Op.set("/a", bytes("newer"), new Version(0)), Op.create("/b", NOTHING));

    assertEquals(new WatchEvent.DataChanged("/a"), data.next());
    assertEquals(new WatchEvent.Created("/b"), absent.next());
    assertEquals(new WatchEvent.ChildrenChanged("/"), children.next());
    assertEquals("newer", text(zk.get("/a")));
  }

  @Test
  @SinceServer("3.6")
  void readThatIsNotAllowedDoesNotStopTheOthers() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("x"));
    zk.create(
        "/closed",
        NOTHING,
        CreateOptions.PERSISTENT.withAcl(List.of(Acl.allow(Identity.ANYONE, Permission.ADMIN))));

    List<ReadResult> found =
        zk.readAll(List.of(ReadOp.children("/closed"), ReadOp.get("/closed"), ReadOp.get("/a")));

    for (ReadResult refused : found.subList(0, 2)) {
      assertInstanceOf(
          AccessException.class, assertInstanceOf(ReadResult.Failed.class, refused).reason());
    }
    assertEquals("x", text(assertInstanceOf(ReadResult.Found.class, found.get(2)).node()));
  }

  @Test
  void sequencesAreInTheOrderOfTheTransactions() throws Exception {
    ZkClient zk = connect();
    List<AsyncResult<List<OpResult>>> made = new ArrayList<>();

    for (int i = 0; i < 50; i++) {
      made.add(
          zk.async()
              .transact(List.of(Op.create("/n-", NOTHING, CreateOptions.PERSISTENT.sequential()))));
    }

    for (int i = 0; i < 50; i++) {
      assertEquals(
          new OpResult.Created("/n-%010d".formatted(i), null),
          withoutStat(made.get(i).get().get(0)));
    }
  }
}
