package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.SinceServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients and views whose paths begin somewhere else. */
@EveryHandler
class RootTest extends ClientSuite {

  @Test
  void pathsOfResultsAreTheClients() throws Exception {
    ZkClient zk = connect();
    ZkClient whole = connect(unrooted());

    String path = zk.create("/a", NOTHING);
    String child = zk.create("/a/n-", NOTHING, CreateOptions.PERSISTENT.sequential());

    assertEquals("/a", path);
    assertEquals("/a/n-0000000000", child);
    assertTrue(whole.exists(clients.root() + child).isPresent());
    assertTrue(whole.children("/").contains("zookeeper"));
    assertEquals(List.of("a"), zk.children("/"));
  }

  @Test
  @SinceServer("3.5")
  void pathBesideAStatIsTheClients() throws Exception {
    ZkClient zk = connect();

    assertEquals("/s", zk.createWithStat("/s", NOTHING, CreateOptions.PERSISTENT).path());
  }

  @Test
  void pathsOfErrorsAreTheClients() throws Exception {
    ZkClient zk = connect();

    NoNodeException none = assertThrows(NoNodeException.class, () -> zk.get("/none"));

    assertEquals("/none", none.path());
    assertFalse(String.valueOf(none.getMessage()).contains(clients.root()), none.getMessage());
  }

  @Test
  @SinceServer("3.6")
  void pathsOfEventsAreTheViews() throws Exception {
    ZkClient zk = connect();
    zk.create("/app", NOTHING);
    ZkClient app = zk.rooted("/app");
    Told<WatchEvent> told = new Told<>();
    var watched = app.existsAndWatch("/a");
    app.watch("/", WatchMode.PERSISTENT_RECURSIVE, told::add);
    var outside = zk.watch("/app", WatchMode.PERSISTENT_RECURSIVE);

    app.create("/a", NOTHING);
    zk.set("/app", bytes("x"));

    assertEquals("/a", watched.watch().path());
    assertEquals(new WatchEvent.Created("/a"), watched.watch().next());
    assertEquals(new WatchEvent.Created("/a"), told.next());
    assertEquals(new WatchEvent.DataChanged("/"), told.next());
    assertEquals(new WatchEvent.Created("/app/a"), outside.next());
  }

  @Test
  void viewsShareTheSession() throws Exception {
    ZkClient zk = connect();
    zk.create("/app", NOTHING);

    ZkClient view = zk.rooted("/app").within(Duration.ofSeconds(5)).rooted("/deep");

    assertEquals(zk.session(), view.session());
    view.create("/", bytes("made through the view"));
    assertEquals("made through the view", text(zk.get("/app/deep")));
    view.close();
    assertTrue(zk.exists("/app/deep").isPresent(), "closing a view closes nothing");
  }

  @Test
  void missingRootIsMadeWithParents() throws Exception {
    ZkClient zk = connect(options().root(clients.root() + "/not/there"));
    assertThrows(NoNodeException.class, () -> zk.create("/a", NOTHING));

    zk.create("/a", NOTHING, CreateOptions.PERSISTENT.withParents());

    assertEquals(List.of("a"), zk.children("/"));
    ZkClient other = connect(options().root(clients.root() + "/other"));
    other.ensurePath("/");
    assertEquals(List.of(), other.children("/"));
  }

  @Test
  void rootOfTheConnectStringHolds() throws Exception {
    ZkClient zk = connect();
    zk.create("/app", NOTHING);
    String hosts = server.connectString() + clients.root() + "/app";

    try (ZkClient app = ZkClient.connect(ZkOptions.to(hosts).handler(handler).build())) {
      app.create("/a", NOTHING);
    }

    assertTrue(zk.exists("/app/a").isPresent());
  }
}
