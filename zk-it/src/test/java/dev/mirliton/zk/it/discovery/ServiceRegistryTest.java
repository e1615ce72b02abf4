package dev.mirliton.zk.it.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.discovery.LiveProperties;
import dev.mirliton.zk.discovery.ServiceRegistry;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.SinceServer;
import dev.mirliton.zk.testing.World;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a registration is held, not used
class ServiceRegistryTest extends DiscoverySuite {
  private static final String ADDRESS = "10.0.0.7:8080";
  private static final String NODE = "/shop/" + ADDRESS;

  @Test
  void registeredServerIsAnEphemeralZnodeThatNobodyMayChange() throws Exception {
    try (var here = register()) {
      assertEquals(List.of(ADDRESS), other.children("/shop"));
      assertOwnedBy(zk);
      assertEquals(Acl.READ_ONLY, other.acl(NODE).entries());
    }
  }

  @Test
  void propertiesAreInTheZnodeAndSoIsTheProcessId() throws Exception {
    try (var here = ServiceRegistry.register(zk, "/shop", ADDRESS, Map.of("weight", 3));
        var properties = LiveProperties.follow(other, NODE)) {
      assertEquals(3, properties.get("weight"));
      Number pid = assertInstanceOf(Number.class, properties.get("pid"));
      boolean real = World.current() == World.Real.WORLD;
      long mine = real ? ProcessHandle.current().pid() : zk.recipes().processId();
      assertEquals(mine, pid.longValue());
    }
  }

  @Test
  void processIdOfTheCallerIsKept() throws Exception {
    try (var here = ServiceRegistry.register(zk, "/shop", ADDRESS, Map.of("pid", "none"))) {
      assertEquals("{\"pid\":\"none\"}", new String(other.get(NODE).data(), UTF_8));
    }
  }

  @Test
  void closedRegistrationIsGone() throws Exception {
    Registration here = register();

    here.close();

    assertEquals(List.of(), other.children("/shop"));
    here.close();
  }

  @Test
  void takenAddressIsRefusedAndLeftAlone() throws Exception {
    other.create(NODE, bytes("theirs"), CreateOptions.EPHEMERAL);

    assertThrows(NodeExistsException.class, this::register);

    assertOwnedBy(other);
  }

  @Test
  void secondRegistrationOfAnAddressIsRefusedAndTheFirstStays() throws Exception {
    try (var here = register()) {
      assertThrows(NodeExistsException.class, this::register);

      assertOwnedBy(zk);
    }
  }

  @Test
  void missingServiceIsRefused() {
    assertThrows(
        NoNodeException.class, () -> ServiceRegistry.register(zk, "/nowhere", ADDRESS, Map.of()));
  }

