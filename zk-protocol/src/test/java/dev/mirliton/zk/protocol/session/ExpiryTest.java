package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.PASSWORD;
import static dev.mirliton.zk.protocol.session.SessionRig.SESSION_ID;
import static dev.mirliton.zk.protocol.session.SessionRig.TIMEOUT_MS;
import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchEvent.Gap.Reason;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.Resolve;
import dev.mirliton.zk.protocol.session.SessionRig.SessionOver;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.session.SessionRig.Told;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiryTest {
  /**
   * Long enough for the server to have said nothing for so long that the connection is given up.
   */
  private static final long SILENT_MS = TIMEOUT_MS * 2 / 3;

  private static final long END_MS = TIMEOUT_MS * 4 / 3;

  @Test
  void theServersWordEndsTheSessionAndAnotherIsOpened() {
    SessionRig rig = SessionRig.live();
    rig.reconnect();
    rig.said();

    rig.refuseSession();
    assertEquals(
        List.of(
            new Disconnect(),
            new SessionOver(),
            new State(KeeperState.EXPIRED),
            new Resolve("zk1:2181")),
        rig.said());

    rig.reachServer();
    assertEquals(List.of(new ConnectRequest(0, 0, TIMEOUT_MS, 0, new byte[16], false)), rig.sent());

    rig.handshake(SESSION_ID + 1, TIMEOUT_MS, false);
    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
  }

  @Test
  void aGivenSessionThatIsOverIsToldSo() {
    SessionRig rig =
        new SessionRig(
            setup -> {
              setup.sessionId = 0x77;
              setup.password = PASSWORD;
            });
    rig.start();
    rig.reachServer();

    rig.refuseSession();

    assertEquals(List.of(new State(KeeperState.EXPIRED)), rig.said(State.class));
  }

  @Test
  void theClockEndsTheSessionFourThirdsOfItsTimeoutAfterTheLastByte() {
    SessionRig rig = SessionRig.live();
    rig.advance(1_000);
    rig.pong();
    rig.breakLink();
    rig.said();

    rig.advance(END_MS - 1);
    assertTrue(rig.said().stream().noneMatch(new State(KeeperState.EXPIRED)::equals));

    rig.advance(1);
    List<Object> said = rig.said();
    assertTrue(said.contains(new SessionOver()), said::toString);
    assertTrue(said.contains(new State(KeeperState.EXPIRED)), said::toString);

    rig.awaitAttempt();
    rig.reachServer();
    assertEquals(List.of(new ConnectRequest(0, 0, TIMEOUT_MS, 0, new byte[16], false)), rig.sent());
  }

  @Test
  void theClockEndsAnAttemptThatAskedForTheOldSession() {
    SessionRig rig = SessionRig.live();
    rig.breakLink();
    rig.advance(END_MS - 1_000);
    rig.said();
    rig.awaitAttempt();
    rig.reachServer();
    rig.sent();
    rig.said();

    rig.advance(1_000);

    List<Object> said = rig.said();
    assertEquals(new Disconnect(), said.get(0));
    assertTrue(said.contains(new State(KeeperState.EXPIRED)), said::toString);
    rig.awaitAttempt();
    rig.reachServer();
    assertEquals(0, ((ConnectRequest) rig.sent().get(0)).sessionId());
  }

  @Test
  void aServerThatOnlyListensDoesNotKeepTheSessionFromEnding() {
    SessionRig rig = SessionRig.live();
    rig.advance(SILENT_MS);
    rig.said();
    rig.reachServer();
    rig.sent();
    rig.advance(SessionRig.CONNECT_MS + SessionRig.PAUSE_MS);
    rig.reachServer();
    rig.sent();
    rig.advance(END_MS - 1 - rig.nowMs());
    assertTrue(rig.said().stream().noneMatch(new State(KeeperState.EXPIRED)::equals));

    rig.advance(1);

    assertTrue(rig.said().contains(new State(KeeperState.EXPIRED)));
  }

  @Test
  void aSessionThatNeverWasCannotExpire() {
    SessionRig rig = new SessionRig();
    rig.get("/a");
    rig.start();

    rig.advance(100L * TIMEOUT_MS);

    assertEquals(List.of(), rig.said(State.class));
  }

  @Test
  void aGivenSessionThatWasNeverReachedCannotExpireByTheClock() {
    SessionRig rig =
        new SessionRig(
            setup -> {
              setup.sessionId = 0x77;
              setup.password = PASSWORD;
            });
    rig.start();

    rig.advance(100L * TIMEOUT_MS);
    rig.said();
    rig.awaitAttempt();
    rig.reachServer();

    assertEquals(0x77, ((ConnectRequest) rig.sent().get(0)).sessionId());
  }

  @Test
  void theNextSessionHasItsOwnClock() {
    SessionRig rig = SessionRig.live();
    rig.breakLink();
    rig.advance(END_MS);
    rig.said();

    rig.advance(100L * TIMEOUT_MS);

    assertEquals(List.of(), rig.said(State.class));
  }

  @Test
  void queuedRequestsFailUnsentAndSentReadsFailAsUnknown() {
    SessionRig rig = SessionRig.live();
    rig.get("/sent");
    rig.sent();
    rig.breakLink();
    rig.delete("/queued");
    rig.told();

    rig.advance(END_MS);

    assertEquals(
        List.of(
            lost("get /sent", Loss.Reason.EXPIRED, Fate.UNKNOWN),
            lost("delete /queued", Loss.Reason.EXPIRED, Fate.NOT_SENT)),
        rig.told());
  }

  @Test
  void aReadThatWasSentOnceStaysUnknownHoweverOftenItWaits() {
    SessionRig rig = SessionRig.live();
    rig.get("/sent");
    rig.sent();
    rig.get("/unsent");
    rig.reconnect();
    rig.handshake(); // encoded again, and not taken by this link
    rig.breakLink();
    rig.told();

    rig.advance(END_MS);

    assertEquals(
        List.of(
            lost("get /sent", Loss.Reason.EXPIRED, Fate.UNKNOWN),
            lost("get /unsent", Loss.Reason.EXPIRED, Fate.NOT_SENT)),
        rig.told());
  }

  @Test
  void watchesEndWithTheSession() {
    SessionRig rig = SessionRig.live();
    rig.watched(WatchKind.DATA, "/a");
    rig.watched(WatchKind.RECURSIVE, "/b");
    rig.reconnect();
    rig.told();

    rig.refuseSession();

    assertEquals(
        List.of(
            new Told("DATA /a", new WatchEvent.Gap("/a", Reason.SESSION_OVER)),
            new Told("RECURSIVE /b", new WatchEvent.Gap("/b", Reason.SESSION_OVER))),
        rig.told());

    rig.advance(SessionRig.PAUSE_MS);
    rig.reachServer();
    rig.handshake(SESSION_ID + 1, TIMEOUT_MS, false);
    assertEquals(List.of(), rig.sent());
  }
}
