package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.PASSWORD;
import static dev.mirliton.zk.protocol.session.SessionRig.SESSION_ID;
import static dev.mirliton.zk.protocol.session.SessionRig.TIMEOUT_MS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.protocol.session.SessionRig.AttemptFailed;
import dev.mirliton.zk.protocol.session.SessionRig.SessionOver;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReattachTest {

  @Test
  void aLostConnectionIsSuspensionAndNotTheSessionsEnd() {
    SessionRig rig = SessionRig.live();

    rig.breakLink();
    assertEquals(List.of(new State(KeeperState.CONNECTING)), rig.said());

    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();
    List<Object> said = rig.said();
    assertEquals(new State(KeeperState.CONNECTED), said.get(said.size() - 1));
    assertEquals(0, said.stream().filter(SessionOver.class::isInstance).count());
  }

  @Test
  void theNextConnectionShowsIdPasswordAndWhatWasSeen() {
    SessionRig rig = SessionRig.live();
    rig.get("/a");
    rig.reply(rig.sentXid(), 0x700, 0);

    rig.reconnect();

    assertEquals(
        List.of(new ConnectRequest(0, 0x700, TIMEOUT_MS, SESSION_ID, PASSWORD, false)), rig.sent());
  }

  @Test
  void halfAFrameDiesWithItsConnection() {
    SessionRig rig = SessionRig.live();
    rig.receive(ByteBuffer.wrap(new byte[] {0, 0, 0, 16, 0, 0}));
    rig.reconnect();
    rig.said();

    rig.handshake();

    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
  }

  @Test
  void theTimeoutIsAskedForAsAtTheStart() {
    SessionRig rig = new SessionRig(setup -> setup.sessionTimeoutMs = 60_000);
    rig.start();
    rig.reachServer();
    rig.handshake(SESSION_ID, 40_000, false);

    rig.reconnect();

    assertEquals(60_000, ((ConnectRequest) rig.sent().get(0)).timeoutMs());
  }

  @Test
  void aGivenSessionIsShownFromTheFirstConnection() {
    SessionRig rig =
        new SessionRig(
            setup -> {
              setup.sessionId = 0x77;
              setup.password = PASSWORD;
            });
    rig.start();
    rig.reachServer();

    assertEquals(List.of(new ConnectRequest(0, 0, TIMEOUT_MS, 0x77, PASSWORD, false)), rig.sent());
  }

  @Test
  void anAnswerForAnotherSessionIsNotBelieved() {
    SessionRig rig = SessionRig.live();
    rig.reconnect();
    rig.said();

    rig.handshake(SESSION_ID + 1, TIMEOUT_MS, false);

    List<AttemptFailed> failed = rig.said(AttemptFailed.class);
    assertEquals("connect: the server answered for another session", failed.get(0).cause());
  }
}
