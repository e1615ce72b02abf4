package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.TIMEOUT_MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.protocol.session.SessionRig.Heard;
import dev.mirliton.zk.protocol.session.SessionRig.Sent;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.PingRequest;
import dev.mirliton.zk.protocol.wire.Xid;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private static final long THIRD_MS = TIMEOUT_MS / 3;
  private static final Sent PING = new Sent(Xid.PING, new PingRequest());

  private final SessionRig rig = SessionRig.live();

  private void assertDropped(boolean dropped) {
    assertEquals(
        dropped ? List.of(new State(KeeperState.CONNECTING)) : List.of(), rig.said(State.class));
  }

  @Test
  void anIdleSessionPingsAfterAThirdOfTheTimeout() {
    rig.advance(THIRD_MS - 1);
    assertEquals(List.of(), rig.sent());

    rig.advance(1);
    assertEquals(List.of(PING), rig.sent());
  }

  @Test
  void anIdleSessionPingsEveryThird() {
    for (int i = 0; i < 10; i++) {
      rig.advance(THIRD_MS - 1);
      assertEquals(List.of(), rig.sent());
      rig.advance(1);
      assertEquals(List.of(PING), rig.sent());
      rig.pong();
    }
    assertDropped(false);
  }

  @Test
  void whoeverHasSentNeedNotPingYet() {
    rig.advance(2_000);
    rig.delete("/a");
    int xid = rig.sentXid();
    rig.reply(xid, 1, 0);

    rig.advance(THIRD_MS - 1);
    assertEquals(List.of(), rig.sent());

    rig.advance(1);
    assertEquals(List.of(PING), rig.sent());
  }

  @Test
  void listeningAloneDoesNotKeepTheSessionSoAPingIsSent() {
    for (int i = 0; i < 5; i++) {
      rig.advance(THIRD_MS / 5);
      rig.event(1, "/a");
    }

    assertEquals(List.of(PING), rig.sent());
  }

  @Test
  void aSilentServerIsPingedOnceEvenWhileRequestsAreSent() {
    int pings = 0;
    for (int ms = 0; ms < THIRD_MS + 1_500; ms += 500) {
      rig.advance(500);
      rig.delete("/a");
      List<Object> sent = rig.sent();
      pings += sent.contains(PING) ? 1 : 0;
      assertEquals(rig.nowMs() == THIRD_MS, sent.contains(PING), "at " + rig.nowMs() + " ms");
    }
    assertEquals(1, pings);
  }

  @Test
  void twoThirdsOfSilenceEndTheConnectionWhateverIsSent() {
    for (int ms = 0; ms < 2 * THIRD_MS - 500; ms += 500) {
      rig.advance(500);
      rig.delete("/a");
      rig.sent();
    }
    rig.advance(499);
    assertDropped(false);

    rig.advance(1);
    assertDropped(true);
  }

  @Test
  void oneByteIsEnoughToBelieveInTheServer() {
    rig.advance(2 * THIRD_MS - 1);
    rig.receive(java.nio.ByteBuffer.wrap(new byte[] {0}));
    rig.advance(2 * THIRD_MS - 1);
    assertDropped(false);

    rig.advance(1);
    assertDropped(true);
  }

  @Test
  void theGrantedTimeoutCountsAndNotTheOneAskedFor() {
    SessionRig other = new SessionRig(setup -> setup.sessionTimeoutMs = 60_000);
    other.start();
    other.reachServer();
    other.handshake(1, 3_000, false);
    other.sent();

    other.advance(1_000);
    assertEquals(List.of(PING), other.sent());
    other.said();

    other.advance(1_000);
    assertEquals(List.of(new State(KeeperState.CONNECTING)), other.said(State.class));
  }

  @Test
  void anAnswerProvesThatTheServerHeardTheRequest() {
    rig.advance(500);
    rig.delete("/a");
    int xid = rig.sentXid();
    rig.advance(700);

    rig.reply(xid, 1, 0);

    assertEquals(List.of(new Heard(500)), rig.said(Heard.class));
  }

  @Test
  void aPongProvesThatTheServerHeardTheOldestPingWithoutAPong() {
    rig.advance(THIRD_MS);
    rig.sent();
    rig.event(1, "/a");
    rig.advance(THIRD_MS);
    assertEquals(List.of(PING), rig.sent());
    rig.said();

    rig.pong();

    assertEquals(List.of(new Heard(THIRD_MS)), rig.said(Heard.class));
  }

  @Test
  void whatTheServerIsKnownToHaveHeardNeverGoesBack() {
    rig.advance(THIRD_MS);
    rig.delete("/a");
    List<Object> sent = rig.sent();
    assertEquals(List.of(PING, new Sent(1, new DeleteRequest("/a", -1))), sent);
    rig.advance(10);
    rig.delete("/b");
    rig.sent();
    rig.reply(1, 1, 0);
    rig.reply(2, 1, 0);
    rig.said();

    rig.pong();

    assertEquals(List.of(), rig.said(Heard.class));
  }

  @Test
  void eventsDoNotProveThatTheServerHeardAnything() {
    rig.advance(1_000);

    rig.event(1, "/a");

    assertEquals(List.of(), rig.said(Heard.class));
  }

  @Test
  void aServerWithoutAQuorumCannotVouchForTheSession() {
    SessionRig other = new SessionRig(setup -> setup.readOnly = true);
    other.start();
    other.reachServer();
    other.handshake(1, TIMEOUT_MS, true);
    other.get("/a");
    other.sent();

    other.reply(1, 1, 0);

    assertEquals(List.of(), other.said(Heard.class));
  }

  @Test
  void aTickTooEarlyDoesNothing() {
    for (int ms = 0; ms < THIRD_MS - 1; ms++) {
      rig.advance(1);
      rig.session.tick(rig.nowNs());
    }

    assertEquals(List.of(), rig.sent());
    assertTrue(rig.said().isEmpty());
  }
}
