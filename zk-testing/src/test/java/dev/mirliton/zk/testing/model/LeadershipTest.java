package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.CreateFlags;
import dev.mirliton.zk.protocol.wire.CreateTtlRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.PingRequest;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeadershipTest {
  private static final int TIMEOUT_MS = 5000;

  private final ManualWorld world = new ManualWorld();
  private final DataTree disk = new DataTree();
  private LoneServer server = start();

  private LoneServer start() {
    return new LoneServer(world, ModelOptions.DEFAULT.withExtendedTypes(), disk);
  }

  private ModelClient client(int timeoutMs) {
    ModelClient client = new ModelClient(server.core());
    client.connect(0, new byte[16], timeoutMs);
    return client;
  }

  @Test
  void silentSessionEndsAtTheTickAfterItsTimeoutWithWhatItOwns() {
    ModelClient silent = client(TIMEOUT_MS);
    ModelClient watcher = client(40_000);
    silent.greeting();
    watcher.greeting();
    silent.create("/mine", CreateFlags.EPHEMERAL);
    watcher.ask(new ExistsRequest("/mine", true));

    world.advance(Duration.ofMillis(5999));
    assertFalse(silent.isEnded());
    world.advance(Duration.ofMillis(1));

    assertTrue(silent.isEnded());
    assertTrue(silent.isSilent());
    assertEquals(new WatcherEvent(EventType.NODE_DELETED, 3, "/mine"), watcher.event());
  }

  @Test
  void pingKeepsASessionAlive() {
    ModelClient client = client(TIMEOUT_MS);
    client.greeting();

    for (int i = 0; i < 10; i++) {
      world.advance(Duration.ofMillis(4900));
      client.ask(new PingRequest());
    }

    assertFalse(client.isEnded());
  }

  @Test
  void sessionOutlivesItsConnectionForItsTimeout() {
    ModelClient before = client(TIMEOUT_MS);
    ConnectResponse session = before.greeting();
    before.lose();
    world.advance(Duration.ofMillis(5999));
    ModelClient after = new ModelClient(server.core());
    after.connect(session.sessionId(), session.password(), TIMEOUT_MS);
    assertEquals(session, after.greeting());

    after.lose();
    world.advance(Duration.ofMillis(8000));
    ModelClient late = new ModelClient(server.core());
    late.connect(session.sessionId(), session.password(), TIMEOUT_MS);

    assertTrue(late.greeting().isExpired());
    assertTrue(late.isEnded());
  }

  @Test
  void sessionHasItsWholeTimeoutBeforeItAfterARestart() {
    ModelClient before = client(TIMEOUT_MS);
    ConnectResponse session = before.greeting();
    before.create("/mine", CreateFlags.EPHEMERAL);
    world.advance(Duration.ofMillis(4000));
    server.stop();
    world.advance(Duration.ofHours(1));

    server = start();
    world.advance(Duration.ofMillis(4000));
    ModelClient after = new ModelClient(server.core());
    after.connect(session.sessionId(), session.password(), TIMEOUT_MS);

    assertFalse(after.greeting().isExpired());
    assertEquals(ErrorCode.NODE_EXISTS, after.create("/mine", CreateFlags.EPHEMERAL));
  }

  @Test
  void containerGoesOnceItsChildrenAreGone() {
    ModelClient client = client(40_000);
    client.greeting();
    client.create("/used", CreateFlags.CONTAINER);
    client.create("/unused", CreateFlags.CONTAINER);
    client.create("/used/child", CreateFlags.PERSISTENT);
    pingFor(client, Duration.ofMinutes(2));
    assertEquals(ErrorCode.OK, exists(client, "/used"));

    client.ask(new DeleteRequest("/used/child", -1));
    assertEquals(ErrorCode.OK, exists(client, "/used"));
    pingFor(client, Duration.ofMinutes(2));

    assertEquals(ErrorCode.NO_NODE, exists(client, "/used"));
    assertEquals(ErrorCode.OK, exists(client, "/unused"));
  }

  @Test
  void znodeWithATimeToLiveGoesWhenNobodyChangesIt() {
    ModelClient client = client(40_000);
    client.greeting();
    client.ask(
        new CreateTtlRequest(
            "/brief",
            null,
            Acl.OPEN,
            CreateFlags.PERSISTENT_WITH_TTL,
            Duration.ofMinutes(3).toMillis()));
    pingFor(client, Duration.ofMinutes(2));
    assertEquals(ErrorCode.OK, exists(client, "/brief"));

    pingFor(client, Duration.ofMinutes(3));

    assertEquals(ErrorCode.NO_NODE, exists(client, "/brief"));
  }

  @Test
  void nothingIsProposedAfterTheEnd() {
    client(TIMEOUT_MS);
    server.stop();
    long last = disk.lastZxid();

    world.advance(Duration.ofHours(1));

    assertEquals(last, disk.lastZxid());
    assertEquals(1, disk.sessions().size());
  }

  private void pingFor(ModelClient client, Duration time) {
    for (long seconds = 0; seconds < time.toSeconds(); seconds += 20) {
      world.advance(Duration.ofSeconds(20));
      client.ask(new PingRequest());
    }
  }

  private static int exists(ModelClient client, String path) {
    return client.ask(new ExistsRequest(path, false)).header().err();
  }
}
