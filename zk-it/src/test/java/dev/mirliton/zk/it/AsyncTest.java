package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The view for code that must not wait. */
@EveryHandler
class AsyncTest extends ClientSuite {

  @Test
  void completionsComeInTheOrderOfRequests() throws Exception {
    AsyncZkClient zk = connect().async();
    Told<String> told = new Told<>();

    for (int i = 0; i < 200; i++) {
      (i % 2 == 0 ? zk.create("/n" + i, NOTHING) : zk.get("/n" + (i - 1)).thenApply(n -> "read"))
          .thenAccept(told::add);
    }

    for (int i = 0; i < 200; i += 2) {
      assertEquals("/n" + i, told.next());
      assertEquals("read", told.next());
    }
  }

  @Test
  void stagesAreChained() throws Exception {
    AsyncZkClient zk = connect().async();
    Told<String> chained = new Told<>();
    Told<String> recovered = new Told<>();

    zk.create("/a", bytes("x"))
        .thenCompose(zk::get)
        .thenApply(ClientSuite::text)
        .thenCombine(zk.children("/"), (text, names) -> text + names)
        .thenAccept(chained::add);
    zk.get("/none")
        .exceptionally(none -> new Node(NOTHING, anyStat()))
        .thenRun(() -> recovered.add("went on"));

    assertEquals("x[a]", chained.next());
    assertEquals("went on", recovered.next());
  }

  private static Stat anyStat() {
    return new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void resultTellsHowItWent() throws Exception {
    ZkClient zk = connect();
    AsyncResult<String> good = zk.async().create("/a", NOTHING);
    AsyncResult<Node> bad = zk.async().get("/none");

    assertTrue(good.await(LIMIT));
    assertTrue(bad.await(LIMIT));

    assertTrue(good.isReady() && good.isSuccessful());
    assertEquals("/a", good.value());
    assertNull(good.exception());
    assertTrue(bad.isReady());
    assertFalse(bad.isSuccessful());
    assertInstanceOf(NoNodeException.class, bad.exception());
    assertThrows(IllegalStateException.class, bad::value);
    NoNodeException thrown = assertThrows(NoNodeException.class, bad::get);
    assertEquals("resultTellsHowItWent", callerOf(thrown));
  }

  /** Returns the method of this class that the stack shows. */
  private static String callerOf(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassName().equals(AsyncTest.class.getName())) {
        return frame.getMethodName();
      }
    }
    return "nobody";
  }

  @Test
  void listenerThatComesLateIsToldToo() throws Exception {
    AsyncZkClient zk = connect().async();
    Told<AsyncResult<?>> told = new Told<>();
    AsyncResult<String> result = zk.create("/a", NOTHING);
    result.get();

    result.link(told::add);

    assertEquals(result, told.next());
  }

  @Test
  void listenerTakenBackIsNotTold() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      Told<String> told = new Told<>();
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<Node> result = zk.async().get("/");
      Consumer<AsyncResult<Node>> back = ready -> told.add("taken back");
      result.link(back);
      result.link(ready -> told.add("stays"));

      result.unlink(back);
      proxy.heal();

      assertEquals("stays", told.next());
      assertEquals(List.of(), told.rest());
    }
  }

  @Test
  void listenerThatThrowsHarmsNobody() throws Exception {
    AsyncZkClient zk = connect().async();
    Told<String> told = new Told<>();

    AsyncResult<String> result = zk.create("/a", NOTHING);
    result.link(
        ready -> {
          throw new IllegalStateException("a listener that throws on purpose");
        });
    result.link(ready -> told.add(ready.value()));

    assertEquals("/a", told.next());
  }

  @Test
  void cancelledRequestIsDroppedAndOthersGoOn() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<Node> first = zk.async().get("/");
      AsyncResult<Node> second = zk.async().get("/");

      assertTrue(first.cancel());
      assertFalse(first.cancel());
      proxy.heal();

      assertThrows(CancellationException.class, first::get);
      assertEquals(0, second.get().stat().version());
      assertFalse(second.cancel());
    }
  }

  @Test
  void cancelledRequestThatWasNotSentIsWithdrawn() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      Told<StateChange> changes = Told.by(zk);
      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);

      AsyncResult<String> withdrawn = zk.async().create("/withdrawn", NOTHING);
      AsyncResult<String> kept = zk.async().create("/kept", NOTHING);
      withdrawn.cancel();
      proxy.heal();

      assertEquals("/kept", kept.get());
      assertTrue(zk.exists("/withdrawn").isEmpty());
    }
  }

  @Test
  void waitingHasALimitOfItsOwn() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<String> result = zk.async().create("/a", NOTHING, CreateOptions.PERSISTENT);

      assertThrows(TimeoutException.class, () -> result.get(Duration.ofMillis(50)));
      assertFalse(result.await(Duration.ofMillis(10)));
      assertFalse(result.isReady());
      assertThrows(IllegalStateException.class, result::value);
      proxy.heal();

      assertEquals("/a", result.get());
    }
  }

  @Test
  void badArgumentsThrowAtOnce() throws Exception {
    AsyncZkClient zk = connect().async();

    assertThrows(IllegalArgumentException.class, () -> zk.get("no slash"));
    assertThrows(IllegalArgumentException.class, () -> zk.ensurePath("/a/"));
    assertThrows(IllegalArgumentException.class, () -> zk.deleteTree("//"));
  }
}
