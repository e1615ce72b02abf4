package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.protocol.wire.AddWatchRequest;
import dev.mirliton.zk.protocol.wire.AuthRequest;
import dev.mirliton.zk.protocol.wire.CloseRequest;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.CreateRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.PingRequest;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.SyncRequest;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import dev.mirliton.zk.protocol.wire.Xid;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ServerCoreTest {
  private static final byte[] NO_PASSWORD = new byte[16];
  private static final Request CREATE =
      new CreateRequest(OpCode.CREATE, "/a", new byte[0], Acl.OPEN, 0);
  private static final Request EXISTS = new ExistsRequest("/a", false);

  private final SlowEnsemble ensemble = new SlowEnsemble();

  @Test
  void bytesMayComeOneByOne() {
    ModelClient client = new ModelClient(ensemble.leader);

    byte[] handshake =
        ModelClient.handshake(new ConnectRequest(0, 0, 10_000, 0, NO_PASSWORD, true));
    for (byte each : handshake) {
      client.write(new byte[] {each});
    }
    ensemble.agree();

    assertEquals(10_000, client.greeting().timeoutMs());
  }

  @Test
  void timeoutIsGrantedWithinLimits() {
    ModelClient hasty = new ModelClient(ensemble.leader);
    ModelClient patient = new ModelClient(ensemble.leader);
    hasty.connect(0, NO_PASSWORD, 1);
    patient.connect(0, NO_PASSWORD, Integer.MAX_VALUE);
    ensemble.agree();

    assertEquals(4000, hasty.greeting().timeoutMs());
    assertEquals(40_000, patient.greeting().timeoutMs());
  }

  @Test
  void readBehindAnUnfinishedWriteWaits() {
    ModelClient client = ensemble.clientOf(ensemble.follower);
    client.greeting();

    int write = client.send(CREATE);
    int read = client.send(EXISTS);
    assertTrue(client.isSilent());
    ensemble.agree();

    assertEquals(new ReplyHeader(write, 2, 0), client.header());
    assertEquals(new ReplyHeader(read, 2, 0), client.header());
  }

  @Test
  void readDoesNotWaitForTheWriteOfAnother() {
    ModelClient writer = ensemble.clientOf(ensemble.leader);
    ModelClient reader = ensemble.clientOf(ensemble.leader);
    reader.greeting();

    writer.send(CREATE);

    assertEquals(ErrorCode.NO_NODE, reader.ask(EXISTS).header().err());
  }

  @Test
  void syncComesBackBehindWhatWasProposedBefore() {
    ModelClient writer = ensemble.clientOf(ensemble.leader);
    ModelClient reader = ensemble.clientOf(ensemble.follower);
    reader.greeting();

    writer.send(CREATE);
    int sync = reader.send(new SyncRequest("/"));
    assertTrue(reader.isSilent());
    ensemble.agree();

    assertEquals(new ReplyHeader(sync, 3, 0), reader.header());
  }

  @Test
  void credentialsOvertakeWhatWaits() {
    ModelClient client = ensemble.clientOf(ensemble.leader);
    client.greeting();
    byte[] secret = "alice:a".getBytes(StandardCharsets.UTF_8);

    client.send(CREATE);
    client.write(
        ModelClient.packet(
            out -> {
              RequestHeader.encode(out, Xid.AUTH, OpCode.AUTH);
              new AuthRequest(0, "digest", secret).encode(out);
            }));

    assertEquals(new ReplyHeader(Xid.AUTH, 0, 0), client.header());
    assertTrue(client.isSilent());
  }

  @Test
  void unknownRequestIsRefusedAtTheDoorBeforeWhatWaits() {
    ModelClient client = ensemble.clientOf(ensemble.leader);
    client.greeting();

    client.send(CREATE);
    client.sendUnknown(4711);

    assertEquals(new ReplyHeader(2, -1, ErrorCode.UNIMPLEMENTED), client.header());
    assertTrue(client.isEnded());
    ensemble.agree();
    assertEquals(1, ensemble.leader.tree().countBelow("/") - new DataTree().countBelow("/"));
  }

  @Test
  void olderServerRefusesAtTheDoorWhatItDoesNotKnow() {
    SlowEnsemble older =
        new SlowEnsemble(ModelOptions.DEFAULT.withoutOperations(OpCode.EXISTS, OpCode.MULTI));
    ModelClient client = older.clientOf(older.leader);
    client.greeting();

    client.send(CREATE);
    int unknown = client.send(EXISTS);

    assertEquals(new ReplyHeader(unknown, -1, ErrorCode.UNIMPLEMENTED), client.header());
    assertTrue(client.isEnded());
    older.agree();
    assertEquals(1, older.leader.tree().countBelow("/") - new DataTree().countBelow("/"));
  }

  @Test
  void requestsSentWithTheHandshakeWaitForTheSession() {
    ModelClient client = new ModelClient(ensemble.follower);
    client.connect(0, NO_PASSWORD, 10_000);
    client.send(new PingRequest());
    assertTrue(client.isSilent());

    ensemble.agree();

    assertFalse(client.greeting().isExpired());
    assertEquals(new ReplyHeader(Xid.PING, 1, 0), client.header());
  }

  @Test
  void watchAtOneServerHearsOfAWriteAtAnother() {
    ModelClient watcher = ensemble.clientOf(ensemble.follower);
    ModelClient writer = ensemble.clientOf(ensemble.leader);
    watcher.greeting();
    watcher.ask(new ExistsRequest("/a", true));

    writer.send(CREATE);
    ensemble.agree();

    assertEquals(new WatcherEvent(EventType.NODE_CREATED, 3, "/a"), watcher.event());
  }

  @Test
  void watchesEndWithTheirConnection() {
    ModelClient watcher = ensemble.clientOf(ensemble.leader);
    watcher.greeting();
    watcher.ask(new ExistsRequest("/a", true));
    watcher.ask(new AddWatchRequest("/", AddWatchRequest.PERSISTENT_RECURSIVE));
    assertEquals(
        "1 connections watching 2 paths\nTotal watches:2\n", word(ensemble.leader, "wchs"));

    watcher.lose();

    assertEquals(
        "0 connections watching 0 paths\nTotal watches:0\n", word(ensemble.leader, "wchs"));
  }

  @Test
  void sessionGoesOnElsewhereAndItsFormerServerRefusesItsWrites() {
    ModelClient before = ensemble.clientOf(ensemble.leader);
    ConnectResponse session = before.greeting();
    ModelClient after = new ModelClient(ensemble.follower);
    after.connect(session.sessionId(), session.password(), 10_000);
    ensemble.agree();

    assertEquals(session, after.greeting());
    before.send(CREATE);
    ensemble.agree();

    assertTrue(before.isEnded());
    assertTrue(before.isSilent());
    after.send(CREATE);
    ensemble.agree();
    assertEquals(ErrorCode.OK, after.header().err());
  }

  @Test
  void secondConnectionOfASessionEndsTheFirstOfTheSameServer() {
    ModelClient before = ensemble.clientOf(ensemble.leader);
    ConnectResponse session = before.greeting();

    ModelClient after = new ModelClient(ensemble.leader);
    after.connect(session.sessionId(), session.password(), 10_000);
    ensemble.agree();

    assertTrue(before.isEnded());
    assertEquals(session, after.greeting());
  }

  @Test
  void wrongPasswordIsAnsweredAsAnExpiredSession() {
    ConnectResponse session = ensemble.clientOf(ensemble.leader).greeting();
    ModelClient thief = new ModelClient(ensemble.follower);
    thief.connect(session.sessionId(), NO_PASSWORD, 10_000);

    assertEquals(new ConnectResponse(0, 0, 0, NO_PASSWORD, false), thief.greeting());
    assertTrue(thief.isEnded());
  }

  @Test
  void clientThatHasSeenMoreIsSentAwayWithoutAWord() {
    ModelClient client = new ModelClient(ensemble.follower);

    client.write(ModelClient.handshake(new ConnectRequest(0, 1, 10_000, 0, NO_PASSWORD, true)));

    assertTrue(client.isSilent());
    assertTrue(client.isEnded());
  }

  @Test
  void sessionThatEndsAtOneServerEndsItsConnectionAtAnother() {
    ModelClient before = ensemble.clientOf(ensemble.leader);
    ConnectResponse session = before.greeting();
    ModelClient after = new ModelClient(ensemble.follower);
    after.connect(session.sessionId(), session.password(), 10_000);
    ensemble.agree();
    after.greeting();

    int close = after.send(new CloseRequest());
    ensemble.agree();

    assertEquals(new ReplyHeader(close, 2, 0), after.header());
    assertTrue(after.isEnded());
    assertTrue(before.isEnded());
    assertTrue(before.isSilent());
  }

  @Test
  void serverThatLosesItsLeaderEndsAllConnections() {
    ModelClient client = ensemble.clientOf(ensemble.follower);
    client.greeting();
    client.send(CREATE);

    ensemble.follower.serve(ServerMode.LOOKING);

    assertTrue(client.isEnded());
    ensemble.agree();
    assertTrue(client.isSilent());
    ModelClient next = new ModelClient(ensemble.follower);
    next.connect(0, NO_PASSWORD, 10_000);
    assertTrue(next.isEnded());
  }

  @Test
  void frameThatIsTooLongEndsTheConnection() {
    ModelClient client = ensemble.clientOf(ensemble.leader);
    client.greeting();

    client.write(new byte[] {0, 0x10, 0, 0});

    assertTrue(client.isEnded());
  }

  @Test
  void fourLettersAreAnsweredInEveryMode() {
    assertEquals("imok", word(ensemble.leader, "ruok"));
    assertEquals("rw", word(ensemble.follower, "isro"));
    assertTrue(word(ensemble.leader, "srvr").contains("\nMode: leader\n"));
    assertTrue(word(ensemble.leader, "srvr").startsWith("Zookeeper version: 3.9"));
    assertEquals("", word(ensemble.leader, "zzzz"));
    ensemble.leader.serve(ServerMode.READ_ONLY);
    assertEquals("ro", word(ensemble.leader, "isro"));
    ensemble.leader.serve(ServerMode.LOOKING);
    assertEquals("null", word(ensemble.leader, "isro"));
    assertTrue(word(ensemble.leader, "srvr").contains("not currently serving"));
  }

  private static String word(ServerCore server, String word) {
    ModelClient client = new ModelClient(server);
    client.write(word.getBytes(StandardCharsets.US_ASCII));
    assertTrue(client.isEnded());
    return client.text();
  }
}
