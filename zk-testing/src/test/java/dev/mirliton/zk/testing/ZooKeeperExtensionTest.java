package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;

import dev.mirliton.zk.ZkOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

class ZooKeeperExtensionTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  /** What the classes below were given; tests run one after the other. */
  private static final ConcurrentLinkedQueue<Given> GIVEN = new ConcurrentLinkedQueue<>();

  private record Given(TestServer server, String root) {}

  @BeforeEach
  void forget() {
    GIVEN.clear();
  }

  private static Events run(Class<?> suite) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(suite))
        .execute()
        .testEvents();
  }

  private static List<Given> runInGoodOrder(Class<?> suite, int tests) {
    Events events = run(suite);
    events.failed().stream().forEach(ZooKeeperExtensionTest::rethrow);
    events.assertStatistics(counts -> counts.succeeded(tests).failed(0).skipped(0));
    return List.copyOf(GIVEN);
  }

  /** A bare count of failures says nothing. */
  private static void rethrow(Event failed) {
    Throwable reason =
        failed.getRequiredPayload(TestExecutionResult.class).getThrowable().orElse(null);
    throw new AssertionError(failed.getTestDescriptor().getDisplayName() + " failed", reason);
  }

  @ZooKeeperTest(handler = "of-the-class")
  static class Sharing {
    private final String rootOfConstructor;

    Sharing(Clients clients) {
      rootOfConstructor = clients.root();
    }

    @BeforeAll
    static void beforeAll(TestServer server, Clients clients) {
      GIVEN.add(new Given(server, clients.root()));
    }

    @BeforeEach
    void sameRootAllThroughOneTest(Clients clients) {
      assertEquals(rootOfConstructor, clients.root());
    }

    @Test
    void one(TestServer server, Clients clients, ZkOptions options) throws Exception {
      look(server, clients);
      assertEquals(clients.root(), options.hosts().root());
      assertEquals(server.connectString() + clients.root(), options.hosts().toString());
      assertEquals("of-the-class", options.handlerName());
    }

    @Test
    @ZooKeeperTest(handler = "of-the-method")
    void two(TestServer server, Clients clients, ZkOptions.Builder options) throws Exception {
      look(server, clients);
      assertEquals("of-the-method", options.build().handlerName());
    }

    private static void look(TestServer server, Clients clients) throws Exception {
      GIVEN.add(new Given(server, clients.root()));
      try (WireSession session = WireSession.open(server.address(), LIMIT, LIMIT)) {
        assertEquals(List.of(), session.children(clients.root()));
        session.create(clients.root() + "/left", WireSession.CreateFlag.PERSISTENT);
        session.create(clients.root() + "/left/behind", WireSession.CreateFlag.PERSISTENT);
      }
    }
  }

  @Test
  void testsShareAServerAndEachHasARootOfItsOwn() {
    List<Given> given = runInGoodOrder(Sharing.class, 2);

    assertEquals(3, given.size());
    Set<String> roots = new HashSet<>();
    given.forEach(each -> roots.add(each.root()));
    assertEquals(3, roots.size());
    given.forEach(each -> assertSame(given.get(0).server(), each.server()));
  }

  @Test
  void sharedServerIsClosedWhenAllTestsAreDone() {
    List<Given> given = runInGoodOrder(Sharing.class, 2);

    assertFalse(given.get(0).server().isReady());
  }

  @ZooKeeperTest
  static class LookingBack {
    @BeforeAll
    static void beforeAll(TestServer server) {
      GIVEN.add(new Given(server, "/"));
    }

    @Test
    void one(Clients clients, TestServer server) throws Exception {
      leaveSomething(clients, server);
    }

    @Test
    void two(Clients clients, TestServer server) throws Exception {
      leaveSomething(clients, server);
    }

    private static void leaveSomething(Clients clients, TestServer server) throws Exception {
      try (WireSession session = WireSession.open(server.address(), LIMIT, LIMIT)) {
        // The roots of the class and of this test; that of the test before is gone.
        assertEquals(3, session.children("/").size(), session.children("/")::toString);
        session.create(clients.root() + "/left", WireSession.CreateFlag.PERSISTENT);
      }
    }
  }

  @Test
  void rootIsDeletedAfterItsTest() {
    runInGoodOrder(LookingBack.class, 2);
  }

  @ZooKeeperTest(server = ServerScope.OWN)
  static class Owning {
    @Test
    void one(TestServer server) throws Exception {
      GIVEN.add(new Given(server, "/"));
      server.stop();
    }

    @Test
    void two(TestServer server) throws Exception {
      Await.until("the server to serve again", LIMIT, server::isReady);
      GIVEN.add(new Given(server, "/"));
    }

    @Test
    @ZooKeeperTest(server = ServerScope.OWN)
    void three(TestServer server) {
      assertNotSame(GIVEN.isEmpty() ? null : GIVEN.peek().server(), server);
      GIVEN.add(new Given(server, "alone"));
    }
  }

  @Test
  void classOrMethodMayHaveAServerOfItsOwnAndStopIt() {
    List<Given> given = runInGoodOrder(Owning.class, 3);

    List<TestServer> ofClass =
        given.stream().filter(each -> each.root().equals("/")).map(Given::server).toList();
    assertSame(ofClass.get(0), ofClass.get(1));
    given.stream()
        .filter(each -> each.root().equals("alone"))
        .forEach(alone -> assertNotEquals(ofClass.get(0), alone.server()));
    given.forEach(each -> assertFalse(each.server().isReady()));
  }

  @NoLeaks
  static class Leaking {
    private static final CountDownLatch END = new CountDownLatch(1);

    @Test
    void leaves() {
      Thread.ofPlatform()
          .name("stray")
          .daemon()
          .start(
              () -> {
                try {
                  END.await();
                } catch (InterruptedException interrupted) {
                  Thread.currentThread().interrupt();
                }
              });
    }
  }

  @Test
  void leakFailsTheTestThatLeft() {
    Events events = run(Leaking.class);
    Leaking.END.countDown();

    events.assertThatEvents().haveExactly(1, event(test("leaves"), finishedWithFailure()));
  }

  @ZooKeeperTest
  @NoLeaks
  static class Tidy {
    @Test
    void stopsTheServer(TestServer server) throws Exception {
      server.stop();
    }

    @Test
    void usesAProxy(TestServer server) throws Exception {
      try (FaultProxy proxy = FaultProxy.to(server)) {
        assertTrue(
            FourLetterWord.ask(
                    new java.net.InetSocketAddress("127.0.0.1", proxy.port()), "srvr", LIMIT)
                .contains("Mode:"));
      }
    }

    @AfterEach
    void restart(TestServer server) throws Exception {
      server.start();
    }
  }

  @Test
  void serverThatComesBackIsNoLeak() {
    runInGoodOrder(Tidy.class, 2);
  }
}
