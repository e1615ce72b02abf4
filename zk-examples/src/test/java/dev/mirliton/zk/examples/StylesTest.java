package dev.mirliton.zk.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.EmbeddedServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@ValueSource(strings = {"threads", "loom", "nio"})
class StylesTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private static EmbeddedServer server;

  @Parameter String handler = "";

  private ZkClient zk;

  @BeforeAll
  static void startServer() throws InterruptedException {
    server = EmbeddedServer.run();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void open() throws InterruptedException {
    zk = BlockingStyle.open(server.connectString(), handler);
    for (String name : zk.children("/")) {
      if (!name.equals("zookeeper")) {
        zk.deleteTree("/" + name);
      }
    }
  }

  @AfterEach
  void close() {
    zk.close();
  }

  @Test
  void blockingCallsPaintItGreen() throws Exception {
    assertEquals(1, BlockingStyle.repaint(server.connectString()).version());

    assertEquals("green", text("/config/colour"));
  }

  @Test
  void asyncStagesCombine() throws Exception {
    zk.create("/config/colour", "blue".getBytes(UTF_8), CreateOptions.PERSISTENT.withParents());

    assertEquals("blue, one of 1", described());
  }

  @Test
  void asyncFailureHasAnotherAnswer() throws Exception {
    assertEquals("unknown", described());
  }

  @Test
  void everyVirtualThreadReadsItsZnode() throws Exception {
    for (int i = 0; i < 100; i++) {
      zk.create("/n" + i, Integer.toString(i).getBytes(UTF_8));
    }
    List<String> paths = zk.children("/").stream().filter(name -> name.startsWith("n")).toList();

    var nodes = VirtualThreadsStyle.readAll(zk, paths.stream().map(name -> "/" + name).toList());

    assertEquals(100, nodes.size());
    nodes.forEach((path, node) -> assertEquals(path, "/n" + new String(node.data(), UTF_8)));
  }

  @Test
  void pagesAreTurnedUnderTheLock() throws Exception {
    zk.create("/ledger", "0".getBytes(UTF_8));

    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> turns = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 10; i++) {
        turns.add(
            tasks.submit(
                () -> {
                  LockStyle.turnPage(zk);
                  return null;
                }));
      }
      for (Future<Void> turn : turns) {
        turn.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    }

    assertEquals("10", text("/ledger"));
    assertEquals(List.of(), zk.children("/locks/ledger"));
  }

  @Test
  void watchFollowsWhatIsBelow() throws Exception {
    zk.create("/services", new byte[0]);
    zk.create("/services/a", new byte[0]);

    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Set<String>> known = tasks.submit(() -> WatchStyle.followUntil(zk, "/services/c"));
      zk.create("/services/b", new byte[0]);
      zk.delete("/services/a");
      zk.create("/services/c", new byte[0]);

      assertEquals(
          Set.of("/services/b", "/services/c"), known.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
  }

  @Test
  void registeredServerIsFollowed() throws Exception {
    zk.ensurePath("/shop/servers");
    List<Set<String>> heard = new CopyOnWriteArrayList<>();

    try (var servers = DiscoveryStyle.follow(zk, heard::add)) {
      Registration here = DiscoveryStyle.announce(zk);
      Await.until(LIMIT, () -> heard.contains(Set.of("10.0.0.7:8080")));
      here.close();
      Await.until(LIMIT, () -> servers.names().isEmpty());
    }
  }

  private String described() throws Exception {
    return AsyncStyle.describe(zk).toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private String text(String path) throws InterruptedException {
    return new String(zk.get(path).data(), UTF_8);
  }
}
