package dev.mirliton.zk.it.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.CallbackDeadlockException;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.discovery.LiveChildren;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.SinceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LiveChildrenTest extends DiscoverySuite {

  @Test
  void namesAreThoseOfTheServer() throws Exception {
    add("b");
    add("a");

    try (var children = LiveChildren.follow(zk, "/shop")) {
      assertEquals(Set.of("a", "b"), children.names());
      List<String> iterated = new ArrayList<>();
      children.forEach(iterated::add);
      assertEquals(List.of("a", "b"), iterated);
    }
  }

  @Test
  void listenerHearsThePresentNamesAndThenEachChange() throws Exception {
    add("a");
    List<Set<String>> heard = new CopyOnWriteArrayList<>();

    try (var children = LiveChildren.follow(zk, "/shop")) {
      children.onChange(heard::add);
      Await.untilAsserted(LIMIT, () -> assertEquals(List.of(Set.of("a")), heard));
      add("b");
      Await.untilAsserted(LIMIT, () -> assertEquals(List.of(Set.of("a"), Set.of("a", "b")), heard));
      other.delete("/shop/a");
      Await.untilAsserted(
          LIMIT, () -> assertEquals(List.of(Set.of("a"), Set.of("a", "b"), Set.of("b")), heard));
    }
  }

  @Test
  void namesOnceReturnedNeverChange() throws Exception {
    add("a");

    try (var children = LiveChildren.follow(zk, "/shop")) {
      Set<String> names = children.names();
      add("b");
      awaitNames(children, "a", "b");

      assertEquals(Set.of("a"), names);
      assertThrows(UnsupportedOperationException.class, () -> names.remove("a"));
    }
  }

  @Test
  void missingZnodeIsRefused() {
    assertThrows(NoNodeException.class, () -> LiveChildren.follow(zk, "/nowhere"));
  }

  @Test
  void deletedZnodeHasNoChildrenUntilItReturns() throws Exception {
    add("a");

    try (var children = LiveChildren.follow(zk, "/shop")) {
      other.deleteTree("/shop");
      Await.until(LIMIT, children::isDeleted);
      assertEquals(Set.of(), children.names());

      other.create("/shop", new byte[0]);
      add("b");
      awaitNames(children, "b");
      assertFalse(children.isDeleted());
    }
  }

  @Test
  void whatChangedWhileTheConnectionWasAwayIsSeen() throws Exception {
    add("a");
    List<Set<String>> heard = new CopyOnWriteArrayList<>();

    try (var children = LiveChildren.follow(zk, "/shop")) {
      children.onChange(heard::add);
      cutOff();
      add("b");
      network.heal();
      awaitNames(children, "a", "b");

      add("c");
      awaitNames(children, "a", "b", "c");
      Await.untilAsserted(
          LIMIT,
          () -> assertEquals(List.of(Set.of("a"), Set.of("a", "b"), Set.of("a", "b", "c")), heard));
    }
  }

  @Test
  void newSessionGoesOnFollowing() throws Exception {
    add("a");

    try (var children = LiveChildren.follow(zk, "/shop")) {
      cutOff();
      expire();
      add("b");
      network.heal();
      awaitNames(children, "a", "b");

      add("c");
      awaitNames(children, "a", "b", "c");
    }
  }

  @Test
  void closedOneStaysAsItWas() throws Exception {
    add("a");

    try (var open = LiveChildren.follow(zk, "/shop")) {
      LiveChildren closed = LiveChildren.follow(zk, "/shop");
      closed.close();
      closed.close();
      add("b");
      awaitNames(open, "a", "b");

      assertEquals(Set.of("a"), closed.names());
    }
  }

  @Test
  void listenerThatWasTakenBackHearsNoMore() throws Exception {
    List<Set<String>> heard = new CopyOnWriteArrayList<>();

    try (var children = LiveChildren.follow(zk, "/shop")) {
      Registration registration = children.onChange(heard::add);
      Await.until(LIMIT, () -> !heard.isEmpty());
      registration.close();
      List<Set<String>> later = new CopyOnWriteArrayList<>();
      children.onChange(later::add);
      add("a");
      Await.until(LIMIT, () -> later.contains(Set.of("a")));

      assertEquals(List.of(Set.of()), heard);
    }
  }

  @Test
  void listenerThatThrowsStaysAndHarmsNobody() throws Exception {
    List<Set<String>> angry = new CopyOnWriteArrayList<>();
    List<Set<String>> calm = new CopyOnWriteArrayList<>();

    try (var children = LiveChildren.follow(zk, "/shop")) {
      children.onChange(
          names -> {
            angry.add(names);
            throw new IllegalStateException("thrown on purpose");
          });
      children.onChange(calm::add);
      add("a");

      Await.until(LIMIT, () -> calm.contains(Set.of("a")));
      assertEquals(List.of(Set.of(), Set.of("a")), angry);
    }
  }

  @Test
  void followingFromACallbackIsRefusedInsteadOfHanging() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    zk.async()
        .exists("/shop")
        .thenAccept(
            stat ->
                thrown.complete(
                    assertThrows(Throwable.class, () -> LiveChildren.follow(zk, "/shop"))));

    assertInstanceOf(
        CallbackDeadlockException.class, thrown.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  @SinceServer("3.5")
  void nothingIsWatchedOnceClosed() throws Exception {
    LiveChildren children = LiveChildren.follow(zk, "/shop");
    assertTrue(watches() > 0);

    children.close();

    Await.untilAsserted(LIMIT, () -> assertEquals(0, watches()));
  }

  private void add(String name) throws InterruptedException {
    other.create("/shop/" + name, new byte[0]);
  }

  private static void awaitNames(LiveChildren children, String... names)
      throws InterruptedException {
    Await.untilAsserted(LIMIT, () -> assertEquals(Set.of(names), children.names()));
  }
}