  @Test
  void addressThatCannotNameAZnodeIsRefused() {
    for (String address : List.of("", "a/b", "..")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ServiceRegistry.register(zk, "/shop", address, Map.of()),
          address);
    }
  }

  @Test
  void reconnectKeepsTheZnode() throws Exception {
    try (var here = register()) {
      long before = other.get(NODE).stat().czxid();
      cutOff();
      network.heal();
      zk.awaitConnected(LIMIT);

      assertEquals(before, other.get(NODE).stat().czxid());
    }
  }

  @Test
  void newSessionRegistersAnew() throws Exception {
    try (var here = register()) {
      ZkSession before = zk.session();
      loseSession();
      Await.untilAsserted(LIMIT, () -> assertOwnedBy(zk));

      assertTrue(before != zk.session());
    }
    assertEquals(List.of(), other.children("/shop"));
  }

  @Test
  void deletedZnodeIsRegisteredAnew() throws Exception {
    try (var here = register()) {
      long before = other.get(NODE).stat().czxid();
      other.delete(NODE);

      Await.untilAsserted(
          LIMIT, () -> assertTrue(before < other.get(NODE).stat().czxid(), "not the same"));
      assertOwnedBy(zk);
    }
  }

  @Test
  void endOfAnothersZnodeIsWaitedFor() throws Exception {
    try (var here = register()) {
      cutOff();
      expire();
      try (ZkClient usurper = anotherClient()) {
        usurper.create(NODE, bytes("theirs"), CreateOptions.EPHEMERAL);
        network.heal();
        zk.awaitConnected(LIMIT);
        assertOwnedBy(usurper);
      }

      Await.untilAsserted(LIMIT, () -> assertOwnedBy(zk));
    }
  }

  @Test
  void returnOfAMissingServiceIsWaitedFor() throws Exception {
    try (var here = register()) {
      cutOff();
      other.deleteTree("/shop");
      network.heal();
      zk.awaitConnected(LIMIT);
      other.create("/shop", new byte[0]);

      Await.untilAsserted(LIMIT, () -> assertOwnedBy(zk));
    }
  }

  @Test
  void closeWhileCutOffIsFinishedAfterwards() throws Exception {
    Registration here = register();
    cutOff();

    here.close();
    assertOwnedBy(zk);
    network.heal();

    Await.untilAsserted(LIMIT, () -> assertEquals(List.of(), other.children("/shop")));
    assertEquals(ConnectionState.CONNECTED, zk.state());
  }

  @Test
  void lostAnswerLeavesOneRegistration() throws Exception {
    FutureTask<Registration> registering = registerWithoutAnswers();
    network.heal();

    try (var here = registering.get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      assertEquals(List.of(ADDRESS), other.children("/shop"));
      assertOwnedBy(zk);
    }
    assertEquals(List.of(), other.children("/shop"));
  }

  @Test
  void interruptedRegistrationIsWithdrawn() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    network.blackhole(Direction.TO_CLIENT);
    FutureTask<Registration> registering = new FutureTask<>(this::register);
    Thread thread =
        startThread(
            () -> {
              registering.run();
              over.countDown();
            });
    Await.until("the create", LIMIT, () -> other.exists(NODE).isPresent());
    thread.interrupt();
    assertTrue(over.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
    network.heal();

    Throwable thrown = assertThrows(ExecutionException.class, registering::get).getCause();
    assertInstanceOf(InterruptedException.class, thrown);
    Await.untilAsserted(LIMIT, () -> assertEquals(List.of(), other.children("/shop")));
    zk.awaitConnected(LIMIT);
  }

  @Test
  void closeInACallbackDoesNotWait() throws Exception {
    Registration here = register();
    CompletableFuture<Boolean> closed = new CompletableFuture<>();

    zk.async()
        .exists("/shop")
        .thenAccept(
            stat -> {
              here.close();
              closed.complete(true);
            });

    assertTrue(closed.get(4, TimeUnit.SECONDS));
    Await.untilAsserted(LIMIT, () -> assertEquals(List.of(), other.children("/shop")));
  }

  @Test
  @SinceServer("3.5")
  void nothingIsWatchedOnceClosed() throws Exception {
    register().close();

    Await.untilAsserted(LIMIT, () -> assertEquals(0, watches()));
  }

  @Test
  void closedClientEndsTheRegistration() throws Exception {
    Registration here = register();

    zk.close();

    assertEquals(List.of(), other.children("/shop"));
    here.close();
  }

  private Registration register() throws InterruptedException {
    return ServiceRegistry.register(zk, "/shop", ADDRESS, Map.of());
  }

  private FutureTask<Registration> registerWithoutAnswers() throws InterruptedException {
    network.blackhole(Direction.TO_CLIENT);
    FutureTask<Registration> registering = new FutureTask<>(this::register);
    startThread(registering);
    Await.until("the create", LIMIT, () -> other.exists(NODE).isPresent());
    return registering;
  }

  private void loseSession() throws InterruptedException {
    cutOff();
    expire();
    network.heal();
  }

  private void assertOwnedBy(ZkClient client) throws InterruptedException {
    Stat stat = other.get(NODE).stat();
    ZkSession session = client.session();
    assertNotNull(session);
    assertEquals(session.id(), stat.ephemeralOwner());
  }
}
