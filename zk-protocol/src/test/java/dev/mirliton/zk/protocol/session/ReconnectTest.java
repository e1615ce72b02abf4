package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.TIMEOUT_MS;
import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.ReconnectPolicy.Outage;
import dev.mirliton.zk.protocol.session.SessionRig.Contested;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the reconnect policy is asked, and what its answers do. */
class ReconnectTest {
  private final List<Outage> asked = new ArrayList<>();

  private SessionRig rig(ReconnectPolicy policy) {
    SessionRig rig =
        new SessionRig(
            setup -> {
              setup.hosts = "a:1,b:1";
              setup.reconnect =
                  (outage, random) -> {
                    asked.add(outage);
                    return policy.pause(outage, random);
                  };
            });
    rig.start();
    return rig;
  }

  private static Outage outage(boolean wasConnected, int rounds, long ms) {
    return new Outage(wasConnected, rounds, Duration.ofMillis(ms));
  }

  private static void failRound(SessionRig rig) {
    rig.failToResolve();
    rig.failToResolve();
  }

  private static void serve(SessionRig rig) {
    rig.reachServer();
    rig.handshake();
  }

  @Test
  void thePolicyIsAskedAfterEachRoundAndNotBeforeTheFirst() {
    SessionRig rig = rig((outage, random) -> Optional.of(Duration.ofMillis(70)));
    assertEquals(List.of(), asked);

    rig.advance(5);
    failRound(rig);
    rig.advance(70);
    failRound(rig);

    assertEquals(List.of(outage(false, 1, 5), outage(false, 2, 75)), asked);
  }

  @Test
  void thePolicyIsAskedWhenTheConnectionIsLost() {
    SessionRig rig = rig((outage, random) -> Optional.of(Duration.ZERO));
    rig.advance(40);
    serve(rig);
    rig.advance(1_000);

    rig.breakLink();
    rig.advance(30);
    failRound(rig);

    assertEquals(List.of(outage(true, 0, 0), outage(true, 1, 30)), asked);
  }

  @Test
  void aPauseAfterALostConnectionIsKept() {
    SessionRig rig = rig((outage, random) -> Optional.of(Duration.ofMillis(700)));
    serve(rig);
    rig.advance(1_000);
    rig.said();

    rig.breakLink();
    rig.awaitAttempt();

    assertEquals(1_700, rig.nowMs());
  }

  @Test
  void whoeverGivesUpEndsAndTellsWhy() {
    SessionRig rig = rig(ReconnectPolicy.NEVER);
    rig.get("/a");
    serve(rig);
    rig.sent();
    rig.delete("/b");
    rig.advance(1_000);
    rig.said();

    rig.breakLink();
    rig.get("/c");

    List<Object> said = rig.said();
    assertTrue(said.contains(lost("get /a", Loss.Reason.GAVE_UP, Fate.UNKNOWN)), said::toString);
    assertTrue(said.contains(lost("delete /b", Loss.Reason.GAVE_UP, Fate.NOT_SENT)));
    assertTrue(said.contains(lost("get /c", Loss.Reason.GAVE_UP, Fate.NOT_SENT)));
    assertTrue(said.contains(new State(KeeperState.GAVE_UP)));
    assertEquals(Long.MAX_VALUE, rig.session.wakeAtNs());
  }

  @Test
  void neverMeansOneRoundAtTheStart() {
    SessionRig rig = rig(ReconnectPolicy.NEVER);
    rig.said();

    failRound(rig);

    assertEquals(List.of(new State(KeeperState.GAVE_UP)), rig.said(State.class));
  }

  @Test
  void whoeverClosesWithoutAServerIsClosedWhenThePolicyGivesUp() {
    SessionRig rig = rig(ReconnectPolicy.DEFAULT.giveUpAfterRounds(1));
    serve(rig);
    rig.advance(1_000);
    rig.breakLink();
    rig.close();
    rig.said();

    failRound(rig);

    assertEquals(List.of(new State(KeeperState.CLOSED)), rig.said(State.class));
  }

  @Test
  void anAnswerForAnotherAttemptIsIgnored() {
    SessionRig rig = rig(ReconnectPolicy.DEFAULT);
    int resolving = rig.session.attempt();
    long wakeAtNs = rig.session.wakeAtNs();
    rig.said();

    rig.session.giveUp(resolving, rig.nowNs());
    rig.session.reconnect(resolving, 0, rig.nowNs());
    rig.session.giveUp(resolving - 1, rig.nowNs());

    assertEquals(List.of(), rig.said());
    assertEquals(wakeAtNs, rig.session.wakeAtNs());
  }

  @Test
  void aServerThatEndsTheSessionEndsNoConnectionForGood() {
    SessionRig rig = rig(ReconnectPolicy.NEVER.onceConnected(ReconnectPolicy.DEFAULT));
    serve(rig);
    rig.advance(1_000);
    rig.reconnect();

    rig.refuseSession();
    rig.awaitAttempt();
    serve(rig);

    assertEquals(1, asked.size());
  }

  @Test
  void connectionsThatAreLostAgainAndAgainAreMadeMoreSlowly() {
    SessionRig rig =
        rig(new ReconnectPolicy.Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), 0));
    List<Long> pausesMs = new ArrayList<>();
    List<Integer> contestedAfter = new ArrayList<>();
    for (int i = 1; i <= 12; i++) {
      serve(rig);
      rig.get("/a");
      rig.reply(rig.sentXid(), i, ErrorCode.NO_NODE);
      rig.advance(500); // until the other client has connected
      long lostMs = rig.nowMs();
      rig.breakLinkAndAwaitAttempt();
      pausesMs.add(rig.nowMs() - lostMs);
      if (rig.said().contains(new Contested())) {
        contestedAfter.add(i);
      }
    }

    assertEquals(
        List.of(0L, 0L, 0L, 100L, 200L, 400L, 800L, 800L, 800L, 800L, 800L, 800L), pausesMs);
    assertEquals(List.of(4), contestedAfter);
  }

  @Test
  void aConnectionThatLastsLiftsTheSuspicion() {
    SessionRig rig = rig(ReconnectPolicy.DEFAULT);
    for (int i = 0; i < 6; i++) {
      serve(rig);
      rig.advance(500);
      rig.breakLinkAndAwaitAttempt();
    }
    serve(rig);
    for (int ms = 0; ms < TIMEOUT_MS; ms += 500) {
      rig.advance(500);
      rig.event(1, "/a");
    }
    asked.clear();

    rig.breakLink();

    assertEquals(List.of(outage(true, 0, 0)), asked);
  }
}
