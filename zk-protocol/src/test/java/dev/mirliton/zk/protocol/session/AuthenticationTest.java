package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.auth;
import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.protocol.session.SessionRig.AttemptFailed;
import dev.mirliton.zk.protocol.session.SessionRig.Authenticated;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.Sent;
import dev.mirliton.zk.protocol.session.SessionRig.SessionOver;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.session.SessionRig.Told;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.Xid;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private static final Authentication ANN = Authentication.digest("ann", "secret");
  private static final Authentication BOB = Authentication.digest("bob", "secret");
  private static final Told BOB_ACCEPTED = new Told("auth digest", AuthExchanges.ACCEPTED);

  private static SessionRig withBoth() {
    SessionRig rig = new SessionRig(setup -> setup.credentials = List.of(ANN, BOB));
    rig.start();
    rig.reachServer();
    rig.sent();
    return rig;
  }

  @Test
  void credentialsAreShownFirstAndInTheOrderGiven() {
    SessionRig rig = withBoth();
    rig.delete("/a");

    rig.handshake();

    assertEquals(List.of(auth(ANN), auth(BOB)), rig.sent());
  }

  @Test
  void connectedMeansThatAllWereAccepted() {
    SessionRig rig = withBoth();
    rig.delete("/a");
    rig.handshake();
    rig.sent();

    rig.authReply(ErrorCode.OK);
    assertEquals(List.of(), rig.said(State.class));
    assertEquals(List.of(), rig.sent());

    rig.authReply(ErrorCode.OK);
    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
    assertEquals(List.of(new Sent(1, new DeleteRequest("/a", -1))), rig.sent());
  }

  @Test
  void watchesAreSetAgainBetweenCredentialsAndRequests() {
    SessionRig rig = SessionRig.live();
    rig.watched(WatchKind.DATA, "/w");
    rig.authenticate(BOB);
    rig.sent();
    rig.authReply(ErrorCode.OK);
    rig.breakLink();
    rig.delete("/a");
    rig.awaitAttempt();
    rig.reachServer();

    rig.handshake();
    assertEquals(List.of(auth(BOB)), rig.sent());

    rig.authReply(ErrorCode.OK);
    assertEquals(
        List.of(
            new SetWatchesRequest(1, List.of("/w"), List.of(), List.of()),
            new DeleteRequest("/a", -1)),
        rig.requests());
  }

  @Test
  void refusalOfWhatWasGivenAtTheStartIsFinal() {
    SessionRig rig = withBoth();
    rig.delete("/a");
    rig.handshake();
    rig.authReply(ErrorCode.OK);
    rig.said();

    rig.authReply(ErrorCode.AUTH_FAILED);

    assertEquals(
        List.of(
            new Authenticated("digest", false),
            new Disconnect(),
            lost("delete /a", Loss.Reason.AUTH_FAILED, Fate.NOT_SENT),
            new SessionOver(),
            new State(KeeperState.AUTH_FAILED)),
        rig.said());
    assertEquals(Long.MAX_VALUE, rig.session.wakeAtNs());

    rig.get("/b");
    rig.authenticate(BOB);
    assertEquals(
        List.of(
            lost("get /b", Loss.Reason.AUTH_FAILED, Fate.NOT_SENT),
            lost("auth digest", Loss.Reason.AUTH_FAILED, Fate.NOT_SENT)),
        rig.told());
  }

  @Test
  void connectionThatEndsDuringAuthenticationIsAFailedAttempt() {
    SessionRig rig = withBoth();
    rig.handshake();
    rig.said();

    rig.breakLink();

    assertEquals(1, rig.said(SessionRig.AttemptFailed.class).size());
  }

  @Test
  void laterCredentialsAreShownAtOnce() {
    SessionRig rig = SessionRig.live();

    rig.authenticate(BOB);
    assertEquals(List.of(auth(BOB)), rig.sent());
    assertEquals(List.of(), rig.told());

    rig.authReply(ErrorCode.OK);
    assertEquals(List.of(BOB_ACCEPTED), rig.told());
  }

  @Test
  void laterCredentialsWaitForAConnection() {
    SessionRig rig = new SessionRig();
    rig.start();
    rig.authenticate(BOB);
    rig.reachServer();
    rig.handshake();

    assertEquals(List.of(auth(BOB)), rig.sent());
    assertEquals(List.of(), rig.said(State.class));

    rig.authReply(ErrorCode.OK);
    assertEquals(
        List.of(new Authenticated("digest", true), BOB_ACCEPTED, new State(KeeperState.CONNECTED)),
        rig.said());
  }

  @Test
  void whoeverWaitsForTheWordOnCredentialsIsToldOnTheNextConnection() {
    SessionRig rig = SessionRig.live();
    rig.authenticate(BOB);
    rig.sent();

    rig.reconnect();
    rig.handshake();
    assertEquals(List.of(auth(BOB)), rig.sent());
    assertEquals(List.of(), rig.told());

    rig.authReply(ErrorCode.OK);
    assertEquals(List.of(BOB_ACCEPTED), rig.told());
  }

  @Test
  void laterCredentialsThatAreRefusedAreForgottenAndTheSessionGoesOn() {
    SessionRig rig = SessionRig.live();
    rig.authenticate(BOB);
    rig.sent();

    rig.authReply(ErrorCode.AUTH_FAILED);
    List<Object> said = rig.said();
    assertTrue(said.contains(lost("auth digest", Loss.Reason.AUTH_FAILED, Fate.NOT_SENT)));
    assertTrue(said.contains(new State(KeeperState.CONNECTING)));

    rig.advance(SessionRig.PAUSE_MS);
    rig.reachServer();
    rig.handshake();
    assertEquals(List.of(), rig.sent());
    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
  }

  @Test
  void theSameCredentialsAreShownOnceAConnectionHoweverOftenTheyWereGiven() {
    SessionRig rig = SessionRig.live();
    rig.authenticate(BOB);
    rig.authenticate(BOB);
    rig.sent();
    rig.authReply(ErrorCode.OK);
    rig.authReply(ErrorCode.OK);
    assertEquals(List.of(BOB_ACCEPTED, BOB_ACCEPTED), rig.told());

    rig.reconnect();
    rig.handshake();

    assertEquals(List.of(auth(BOB)), rig.sent());
  }

  @Test
  void givingTheFirstCredentialsAgainDoesNotMakeTheirRefusalHarmless() {
    SessionRig strict = new SessionRig(setup -> setup.credentials = List.of(BOB));
    strict.start();
    strict.reachServer();
    strict.handshake();
    strict.authReply(ErrorCode.OK);
    strict.authenticate(BOB);
    strict.sent();

    strict.authReply(ErrorCode.AUTH_FAILED);

    assertTrue(strict.said().contains(new State(KeeperState.AUTH_FAILED)));
  }

  @Test
  void closingTellsWhoeverWaitsForTheWordOnCredentials() {
    SessionRig rig = SessionRig.live();
    rig.authenticate(BOB);
    rig.sent();

    rig.session.abort(rig.nowNs());

    assertEquals(List.of(lost("auth digest", Loss.Reason.CLOSED, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void refusalOnAReconnectOfWhatWasAcceptedOnceIsFinal() {
    SessionRig rig = SessionRig.live();
    rig.authenticate(BOB);
    rig.sent();
    rig.authReply(ErrorCode.OK);
    rig.reconnect();
    rig.handshake();
    rig.get("/a");
    rig.said();

    rig.authReply(ErrorCode.AUTH_FAILED);

    assertEquals(
        List.of(
            new Authenticated("digest", false),
            new Disconnect(),
            lost("get /a", Loss.Reason.AUTH_FAILED, Fate.NOT_SENT),
            new SessionOver(),
            new State(KeeperState.AUTH_FAILED)),
        rig.said());
  }

  @Test
  void aServerThatDiesWhileItIsShownCredentialsIsAFailedAttempt() {
    SessionRig rig = withBoth();
    rig.handshake();
    rig.authReply(ErrorCode.OK);
    rig.said();

    rig.breakLink();

    assertEquals(List.of(new AttemptFailed("zk1:2181", "10.0.0.1:2181", "reset")), rig.said());
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();
    assertEquals(List.of(auth(ANN), auth(BOB)), rig.sent());
  }

  @Test
  void aServerThatServesOnlyTheAuthenticatedEndsTheClient() {
    SessionRig rig = SessionRig.live();
    rig.get("/a");
    rig.delete("/b");
    rig.sent();

    rig.reply(1, 0, ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH);

    assertEquals(
        List.of(
            told("get /a", ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH),
            new Disconnect(),
            lost("delete /b", Loss.Reason.AUTH_FAILED, Fate.UNKNOWN),
            new SessionOver(),
            new State(KeeperState.AUTH_FAILED)),
        rig.said());
    assertEquals(Long.MAX_VALUE, rig.session.wakeAtNs());
  }

  @Test
  void soDoesItsAnswerToAPing() {
    SessionRig rig = SessionRig.live();
    rig.advance(SessionRig.TIMEOUT_MS / 3);

    rig.reply(Xid.PING, 0, ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH);

    assertTrue(rig.said().contains(new State(KeeperState.AUTH_FAILED)));
  }

  @Test
  void soDoesItsAnswerToWatchesThatAreSetAgain() {
    SessionRig rig = SessionRig.live();
    rig.watched(WatchKind.DATA, "/w");
    rig.reconnect();
    rig.handshake();
    rig.sent();

    rig.reply(Xid.SET_WATCHES, 0, ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH);

    assertTrue(rig.said().contains(new State(KeeperState.AUTH_FAILED)));
  }
}
