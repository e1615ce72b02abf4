package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Watch;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.World;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Callers that are interrupted while they wait. */
@EveryHandler
class InterruptTest extends ClientSuite {

  /** How a thread is started. */
  private interface Kind {
    Thread start(Runnable body);

    static List<Kind> ofThisWorld() {
      World world = World.current();
      Kind plain = body -> world.startThread("waiter", body);
      return world == World.Real.WORLD ? List.of(plain, Thread.ofVirtual()::start) : List.of(plain);
    }
  }

  /** Runs {@code waiting} on threads of both kinds and interrupts them. */
  private static void assertInterruptible(Executable waiting) throws InterruptedException {
    for (Kind kind : Kind.ofThisWorld()) {
      Told<Object> outcome = new Told<>();
      Thread waiter =
          kind.start(
              () -> {
                try {
                  waiting.execute();
                  outcome.add("it returned");
                } catch (Throwable thrown) {
                  outcome.add(thrown.getClass());
                }
              });

      waiter.interrupt();

      assertEquals(InterruptedException.class, outcome.next());
      waiter.join();
    }
  }

  @Test
  void waitingCallsThrowAndTheClientGoesOn() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);

      assertInterruptible(() -> zk.get("/"));
      assertInterruptible(() -> zk.ensurePath("/a/b"));
      assertInterruptible(() -> zk.deleteTree("/x"));
      proxy.heal();

      assertTrue(zk.exists("/").isPresent());
    }
  }

  @Test
  void waitingForAnEventThrows() throws Exception {
    ZkClient zk = connect();
    try (Watch watch = zk.existsAndWatch("/none").watch()) {

      assertInterruptible(watch::next);

      zk.create("/none", NOTHING);
      watch.next();
    }
  }

  @Test
  void waitingForAConnectionThrows() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = startRefused(proxy)) {

      assertInterruptible(() -> zk.awaitConnected(LIMIT));
      proxy.heal();

      zk.awaitConnected(LIMIT);
    }
  }

  private ZkClient startRefused(FaultProxy proxy) {
    proxy.refuse();
    return clients.start(options(proxy).build());
  }

  @Test
  void interruptedConnectLeavesNothing() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();

      assertInterruptible(() -> ZkClient.connect(options(proxy).build()));
    }
  }

  @Test
  void callOfAnInterruptedThreadThrows() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);

      Thread.currentThread().interrupt();
      assertThrows(InterruptedException.class, () -> zk.children("/none/at/all"));

      assertFalse(Thread.currentThread().isInterrupted());
      proxy.heal();
      assertTrue(zk.exists("/").isPresent());
    }
  }

  @Test
  void interruptedCloseClosesAndKeepsTheFlag() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy));
      proxy.blackhole();

      Thread.currentThread().interrupt();
      zk.close();

      assertTrue(Thread.interrupted());
      assertTrue(zk.detail().isTerminal());
    }
  }
}
