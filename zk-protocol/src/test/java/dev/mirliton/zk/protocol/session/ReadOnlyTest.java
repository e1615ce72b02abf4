package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.PASSWORD;
import static dev.mirliton.zk.protocol.session.SessionRig.SESSION_ID;
import static dev.mirliton.zk.protocol.session.SessionRig.TIMEOUT_MS;
import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.protocol.session.SessionRig.AttemptFailed;
import dev.mirliton.zk.protocol.session.SessionRig.Connect;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.Probe;
import dev.mirliton.zk.protocol.session.SessionRig.SessionOver;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.session.SessionRig.StopProbes;
import dev.mirliton.zk.protocol.session.SessionRig.Told;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server without a quorum serves, and one with a quorum is looked for meanwhile. */
class ReadOnlyTest {
  private static final long OTHER_SESSION = 0x77;
  private static final InetSocketAddress WRITER = new InetSocketAddress(Ask.address("10.0.0.7"), 1);

  private final SessionRig rig =
      new SessionRig(
          setup -> {
            setup.hosts = "a:1,b:1,c:1";
            setup.readOnly = true;
          });

  /** A session that the ensemble knows, served by a server without a quorum. */
  private void moveToReadOnly() {
    rig.start();
    rig.reachServer();
    rig.handshake();
    rig.advance(1_000);
    rig.reconnect();
    rig.handshake(SESSION_ID, TIMEOUT_MS, true);
    rig.sent();
  }

  /** A session that only the server without a quorum knows. */
  private void startReadOnly() {
    rig.start();
    rig.reachServer();
    rig.handshake(OTHER_SESSION, TIMEOUT_MS, true);
    rig.sent();
  }

  private List<Probe> awaitProbes() {
    for (int ms = 0; ms < TIMEOUT_MS; ms++) {
      List<Probe> probes = rig.said(Probe.class);
      if (!probes.isEmpty()) {
        return probes;
      }
      rig.advance(1);
      if (ms % 1_000 == 999) {
        rig.pong();
      }
    }
    throw new AssertionError("no probe within the session's timeout");
  }

  private void answer(Probe probe, boolean writes) {
    rig.session.probed(
        probe.number(),
        Hosts.parse(probe.server()).servers().get(0),
        writes ? WRITER : null,
        rig.nowNs());
  }

  @Test
  void everyServerIsAskedAtOnce() {
    moveToReadOnly();
    rig.said();

    List<String> asked = awaitProbes().stream().map(Probe::server).sorted().toList();

    assertEquals(List.of("a:1", "b:1", "c:1"), asked);
    assertEquals(1_100, rig.nowMs());
  }

  @Test
  void pausesDoubleUpToAThirdOfTheTimeout() {
    startReadOnly();
    rig.said();
    List<Long> pausesMs = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      long fromMs = rig.nowMs();
      List<Probe> probes = awaitProbes();
      pausesMs.add(rig.nowMs() - fromMs);
      probes.forEach(probe -> answer(probe, false));
    }

