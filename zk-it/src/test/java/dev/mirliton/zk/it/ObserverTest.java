package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ClientObserver;
import dev.mirliton.zk.ConnectionAttempt;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchReport;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What observers of a client hear. */
@EveryHandler
@Tag("any-server")
class ObserverTest extends ClientSuite {
  private static final int FRAME_AND_HEADER_BYTES = 12;

  private final Observations observer = new Observations();

  private ZkClient observed() throws InterruptedException {
    return connect(options().observer(observer));
  }

  @Test
  void requestIsReportedWithItsSizesAndItsTransaction() throws Exception {
    ZkClient zk = observed();
    zk.create("/a", bytes("1234"));

    Stat stat = zk.set("/a", bytes("123456789"));
    zk.get("/a");

    RequestReport set = observer.request("set");
    assertEquals("/a", set.path());
    assertEquals("ok", set.outcome());
    assertNull(set.failure());
    assertEquals(1, set.timesSent());
    assertEquals(stat.mzxid(), set.zxid());
    String path = clients.root() + "/a";
    assertEquals(FRAME_AND_HEADER_BYTES + 4 + path.length() + 4 + 9 + 4, set.bytesOut());
    assertEquals(4 + 16 + 68, set.bytesIn());
    RequestReport get = observer.request("get");
    assertEquals(FRAME_AND_HEADER_BYTES + 4 + path.length() + 1, get.bytesOut());
    assertEquals(4 + 16 + 4 + 9 + 68, get.bytesIn());
    assertEquals(get.queued().plus(get.onConnection()), get.duration());
    assertTrue(get.onConnection().toNanos() > 0, get.toString());
  }

  @Test
  void failureIsReportedAsTheCallerGetsIt() throws Exception {
    ZkClient zk = observed();

    assertThrows(NoNodeException.class, () -> zk.get("/none"));

    RequestReport get = observer.request("get");
    assertEquals("NoNode", get.outcome());
    assertEquals(-101, get.code());
    assertTrue(get.fate().isEmpty());
    assertInstanceOf(NoNodeException.class, get.failure());
  }

  @Test
  void everyRequestIsReportedOnceAndInTheOrderOfTheAnswers() throws Exception {
    ZkClient zk = observed();
    List<AsyncResult<Node>> gets = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      gets.add(zk.async().get(i % 2 == 0 ? "/" : "/none" + i));
    }
    for (AsyncResult<Node> get : gets) {
      get.await(LIMIT);
    }
    zk.exists("/");

