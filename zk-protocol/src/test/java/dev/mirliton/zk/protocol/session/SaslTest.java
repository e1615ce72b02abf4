package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.HANDSHAKE_MS;
import static dev.mirliton.zk.protocol.session.SessionRig.SESSION_ID;
import static dev.mirliton.zk.protocol.session.SessionRig.TIMEOUT_MS;
import static dev.mirliton.zk.protocol.session.SessionRig.auth;
import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.protocol.session.SessionRig.AttemptFailed;
import dev.mirliton.zk.protocol.session.SessionRig.Authenticated;
import dev.mirliton.zk.protocol.session.SessionRig.Challenged;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.Established;
import dev.mirliton.zk.protocol.session.SessionRig.ProveTo;
import dev.mirliton.zk.protocol.session.SessionRig.Resolve;
import dev.mirliton.zk.protocol.session.SessionRig.Sent;
import dev.mirliton.zk.protocol.session.SessionRig.SessionOver;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.wire.CloseRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.PingRequest;
import dev.mirliton.zk.protocol.wire.SaslRequest;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.Xid;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaslTest {
  private static final Authentication ANN = Authentication.digest("ann", "secret");

  private final SessionRig rig = started(List.of());

  private static SessionRig started(List<Authentication> credentials) {
    SessionRig rig =
        new SessionRig(
            setup -> {
              setup.sasl = true;
              setup.credentials = credentials;
            });
    rig.start();
    rig.reachServer();
    rig.sent();
    rig.said();
    return rig;
  }

  private static Sent token(String text) {
    return new Sent(SaslExchange.XID, new SaslRequest(text.getBytes(UTF_8)));
  }

  /** An exchange as by DIGEST-MD5: the server has the last word. */
  private static void prove(SessionRig rig) {
    rig.token("", false);
    rig.saslReply("who");
    rig.token("bob", false);
    rig.saslReply("yes");
    rig.token(null, true);
  }

  /** A session that is served, with everything said so far forgotten. */
  private static SessionRig live() {
    SessionRig rig = started(List.of());
    rig.handshake();
    prove(rig);
    rig.sent();
    rig.said();
    return rig;
  }

  @Test
  void theMechanismIsAskedWhenTheServerHasGrantedASession() {
    rig.handshake();

    assertEquals(
        List.of(new Established(SESSION_ID, TIMEOUT_MS), new ProveTo("zk1:2181", "10.0.0.1:2181")),
        rig.said());
    assertEquals(List.of(), rig.sent());
  }

  @Test
  void tokensGoBackAndForthUntilTheMechanismIsContent() {
    rig.handshake();
    rig.said();

    rig.token("", false);
    assertEquals(List.of(token("")), rig.sent());
    rig.saslReply("who");
    assertEquals(List.of(new Challenged("who")), rig.said());
    rig.token("bob", false);
    assertEquals(List.of(token("bob")), rig.sent());
    rig.saslReply("yes");
    assertEquals(List.of(new Challenged("yes")), rig.said());
    rig.token(null, true);

    assertEquals(
        List.of(new Authenticated("sasl", true), new State(KeeperState.CONNECTED)), rig.said());
    assertEquals(List.of(), rig.sent());
  }

  @Test
  void theLastTokenWaitsForTheServersWord() {
    rig.handshake();
    rig.said();
    rig.token("ticket", false);
    rig.saslReply("layers");
    rig.token("none", true);
    assertEquals(List.of(token("ticket"), token("none")), rig.sent());
    assertEquals(List.of(), rig.said(State.class));

    rig.saslReply((String) null);

    assertEquals(
        List.of(new Authenticated("sasl", true), new State(KeeperState.CONNECTED)), rig.said());
  }

  @Test
  void aMechanismWithNothingToSaySendsAnEmptyToken() {
    rig.handshake();

    rig.token(null, false);

    assertEquals(List.of(token("")), rig.sent());
  }

  @Test
  void nothingElseIsSentBeforeTheEnd() {
    SessionRig rig = started(List.of(ANN));
    rig.delete("/early");
    rig.handshake();
    rig.delete("/late");
    rig.authenticate(Authentication.digest("bob", "secret"));
    rig.token("", false);
    rig.saslReply("who");
    rig.advance(HANDSHAKE_MS - 1);

    assertEquals(List.of(token("")), rig.sent());
  }

  @Test
  void thenComeCredentialsThenWatchesThenRequests() {
    SessionRig rig = started(List.of(ANN));
    rig.handshake();
    prove(rig);
    rig.authReply(ErrorCode.OK);
    rig.sent();
    rig.watched(WatchKind.DATA, "/w");
    rig.reconnect();
    rig.delete("/a");
    rig.handshake();
    rig.sent();
    rig.said();

    prove(rig);
    assertEquals(List.of(token(""), token("bob"), auth(ANN)), rig.sent());
    assertEquals(List.of(), rig.said(State.class));
    rig.authReply(ErrorCode.OK);

    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
    assertEquals(
        List.of(
            new SetWatchesRequest(1, List.of("/w"), List.of(), List.of()),
            new DeleteRequest("/a", -1)),
        rig.requests());
  }

  @ParameterizedTest
  @ValueSource(ints = {ErrorCode.AUTH_FAILED, ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH})
  void refusalIsFinal(int refusal) {
    rig.handshake();
    rig.get("/a");
    rig.token("", false);
    rig.saslReply("who");
    rig.token("mallory", false);
    rig.said();

    rig.saslReply(refusal);

    assertEquals(
        List.of(
            new Authenticated("sasl", false),
            new Disconnect(),
            lost("get /a", Loss.Reason.AUTH_FAILED, Fate.NOT_SENT),
            new SessionOver(),
            new State(KeeperState.AUTH_FAILED)),
        rig.said());
    assertEquals(Long.MAX_VALUE, rig.session.wakeAtNs());
    rig.delete("/b");
    assertEquals(List.of(lost("delete /b", Loss.Reason.AUTH_FAILED, Fate.NOT_SENT)), rig.told());
  }

  @Test
  void refusalOnAReconnectIsFinal() {
    SessionRig rig = live();
    rig.reconnect();
    rig.handshake();
    rig.token("bob", false);
    rig.said();

    rig.saslReply(ErrorCode.AUTH_FAILED);

    assertEquals(List.of(new State(KeeperState.AUTH_FAILED)), rig.said(State.class));
  }

  @Test
  void aServerThatDiesIsNotTakenForARefusal() {
    rig.handshake();
    rig.token("", false);
    rig.said();

    rig.breakLink();

    AttemptFailed failed = assertInstanceOf(AttemptFailed.class, rig.said().get(0));
    assertTrue(failed.cause().contains("before 3.5 it does so to refuse"), failed.cause());
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();
    assertEquals(List.of(new ProveTo("zk1:2181", "10.0.0.1:2181")), rig.said(ProveTo.class));
  }

  @Test
  void aServerThatAlwaysClosesTheLineIsAskedEverMoreSlowly() {
    long[] pauses = new long[4];
    for (int round = 0; round < pauses.length; round++) {
      rig.handshake();
      rig.token("bob", false);
      rig.said();
      rig.breakLink();
      long lostMs = rig.nowMs();
      rig.awaitAttempt();
      pauses[round] = rig.nowMs() - lostMs;
      rig.reachServer();
    }

    assertTrue(pauses[1] > pauses[0], () -> java.util.Arrays.toString(pauses));
    assertTrue(pauses[3] > 2 * pauses[1], () -> java.util.Arrays.toString(pauses));
  }

  @Test
  void anotherServerIsTriedAtOnce() {
    SessionRig two =
        new SessionRig(
            setup -> {
              setup.hosts = "zk1:2181,zk2:2181";
              setup.sasl = true;
            });
    two.start();
    two.reachServer();
    two.handshake();
    two.token("", false);
    two.said();

    two.breakLink();

    assertEquals(1, two.said(Resolve.class).size());
  }

  @Test
  void aMechanismThatFailsFailsTheAttempt() {
    rig.handshake();
    rig.said();

    rig.session.sasl(
        rig.session.attempt(),
        new SaslStep.Failed(new IOException("the KDC is away"), false),
        rig.nowNs());

    assertEquals(
        List.of(
            new Disconnect(), new AttemptFailed("zk1:2181", "10.0.0.1:2181", "the KDC is away")),
        rig.said());
  }

  @Test
  void aMechanismThatKnowsOfARefusalEndsTheClient() {
    rig.handshake();

    rig.session.sasl(
        rig.session.attempt(),
        new SaslStep.Failed(new IOException("the KDC knows no such client"), true),
        rig.nowNs());

    assertEquals(List.of(new State(KeeperState.AUTH_FAILED)), rig.said(State.class));
  }

  @Test
  void theMechanismHasUntilTheAttemptsEnd() {
    rig.handshake();
    rig.said();

    rig.advance(HANDSHAKE_MS);

    assertEquals(
        List.of(
            new Disconnect(),
            new AttemptFailed(
                "zk1:2181",
                "10.0.0.1:2181",
                "connected, but no SASL within 2500 ms: the mechanism had not made its token"
                    + " (with Kerberos: the KDC did not answer)")),
        rig.said());
  }

  @Test
  void soHasTheServer() {
    rig.handshake();
    rig.token("", false);
    rig.said();

    rig.advance(HANDSHAKE_MS);

    assertEquals(
        List.of(
            new AttemptFailed(
                "zk1:2181",
                "10.0.0.1:2181",
                "connected, but no SASL within 2500 ms: the server did not answer")),
        rig.said(AttemptFailed.class));
  }

  @Test
  void whatTheMechanismSaysLateIsIgnored() {
    rig.handshake();
    int abandoned = rig.session.attempt();
    rig.reconnect();
    rig.handshake();
    rig.said();

    rig.session.sasl(abandoned, new SaslStep.Token(new byte[1], true), rig.nowNs());
    rig.session.sasl(abandoned, new SaslStep.Failed(new IOException("late"), true), rig.nowNs());

    assertEquals(List.of(), rig.sent());
    assertEquals(List.of(), rig.said());
  }

  @Test
  void aServerWithoutSaslIsAFailedAttempt() {
    rig.handshake();
    rig.token("", false);
    rig.said();

    rig.saslReply((String) null);

    assertEquals(
        List.of(
            new Disconnect(),
            new AttemptFailed(
                "zk1:2181",
                "10.0.0.1:2181",
                "the server does no SASL, or serves those it does not believe")),
        rig.said());
  }

  @Test
  void aServerThatServesWhomItDoesNotBelieveRefuses() {
    rig.handshake();
    rig.token("", false);
    rig.saslReply("who");
    rig.token("mallory", false);

    rig.saslReply((String) null);

    assertEquals(List.of(new State(KeeperState.AUTH_FAILED)), rig.said(State.class));
  }

  @Test
  void anErrorThatSaysNothingOfCredentialsIsAFailedAttempt() {
    rig.handshake();
    rig.token("", false);
    rig.said();

    rig.saslReply(ErrorCode.UNIMPLEMENTED);

    assertEquals(
        List.of(
            new AttemptFailed(
                "zk1:2181", "10.0.0.1:2181", "the server could not do SASL: unimplemented")),
        rig.said(AttemptFailed.class));
  }

  @Test
  void anythingElseThanAnAnswerEndsTheConnection() {
    rig.handshake();
    rig.token("", false);
    rig.said();

    rig.pong();

    assertTrue(rig.said().contains(new Disconnect()));
  }

  @Test
  void anAnswerToNothingEndsTheConnection() {
    rig.handshake();
    rig.said();

    rig.saslReply("eager");

    assertTrue(rig.said().contains(new Disconnect()));
  }

  @Test
  void aLongExchangeIsFollowedByAPingAtOnce() {
    SessionRig rig = started(List.of());
    rig.handshake(SESSION_ID, 1_500, false);
    rig.token("", false);
    rig.saslReply("who");
    rig.token("bob", false);
    rig.advance(1_400);
    rig.saslReply("yes");
    rig.sent();

    rig.token(null, true);
    rig.advance(0);

    assertEquals(List.of(new Sent(Xid.PING, new PingRequest())), rig.sent());
    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
  }

  @Test
  void aSessionThatCannotBeAliveIsGivenUpInTheMidstOfAnExchange() {
    SessionRig rig = live();
    rig.reconnect();
    rig.handshake(SESSION_ID, 1_000, false);
    rig.said();

    rig.advance(1_400);

    assertEquals(List.of(new State(KeeperState.EXPIRED)), rig.said(State.class));
    rig.awaitAttempt();
    rig.reachServer();
    rig.said();
    rig.breakLink(); // of an attempt without SASL so far
    assertEquals("reset", rig.said(AttemptFailed.class).get(0).cause());
  }

  @Test
  void closeEndsTheSessionWhenTheExchangeIsDone() {
    rig.handshake();
    rig.token("", false);
    rig.saslReply("yes");
    rig.sent();

    rig.close();
    assertEquals(List.of(), rig.sent());
    rig.token(null, true);

    assertEquals(List.of(new CloseRequest()), rig.requests());
  }

  @Test
  void sessionThatNobodyCouldUseNeedsNoEnd() {
    rig.handshake();
    rig.token("", false);
    rig.close();
    rig.said();

    rig.breakLink();

    assertEquals(List.of(new State(KeeperState.CLOSED)), rig.said(State.class));
  }

  @Test
  void norIsItAskedForWhenTimeIsUp() {
    rig.handshake();
    rig.close();
    rig.said();

    rig.advance(HANDSHAKE_MS);

    assertEquals(List.of(new State(KeeperState.CLOSED)), rig.said(State.class));
  }

  @Test
  void norDoesOneBetweenTwoAttempts() {
    rig.handshake();
    rig.token("", false);
    rig.breakLink();
    rig.said();

    rig.close();

    assertEquals(List.of(new State(KeeperState.CLOSED)), rig.said(State.class));
  }

  @Test
  void sessionThatWasUsedIsEndedOnTheNextConnection() {
    SessionRig rig = live();
    rig.breakLink();
    rig.close();
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();
    rig.sent();

    prove(rig);

    assertTrue(rig.requests().contains(new CloseRequest()));
  }

  @Test
  void abortLeavesTheExchange() {
    rig.handshake();
    rig.said();

    rig.session.abort(rig.nowNs());
    rig.token("late", true);

    assertEquals(
        List.of(new Disconnect(), new SessionOver(), new State(KeeperState.CLOSED)), rig.said());
    assertEquals(List.of(), rig.sent());
  }
}
