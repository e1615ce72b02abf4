package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.mirliton.zk.testing.simulation.InSimulation;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Which server a test gets that asks for one of another version. */
class ChosenVersionTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String PARAMETER = "zk.server.version";

  /** What each test below was given; they run one after the other. */
  private static final Map<String, TestServer> GIVEN = new TreeMap<>();

  private static final Set<String> VERSIONS = new TreeSet<>();

  @BeforeEach
  void forget() {
    GIVEN.clear();
    VERSIONS.clear();
  }

  private static void note(TestInfo test, TestServer server) throws Exception {
    GIVEN.put(test.getTestMethod().orElseThrow().getName(), server);
    String banner = FourLetterWord.ask(server.address(), "srvr", LIMIT).lines().findFirst().get();
    VERSIONS.add(banner.replaceFirst("Zookeeper version: ([0-9.]+).*", "$1"));
  }

  private static Events run(Class<?> suite, Map<String, String> parameters) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(suite))
        .configurationParameters(parameters)
        .execute()
        .testEvents();
  }

  @ZooKeeperTest
  static class Silent {
    @Test
    void plain(TestInfo test, TestServer server) throws Exception {
      note(test, server);
    }

    @Test
    void another(TestInfo test, TestServer server) throws Exception {
      note(test, server);
    }

    @Test
    @SinceServer("3.5.10")
    void young(TestInfo test, TestServer server) throws Exception {
      note(test, server);
    }

    @Test
    @SinceServer("3.6")
    void younger(TestInfo test, TestServer server) throws Exception {
      note(test, server);
    }
  }

  @Test
  void parameterChoosesForTestsThatDoNot() {
    Events events = run(Silent.class, Map.of(PARAMETER, "3.5.10"));

    events.assertStatistics(counts -> counts.succeeded(3).failed(0).skipped(1));
    assertEquals(Set.of("another", "plain", "young"), GIVEN.keySet());
    assertEquals(Set.of("3.5.10"), VERSIONS);
    assertEquals(1, Set.copyOf(GIVEN.values()).size(), "one for all");
    assertInstanceOf(ServerProcess.class, GIVEN.get("plain"));
  }

  @Test
  void nobodysChoiceIsTheServerInThisJvm() {
    Events events = run(Silent.class, Map.of());

    events.assertStatistics(counts -> counts.succeeded(4).failed(0).skipped(0));
    assertInstanceOf(EmbeddedServer.class, GIVEN.get("plain"));
  }

  @ZooKeeperTest(version = "3.4.14")
  static class Choosing {
    @Test
    void old(TestInfo test, TestServer server) throws Exception {
      note(test, server);
    }

    @Test
    @ZooKeeperTest(handler = "of-the-method")
    void alsoOld(TestInfo test, TestServer server) throws Exception {
      note(test, server);
    }

    @Test
    @SinceServer("3.5")
    void skipped() {
      throw new AssertionError("the server is too old for this");
    }
  }

  @Test
  void annotationGoesBeforeTheParameter() {
    Events events = run(Choosing.class, Map.of(PARAMETER, "3.5.10"));

    events.assertStatistics(counts -> counts.succeeded(2).failed(0).skipped(1));
    assertEquals(Set.of("3.4.14"), VERSIONS);
    assertEquals(GIVEN.get("old"), GIVEN.get("alsoOld"));
  }

  @ZooKeeperTest
  @InSimulation(seeds = 2, servers = 1)
  static class Simulated {
    @Test
    @SinceServer("3.9")
    void modern(TestServer server) {
      assertTrue(server.isReady());
    }
  }

  @Test
  void simulatedServersAreNotChosen() {
    Events events = run(Simulated.class, Map.of(PARAMETER, "3.5.10"));

    events.assertStatistics(counts -> counts.succeeded(2).failed(0).skipped(0));
  }

  @Test
  void simulatedRunsCanBeLeftOut() {
    Events events = run(Simulated.class, Map.of("simulation.enabled", "false"));

    events.assertStatistics(counts -> counts.started(0).failed(0));
  }
}