    observer.request("exists");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      expected.add(i % 2 == 0 ? "/" : "/none" + i);
    }
    assertEquals(expected, observer.requests("get").stream().map(RequestReport::path).toList());
  }

  @Test
  void partsOfALargerCallAreRequests() throws Exception {
    ZkClient zk = observed();
    zk.ensurePath("/tree/a");
    zk.ensurePath("/tree/b");

    zk.deleteTree("/tree");
    zk.children("/");

    observer.request("children");
    long deleted =
        observer.requests("deleteTree").stream()
            .filter(report -> report.failure() == null && report.bytesIn() == 20)
            .count();
    assertEquals(3, deleted, () -> observer.requests("deleteTree").toString());
  }

  @Test
  void requestThatNeverLeftHasWaitedAllItsTime() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      ZkClient zk = clients.start(options(proxy).observer(observer).build());

      assertThrows(
          DeadlineExceededException.class,
          () -> zk.within(Duration.ofMillis(200)).set("/a", NOTHING));

      RequestReport set = observer.request("set");
      assertEquals("DeadlineExceeded", set.outcome());
      assertEquals(Fate.NOT_SENT, set.fate().orElseThrow());
      assertEquals(0, set.timesSent());
      assertEquals(0, set.bytesOut());
      assertEquals(Duration.ZERO, set.onConnection());
      assertTrue(set.queued().toMillis() >= 190, set.toString());
      zk.close();
    }
  }

  @Test
  void readThatIsSentAgainIsOneRequest() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).observer(observer))) {
      Told<StateChange> changes = Told.by(zk);
      proxy.blackhole(Direction.TO_CLIENT);
      AsyncResult<Node> get = zk.async().get("/");
      assertFalse(get.await(Duration.ofMillis(100)));
      proxy.heal();
      proxy.cut(); // also if the answer was not among what was lost
      Told.await(changes, ConnectionState.CONNECTED);

      assertNotNull(get.get());

      RequestReport report = observer.request("get");
      assertEquals(2, report.timesSent());
      assertEquals("ok", report.outcome());
      assertTrue(report.queued().toMillis() >= 90, report.toString());
      assertEquals(1, observer.requests("get").size());
    }
  }

  @Test
  void writeOfUnknownFateIsReportedAsSuch() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).observer(observer))) {
      proxy.blackhole(Direction.TO_CLIENT);
      AsyncResult<Stat> set = zk.async().set("/", NOTHING);
      assertFalse(set.await(Duration.ofMillis(100)));
      proxy.heal();
      proxy.cut(); // also if the answer was not among what was lost

      set.await(LIMIT);

      RequestReport report = observer.request("set");
      assertEquals("ConnectionLoss", report.outcome());
      assertEquals(Fate.UNKNOWN, report.fate().orElseThrow());
      assertTrue(report.bytesOut() > 0);
      assertEquals(0, report.bytesIn());
      assertEquals(0, report.zxid());
    }
  }

  @Test
  void cancelledRequestIsReported() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy).observer(observer))) {
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<Node> get = zk.async().get("/");

      get.cancel();
      proxy.heal();

      RequestReport report = observer.request("get");
      assertEquals("Cancellation", report.outcome());
      assertEquals(1, observer.requests("get").size());
    }
  }

  @Test
  void attemptsAndStatesAreReported() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      ZkClient zk = clients.start(options(proxy).observer(observer).build());
      List<ConnectionAttempt> failed = observer.await(ConnectionAttempt.class, 2);
      for (ConnectionAttempt attempt : failed.subList(0, 2)) {
        assertNotNull(attempt.failure());
        assertEquals(proxy.connectString(), attempt.server().toString());
        assertEquals(proxy.port(), Objects.requireNonNull(attempt.address()).getPort());
      }

      proxy.heal();

      zk.awaitConnected(LIMIT);
      StateChange connected = observer.await(StateChange.class, 1).get(0);
      assertEquals(KeeperState.CONNECTED, connected.detail());
      List<ConnectionAttempt> attempts = observer.all(ConnectionAttempt.class);
      ConnectionAttempt last = attempts.get(attempts.size() - 1);
      assertNull(last.failure());
      assertTrue(last.duration().toNanos() > 0);
      zk.close();
      List<StateChange> changes = observer.await(StateChange.class, 2);
      assertEquals(KeeperState.CLOSED, changes.get(changes.size() - 1).detail());
    }
  }

  @Test
  void watchEventsAreReported() throws Exception {
    ZkClient zk = observed();
    var watched = zk.existsAndWatch("/a");
    zk.existsAndWatch("/a", event -> {});

    zk.create("/a", NOTHING);

    List<WatchReport> reports = observer.await(WatchReport.class, 2);
    assertEquals(new WatchEvent.Created("/a"), reports.get(0).event());
    assertEquals(new WatchEvent.Created("/a"), reports.get(1).event());
    assertTrue(reports.get(0).age().toNanos() > 0);
    assertEquals(new WatchEvent.Created("/a"), watched.watch().next());
  }

  @Test
  void observerThatThrowsHarmsNobody() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    ClientObserver broken =
        new ClientObserver() {
          @Override
          public void onRequest(RequestReport request) {
            asked.incrementAndGet();
            throw new IllegalStateException("an observer that throws on purpose");
          }
        };
    ZkClient zk = connect(options().observer(broken).observer(observer));

    zk.exists("/");
    zk.exists("/");

    Await.until(LIMIT, () -> observer.requests("exists").size() == 2);
    assertEquals(2, asked.get());
  }

  @Test
  void observerThatBlocksHoldsUpNobody() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    AtomicLong dropped = new AtomicLong();
    AtomicInteger told = new AtomicInteger();
    ClientObserver slow =
        new ClientObserver() {
          @Override
          public void onRequest(RequestReport request) {
            told.incrementAndGet();
            await(release);
          }

          @Override
          public void onReportsDropped(long count) {
            dropped.addAndGet(count);
          }
        };
    ZkClient zk = connect(options().observer(slow));
    Told<WatchEvent> events = new Told<>();
    zk.existsAndWatch("/a", events::add);
    int requests = 11_000;
    AsyncResult<?> last = zk.async().create("/a", NOTHING);
    for (int i = 0; i < requests; i++) {
      last = zk.async().exists("/");
    }

    assertTrue(last.await(LIMIT));
    assertEquals(new WatchEvent.Created("/a"), events.next());
    Sessions.disconnect(zk, server);
    release.countDown();

    Await.until("a report of what was dropped", LIMIT, () -> dropped.get() > 0);
    assertTrue(dropped.get() >= requests - 10_000 - 10, dropped + " dropped");
    zk.exists("/");
    Await.until(LIMIT, () -> told.get() + dropped.get() > requests);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void observerMayCallTheClient() throws Exception {
    Told<String> told = new Told<>();
    AtomicInteger calls = new AtomicInteger();
    ZkClient[] client = new ZkClient[1];
    ClientObserver curious =
        new ClientObserver() {
          @Override
          public void onRequest(RequestReport request) {
            if (calls.getAndIncrement() == 0) {
              try {
                told.add("" + client[0].exists("/").isPresent());
              } catch (InterruptedException stop) {
                told.add("interrupted");
              }
            }
          }
        };
    client[0] = connect(options().observer(curious));

    client[0].exists("/");

    assertEquals("true", told.next());
  }
}