    assertEquals(List.of(100L, 200L, 400L, 800L, 1_600L, 3_000L, 3_000L, 3_000L), pausesMs);
  }

  @Test
  void theNextRoundOfQuestionsWaitsForTheLastAnswer() {
    moveToReadOnly();
    rig.said();
    List<Probe> probes = awaitProbes();
    answer(probes.get(0), false);
    answer(probes.get(1), false);

    rig.advance(1_000);
    assertEquals(List.of(), rig.said(Probe.class));

    answer(probes.get(2), false);
    rig.advance(200);
    assertEquals(3, rig.said(Probe.class).size());
  }

  @Test
  void aSessionOfTheEnsembleIsTakenToTheServerThatWrites() {
    moveToReadOnly();
    rig.said();

    answer(awaitProbes().get(1), true);

    List<Object> said = rig.said();
    assertEquals(
        List.of(new StopProbes(), new Disconnect(), new State(KeeperState.CONNECTING)),
        said.subList(0, 3));
    assertEquals("10.0.0.7:1", ((Connect) said.get(3)).address());
    rig.open();
    assertEquals(
        List.of(new ConnectRequest(0, 0, TIMEOUT_MS, SESSION_ID, PASSWORD, true)), rig.sent());
    rig.handshake();
    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
    rig.advance(TIMEOUT_MS / 3);
    assertEquals(List.of(), rig.said(Probe.class));
  }

  @Test
  void aSessionThatWasMadeUpIsOverAndAnotherIsAskedFor() {
    startReadOnly();
    rig.watched(WatchKind.DATA, "/a");
    rig.said();

    answer(awaitProbes().get(0), true);

    List<Object> said = rig.said();
    assertTrue(said.contains(new SessionOver()), said::toString);
    assertTrue(said.contains(new State(KeeperState.EXPIRED)), said::toString);
    assertTrue(
        said.contains(
            new Told("DATA /a", new WatchEvent.Gap("/a", WatchEvent.Gap.Reason.SESSION_OVER))),
        said::toString);
    rig.open();
    assertEquals(List.of(new ConnectRequest(0, 0, TIMEOUT_MS, 0, new byte[16], true)), rig.sent());
    rig.handshake(SESSION_ID, TIMEOUT_MS, false);
    assertEquals(List.of(new State(KeeperState.CONNECTED)), rig.said(State.class));
  }

  @Test
  void aSessionThatWasMadeUpEndsWithItsConnection() {
    startReadOnly();
    rig.get("/sent");
    rig.sent();
    rig.delete("/unsent");
    rig.said();

    rig.breakLink();

    List<Object> said = rig.said();
    assertTrue(said.contains(lost("get /sent", Loss.Reason.EXPIRED, Fate.UNKNOWN)));
    assertTrue(said.contains(lost("delete /unsent", Loss.Reason.EXPIRED, Fate.NOT_SENT)));
    assertTrue(said.contains(new State(KeeperState.EXPIRED)));
  }

  @Test
  void readsInFlightAreAnsweredBeforeTheMove() {
    startReadOnly();
    rig.get("/a");
    int xid = rig.sentXid();
    rig.said();
    List<Probe> probes = awaitProbes();
    answer(probes.get(0), true);
    assertEquals(List.of(), rig.said(State.class));

    rig.reply(xid, 1, 0);

    List<Object> said = rig.said();
    assertEquals(told("get /a", 0), said.get(said.indexOf(told("get /a", 0))));
    assertTrue(said.contains(new State(KeeperState.EXPIRED)));
  }

  @Test
  void aReadOnlyServerCannotEndASession() {
    rig.start();
    rig.reachServer();
    rig.handshake();
    rig.advance(1_000);
    rig.reconnect();
    rig.said();

    rig.sent();
    rig.receive(new ConnectResponse(0, 0, 0, new byte[16], true)::encode);

    List<Object> said = rig.said();
    assertEquals(1, said.stream().filter(AttemptFailed.class::isInstance).count());
    assertTrue(said.stream().noneMatch(new State(KeeperState.EXPIRED)::equals), said::toString);
  }

  @Test
  void theSearchEndsWithTheConnection() {
    moveToReadOnly();
    rig.said();
    List<Probe> probes = awaitProbes();

    rig.breakLink();
    assertEquals(1, rig.said(StopProbes.class).size());
    int attempt = rig.session.attempt();
    answer(probes.get(0), true);

    assertEquals(attempt, rig.session.attempt());
    assertEquals(List.of(), rig.said());
  }

  @Test
  void theSearchEndsWithTheClient() {
    moveToReadOnly();
    rig.said();
    awaitProbes();

    rig.close();

    assertEquals(1, rig.said(StopProbes.class).size());
    rig.advance(1_000);
    assertEquals(List.of(), rig.said(Probe.class));
  }

  @Test
  void aWriterThatIsDeadWhenItIsReachedIsPassedOver() {
    moveToReadOnly();
    rig.said();
    answer(awaitProbes().get(1), true);
    rig.said();

    rig.breakLink();

    assertEquals(1, rig.said(SessionRig.Resolve.class).size());
  }
}
