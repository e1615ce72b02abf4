package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.ReadOp;
import dev.mirliton.zk.RecipeSupport;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.SinceServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls that wait, made from within callbacks. */
@EveryHandler
class CallbackTest extends ClientSuite {

  /** Makes a call of every shape; returns "done". */
  private static String everything(ZkClient zk) {
    try {
      zk.create("/e", bytes("x"));
      zk.get("/e");
      zk.exists("/none");
      zk.create("/p/q/r", NOTHING, CreateOptions.EPHEMERAL.withParents());
      zk.ensurePath("/x/y/z");
      zk.sync("/");
      try (var watched = zk.getAndWatch("/e")) {
        zk.set("/e", bytes("y"));
        watched.watch().next();
      }
      for (String tree : List.of("/e", "/p", "/x")) {
        zk.deleteTree(tree);
      }
      return "done";
    } catch (Exception failure) {
      return failure.toString();
    }
  }

  private static String whatNewerServersHave(ZkClient zk) {
    try {
      zk.transact(Op.create("/m", NOTHING), Op.check("/m", Version.ANY));
      zk.readAll(List.of(ReadOp.get("/m")));
      try (Watch lasting = zk.watch("/m", WatchMode.PERSISTENT)) {
        zk.delete("/m");
        lasting.next();
      }
      return "done";
    } catch (Exception failure) {
      return failure.toString();
    }
  }

  @Test
  void everyCallWorksInAWatchListener() throws Exception {
    ZkClient zk = connect();
    Told<String> told = new Told<>();
    zk.existsAndWatch("/go", event -> told.add(everything(zk)));

    zk.create("/go", NOTHING);

    assertEquals("done", told.next());
  }

  @Test
  void everyCallWorksInACompletion() throws Exception {
    ZkClient zk = connect();
    Told<String> told = new Told<>();

    zk.async().exists("/").link(ready -> told.add(everything(zk)));

    assertEquals("done", told.next());
  }

  @Test
  @SinceServer("3.6")
  void callsThatNewerServersHaveWorkThereToo() throws Exception {
    ZkClient zk = connect();
    Told<String> told = new Told<>();
    zk.onStateChange(
        change -> {
          if (change.state() == ConnectionState.CONNECTED) {
            told.add(whatNewerServersHave(zk));
          }
        });

    zk.async().exists("/").link(ready -> told.add(whatNewerServersHave(zk)));
    assertEquals("done", told.next());
    Sessions.disconnect(zk, server);

    assertEquals("done", told.next());
  }

  @Test
  void everyCallWorksInAStateListener() throws Exception {
    ZkClient zk = connect();
    Told<String> told = new Told<>();
    zk.onStateChange(
        change -> {
          if (change.state() == ConnectionState.CONNECTED) {
            told.add(everything(zk));
          }
        });

    Sessions.disconnect(zk, server);

    assertEquals("done", told.next());
  }

  @Test
  void slowWatchListenerDoesNotHideALostSession() throws Exception {
    ZkClient zk = connect();
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch busy = new CountDownLatch(1);
    Told<StateChange> changes = Told.by(zk);
    zk.existsAndWatch(
        "/go",
        event -> {
          busy.countDown();
          await(release);
        });
    zk.create("/go", NOTHING);
    assertTrue(busy.await(LIMIT.toSeconds(), TimeUnit.SECONDS));

    Sessions.expire(zk, server);

    try {
      Told.await(changes, ConnectionState.LOST);
      Told.await(changes, ConnectionState.CONNECTED);
    } finally {
      release.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void waitingForARecipeInsideTheEventQueueIsRefused() throws Exception {
    ZkClient zk = connect();
    RecipeSupport recipes = zk.recipes();
    RecipeSupport.Settable<String> result = recipes.newResult("lock /ledger");
    Told<CallbackDeadlockException> told = new Told<>();

    recipes.run(
        () -> told.add(assertThrows(CallbackDeadlockException.class, result.result()::get)));
    zk.async()
        .exists("/")
        .link(
            ready ->
                told.add(
                    assertThrows(
                        CallbackDeadlockException.class,
                        () -> result.result().await(Duration.ofSeconds(1)))));

    assertTrue(String.valueOf(told.next().getMessage()).contains("lock /ledger"));
    told.next();
    recipes.after(Duration.ofMillis(1), () -> result.complete("held"));
    assertEquals("held", result.result().get());
  }

  @Test
  void waitingForARecipeInAStateListenerWorks() throws Exception {
    ZkClient zk = connect();
    Told<String> told = new Told<>();
    zk.onStateChange(
        change -> {
          if (change.state() == ConnectionState.CONNECTED) {
            RecipeSupport.Settable<String> result = zk.recipes().newResult("a name");
            zk.recipes().run(() -> result.complete("set"));
            try {
              told.add(result.result().get());
            } catch (InterruptedException stop) {
              told.add("interrupted");
            }
          }
        });

    Sessions.disconnect(zk, server);

    assertEquals("set", told.next());
  }

  @Test
  void cancelledRecipeResultIsTold() throws Exception {
    ZkClient zk = connect();
    RecipeSupport.Settable<String> result = zk.recipes().newResult("a turn");
    Told<String> told = new Told<>();
    result.onCancel(() -> told.add("cancelled"));

    assertTrue(result.result().cancel());

    assertEquals("cancelled", told.next());
    assertFalse(result.complete("too late"));
  }

  @Test
  void timerTakenBackDoesNotRun() throws Exception {
    ZkClient zk = connect();
    Told<String> told = new Told<>();

    zk.recipes().after(Duration.ofMillis(5), () -> told.add("taken back")).close();
    zk.recipes().after(Duration.ofMillis(30), () -> told.add("stays"));

    assertEquals("stays", told.next());
    assertEquals(List.of(), told.rest());
    assertTrue(zk.recipes().uniqueName().matches("[0-9a-f]{32}"));
  }

  @Test
  void clientClosedInACallbackIsClosed() throws Exception {
    ZkClient zk = connect();
    Told<ConnectionState> told = new Told<>();
    zk.existsAndWatch(
        "/go",
        event -> {
          if (event instanceof WatchEvent.Created) {
            zk.close();
            told.add(zk.state());
          }
        });

    AsyncResult<String> go = zk.async().create("/go", NOTHING);

    assertEquals(ConnectionState.LOST, told.next());
    assertTrue(go.await(LIMIT));
  }
}
