package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Acl;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Created;
import dev.mirliton.zk.NoChildrenForEphemeralsException;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.SinceServer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Creating znodes, of every lifetime and with every option. */
@EveryHandler
class CreateTest extends ClientSuite {

  @Test
  void createdDataIsRead() throws Exception {
    ZkClient zk = connect();

    String path = zk.create("/colour", bytes("blue"));

    assertEquals("/colour", path);
    assertEquals("blue", text(zk.get("/colour")));
  }

  @Test
  void persistentNodeOutlivesItsSession() throws Exception {
    ZkClient first = connect();
    first.create("/stays", bytes("here"), CreateOptions.PERSISTENT);

    first.close();

    assertEquals("here", text(connect().get("/stays")));
  }

  @Test
  void ephemeralNodeEndsWithItsSession() throws Exception {
    ZkClient witness = connect();
    ZkClient owner = connect();
    owner.create("/goes", NOTHING, CreateOptions.EPHEMERAL);
    ZkSession session = Objects.requireNonNull(owner.session());
    assertEquals(session.id(), witness.exists("/goes").orElseThrow().ephemeralOwner());

    owner.close();

    assertTrue(witness.exists("/goes").isEmpty());
  }

  @Test
  void sequenceNumbersGrow() throws Exception {
    ZkClient zk = connect();

    String first = zk.create("/item-", NOTHING, CreateOptions.PERSISTENT.sequential());
    String second = zk.create("/item-", NOTHING, CreateOptions.EPHEMERAL.sequential());

    assertTrue(first.matches("/item-\\d{10}"), first);
    assertTrue(second.matches("/item-\\d{10}"), second);
    assertTrue(first.compareTo(second) < 0, first + " before " + second);
  }

  @Test
  void trailingSlashGivesTheNumberAlone() throws Exception {
    ZkClient zk = connect();
    zk.create("/queue", NOTHING);

    String path = zk.create("/queue/", NOTHING, CreateOptions.PERSISTENT.sequential());

    assertEquals("/queue/0000000000", path);
    assertTrue(zk.exists(path).isPresent());
  }

  @Test
  void trailingSlashMakesParentsToo() throws Exception {
    ZkClient zk = connect();

    String path = zk.create("/a/b/", NOTHING, CreateOptions.PERSISTENT.sequential().withParents());

    assertEquals("/a/b/0000000000", path);
  }

  @Test
  @SinceServer("3.5.1")
  void containerGoesAfterItsLastChild() throws Exception {
    ZkClient zk = connect();
    zk.create("/jobs", NOTHING, CreateOptions.CONTAINER);
    zk.create("/jobs/one", NOTHING);

    zk.delete("/jobs/one");

    Await.until("the container to go", LIMIT, () -> zk.exists("/jobs").isEmpty());
  }

  @Test
  @SinceServer("3.5.3")
  void nodeWithTimeToLiveGoesWhenUnchanged() throws Exception {
    ZkClient zk = connect();

    zk.create("/brief", bytes("x"), CreateOptions.ttl(Duration.ofMillis(50)));

    Await.until("the znode to go", LIMIT, () -> zk.exists("/brief").isEmpty());
  }

  @Test
  @SinceServer("3.5.3")
  void nodeWithTimeToLiveCanBeSequential() throws Exception {
    ZkClient zk = connect();

    String path =
        zk.create("/brief-", bytes("x"), CreateOptions.ttl(Duration.ofHours(1)).sequential());

    assertTrue(path.matches("/brief-\\d{10}"), path);
    assertEquals("x", text(zk.get(path)));
  }

  @Test
  void missingParentsAreMade() throws Exception {
    ZkClient zk = connect();

    zk.create("/a/b/c", bytes("leaf"), CreateOptions.EPHEMERAL.withParents());

    assertEquals("leaf", text(zk.get("/a/b/c")));
    assertEquals(0, zk.exists("/a/b").orElseThrow().ephemeralOwner());
    assertEquals(0, zk.get("/a").data().length);
  }

  @Test
  void parentsThatAreThereAreKept() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("kept"));

    zk.create("/a/b", NOTHING, CreateOptions.PERSISTENT.withParents());

    assertEquals("kept", text(zk.get("/a")));
  }

  @Test
  @SinceServer("3.5.3")
  void createdStatIsTheNodesStat() throws Exception {
    ZkClient zk = connect();

    for (CreateOptions options :
        List.of(
            CreateOptions.PERSISTENT,
            CreateOptions.EPHEMERAL.sequential(),
            CreateOptions.CONTAINER,
            CreateOptions.ttl(Duration.ofHours(1)),
            CreateOptions.PERSISTENT.withParents())) {
      String parent = zk.create("/p-", NOTHING, CreateOptions.PERSISTENT.sequential());

      Created created = zk.createWithStat(parent + "/n", bytes("data"), options);

      assertEquals(zk.exists(created.path()).orElseThrow(), created.stat(), options.toString());
      assertEquals(4, created.stat().dataLength());
      assertArrayEquals(bytes("data"), zk.get(created.path()).data());
    }
  }

  @Test
  void existingNodeIsNamed() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("old"));

    NodeExistsException refused =
        assertThrows(NodeExistsException.class, () -> zk.create("/a", bytes("new")));

    assertEquals("/a", refused.path());
    assertEquals("create", refused.operation());
    assertEquals(-110, refused.code());
    assertEquals("old", text(zk.get("/a")));
  }

  @Test
  void missingParentIsNamed() throws Exception {
    ZkClient zk = connect();

    NoNodeException refused =
        assertThrows(NoNodeException.class, () -> zk.create("/no/child", NOTHING));

    assertEquals("/no/child", refused.path());
  }

  @Test
  void ephemeralNodeHasNoChildren() throws Exception {
    ZkClient zk = connect();
    zk.create("/e", NOTHING, CreateOptions.EPHEMERAL);

    assertThrows(
        NoChildrenForEphemeralsException.class,
        () -> zk.create("/e/child", NOTHING, CreateOptions.PERSISTENT.withParents()));
  }

  @Test
  void failureWithParentsNamesTheCallersPath() throws Exception {
    ZkClient zk = connect();
    zk.create("/shut", NOTHING, CreateOptions.PERSISTENT.withAcl(Acl.READ_ONLY));

    AccessException refused =
        assertThrows(
            AccessException.class,
            () -> zk.create("/shut/a/b", NOTHING, CreateOptions.PERSISTENT.withParents()));

    assertEquals("/shut/a/b", refused.path());
    assertEquals("create", refused.operation());
    assertFalse(
        String.valueOf(refused.getMessage()).contains(clients.root()), refused.getMessage());
  }
}
