package dev.mirliton.zk.it.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Clients;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.TestServer;
import dev.mirliton.zk.testing.ZooKeeperTest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Where the guide says that something works, and compiling does not prove it. */
@ZooKeeperTest
class GuideTest {
  private static final byte[] DATA = {1};
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void rootIsCreatedByEnsuringItsPath(ZkClient zk, Clients clients) throws Exception {
    ZkClient below = clients.connect(options -> options.root(clients.root() + "/far/below"));

    below.ensurePath("/");

    assertTrue(zk.exists("/far/below").isPresent());
  }

  @Test
  void slashAloneBecomesTheNumberAlone(ZkClient zk) throws Exception {
    zk.create("/q", DATA);

    assertEquals("/q/0000000000", zk.create("/q/", DATA, CreateOptions.PERSISTENT.sequential()));
  }

  @Test
  void watchEndsWithItsSessionAndSaysSo(ZkClient zk, TestServer server) throws Exception {
    try (Watch watch = zk.watch("/config", WatchMode.PERSISTENT_RECURSIVE)) {
      Sessions.expire(zk, server);

      WatchEvent last = watch.next(LIMIT).orElseThrow();
      while (last instanceof WatchEvent.Gap gap && !gap.reason().endsWatch()) {
        last = watch.next(LIMIT).orElseThrow();
      }

      WatchEvent.Gap gap = assertInstanceOf(WatchEvent.Gap.class, last);
      assertEquals(WatchEvent.Gap.Reason.SESSION_OVER, gap.reason());
      assertFalse(watch.isActive());
      assertThrows(IllegalStateException.class, watch::next);
    }
  }

  @Test
  void callbackWaitsForTheServerAndForEvents(ZkClient zk) throws Exception {
    zk.create("/colour", DATA);
    CompletableFuture<WatchEvent> seen = new CompletableFuture<>();

    zk.async()
        .get("/colour")
        .link(
            result -> {
              try (var watched = zk.getAndWatch("/colour")) {
                zk.set("/colour", DATA);
                zk.deleteTree("/nothing");
                seen.complete(watched.watch().next(LIMIT).orElseThrow());
              } catch (Exception failure) {
                seen.completeExceptionally(failure);
              }
            });

    assertEquals(
        new WatchEvent.DataChanged("/colour"), seen.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void callbackDoesNotWaitForALockAndMayAskForOne(ZkClient zk) throws Exception {
    ZkLock lock = ZkLock.at(zk, "/locks/ledger");
    zk.create("/ledger", DATA);
    CompletableFuture<Throwable> refused = new CompletableFuture<>();
    CompletableFuture<Integer> written = new CompletableFuture<>();

    zk.async()
        .get("/ledger")
        .link(
            result -> {
              try {
                refused.completeExceptionally(new AssertionError(lock.acquire().toString()));
              } catch (CallbackDeadlockException | InterruptedException failure) {
                refused.complete(failure);
              }
              lock.async().acquire().link(acquired -> write(acquired, written));
            });

    assertInstanceOf(
        CallbackDeadlockException.class, refused.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertEquals(1, written.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
  }

  private static void write(AsyncResult<Held> acquired, CompletableFuture<Integer> version) {
    try (Held held = acquired.value()) {
      version.complete(held.guarded().set("/ledger", DATA).version());
    } catch (InterruptedException | RuntimeException failure) {
      version.completeExceptionally(failure);
    }
  }
}
