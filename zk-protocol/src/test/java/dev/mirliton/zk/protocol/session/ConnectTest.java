package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.CONNECT_MS;
import static dev.mirliton.zk.protocol.session.SessionRig.HANDSHAKE_MS;
import static dev.mirliton.zk.protocol.session.SessionRig.PASSWORD;
import static dev.mirliton.zk.protocol.session.SessionRig.SESSION_ID;
import static dev.mirliton.zk.protocol.session.SessionRig.TIMEOUT_MS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.protocol.session.SessionRig.AttemptFailed;
import dev.mirliton.zk.protocol.session.SessionRig.Connect;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.Established;
import dev.mirliton.zk.protocol.session.SessionRig.Heard;
import dev.mirliton.zk.protocol.session.SessionRig.Resolve;
import dev.mirliton.zk.protocol.session.SessionRig.Sent;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectTest {
  private final SessionRig rig = new SessionRig();

  @Test
  void resolvesThenConnectsThenAsksForASession() {
    rig.start();
    rig.reachServer();

    assertEquals(
        List.of(new Resolve("zk1:2181"), new Connect("zk1:2181", "10.0.0.1:2181")), rig.said());
    assertEquals(List.of(new ConnectRequest(0, 0, TIMEOUT_MS, 0, new byte[16], false)), rig.sent());
  }

  @Test
  void asksForReadOnlyServersWhenTheyWillDo() {
    SessionRig modest = new SessionRig(setup -> setup.readOnly = true);
    modest.start();
    modest.reachServer();

    assertEquals(
        List.of(new ConnectRequest(0, 0, TIMEOUT_MS, 0, new byte[16], true)), modest.sent());
  }

  @Test
  void nothingIsSentBeforeTheAnswer() {
    rig.delete("/early");
    rig.start();
    rig.reachServer();
    rig.sent();

    rig.delete("/late");
    rig.advance(CONNECT_MS - 1);

    assertEquals(List.of(), rig.sent());
  }

  @Test
  void queuedRequestsFollowTheAnswerInOrder() {
    rig.delete("/a");
    rig.start();
    rig.reachServer();
    rig.delete("/b");

    rig.handshake();

    assertEquals(
        List.of(new Sent(1, new DeleteRequest("/a", -1)), new Sent(2, new DeleteRequest("/b", -1))),
        rig.sent());
  }

  @Test
  void anAnswerEstablishesTheSession() {
    rig.start();
    rig.reachServer();
    rig.said();

    rig.handshake(SESSION_ID, 4_000, false);

    assertEquals(
        List.of(new Established(SESSION_ID, 4_000), new State(KeeperState.CONNECTED)), rig.said());
  }

  @Test
  void theServerHadHeardOfTheSessionWhenTheRequestWasSent() {
    rig.start();
    rig.reachServer();
    rig.advance(1_500);

    rig.handshake();

    assertEquals(List.of(new Heard(0)), rig.said(Heard.class));
  }

  @Test
  void anAnswerWithoutTheReadOnlyByteIsFromAServerThatWrites() {
    ByteBuffer answer =
        SessionRig.frame(new ConnectResponse(0, TIMEOUT_MS, SESSION_ID, PASSWORD, null)::encode);
    rig.start();
    rig.reachServer();
    rig.said();

    rig.receive(answer.duplicate());

    assertEquals(36 + 4, answer.limit());
    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
  }

  @Test
  void aReadOnlyServerIsToldApart() {
    rig.start();
    rig.reachServer();

    rig.handshake(SESSION_ID, TIMEOUT_MS, true);

    assertEquals(List.of(new State(KeeperState.CONNECTED_READ_ONLY)), rig.said(State.class));
  }

  @Test
  void aReplyHeaderInPlaceOfAnAnswerIsARefusal() {
    rig.start();
    rig.reachServer();
    rig.said();

    rig.receive(new ReplyHeader(0, 0, -119)::encode);

    List<Object> said = rig.said();
    assertEquals(new Disconnect(), said.get(0));
    AttemptFailed failed = (AttemptFailed) said.get(1);
    assertEquals("10.0.0.1:2181", failed.address());
    assertTrue(failed.cause().contains("the server is read-only"), failed.cause());
  }

  @Test
  void garbageInPlaceOfAnAnswerFailsTheAttempt() {
    rig.start();
    rig.reachServer();
    rig.said();

    rig.receive(ByteBuffer.wrap("HTTP/1.1 400 Bad\r\n".getBytes(StandardCharsets.US_ASCII)));

    List<AttemptFailed> failed = rig.said(AttemptFailed.class);
    assertEquals(1, failed.size());
    assertTrue(failed.get(0).cause().contains("HTTP"), failed.get(0).cause());
  }

  @Test
  void anAnswerThatEndsTooSoonFailsTheAttempt() {
    rig.start();
    rig.reachServer();
    rig.said();

    rig.receive(out -> out.writeLong(7));

    assertEquals(1, rig.said(AttemptFailed.class).size());
  }

  @Test
  void aServerThatRefusesANewSessionHasNotEndedOne() {
    rig.delete("/a");
    rig.start();
    rig.reachServer();
    rig.said();

    rig.refuseSession();

    List<Object> said = rig.said();
    assertEquals(
        List.of(Disconnect.class, AttemptFailed.class),
        said.stream().<Object>map(Object::getClass).toList());
  }

  @Test
  void silenceFailsTheAttemptInEveryPhase() {
    rig.start();
    rig.said();
    rig.advance(CONNECT_MS);
    assertFailed("the host name was not resolved within 2000 ms");

    rig.advance(SessionRig.PAUSE_MS);
    rig.resolve("10.0.0.1");
    rig.said();
    rig.advance(CONNECT_MS);
    assertFailed("no connection within 2000 ms");

    rig.advance(2 * SessionRig.PAUSE_MS);
    rig.reachServer();
    rig.said();
    rig.advance(HANDSHAKE_MS);
    assertFailed("connected, but no answer to the connect request within 2500 ms");
  }

  private void assertFailed(String cause) {
    List<Object> said = rig.said();
    assertEquals(new Disconnect(), said.get(0));
    assertEquals(cause, ((AttemptFailed) said.get(1)).cause());
  }

  @Test
  void theHandshakesTimeCountsFromTheOpenLink() {
    rig.start();
    rig.resolve("10.0.0.1");
    rig.advance(CONNECT_MS - 500);
    rig.open();
    rig.said();

    rig.advance(HANDSHAKE_MS - 1);
    assertEquals(List.of(), rig.said());

    rig.advance(1);
    assertEquals(1, rig.said(AttemptFailed.class).size());
  }

  @Test
  void credentialsTakePartOfTheHandshakesTime() {
    SessionRig shown =
        new SessionRig(setup -> setup.credentials = List.of(Authentication.digest("bob", "x")));
    shown.start();
    shown.reachServer();
    shown.advance(1_000);
    shown.handshake();
    shown.said();

    shown.advance(HANDSHAKE_MS - 1_001);
    assertEquals(List.of(), shown.said());

    shown.advance(1);
    List<Object> said = shown.said();
    assertEquals(new Disconnect(), said.get(0));
    assertEquals(
        "connected, but not authenticated within 2500 ms", ((AttemptFailed) said.get(1)).cause());
  }

  @Test
  void aConnectionThatIsLostWhileCredentialsAreCheckedIsAFailedAttempt() {
    SessionRig shown =
        new SessionRig(setup -> setup.credentials = List.of(Authentication.digest("bob", "x")));
    shown.start();
    shown.reachServer();
    shown.handshake();
    shown.said();

    shown.breakLink();

    assertEquals(List.of(new AttemptFailed("zk1:2181", "10.0.0.1:2181", "reset")), shown.said());
    shown.awaitAttempt();
    assertEquals(SessionRig.PAUSE_MS, shown.nowMs());
  }
}
