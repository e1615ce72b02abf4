package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.HANDSHAKE_MS;
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
import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.Resolve;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The list of servers changes while the session is served, and while it is not. */
class UpdateServersTest {

  private static SessionRig live(String hosts) {
    return SessionRig.live(setup -> setup.hosts = hosts);
  }

  private static void update(SessionRig rig, String hosts) {
    rig.session.updateServers(Hosts.parse(hosts).servers(), rig.nowNs());
  }

  private static void learn(SessionRig rig, String hosts) {
    rig.session.learnServers(Hosts.parse(hosts).servers(), rig.nowNs());
  }

  private static SessionRig started(String hosts) {
    SessionRig rig = new SessionRig(setup -> setup.hosts = hosts);
    rig.start();
    return rig;
  }

  @Test
  void whoeverIsServedByAServerThatStaysIsLeftAlone() {
    SessionRig rig = live("a:1");

    update(rig, "a:1");
    learn(rig, "b:1,c:1");
    update(rig, "a:1");

    assertEquals(List.of(), rig.said());
  }

  @Test
  void whoeverIsServedByAServerThatIsGoneMovesWithItsSession() {
    SessionRig rig = live("a:1");

    update(rig, "b:1");

    assertEquals(
        List.of(new Disconnect(), new State(KeeperState.CONNECTING), new Resolve("b:1")),
        rig.said());
    rig.reachServer();
    assertEquals(
        List.of(new ConnectRequest(0, 0, TIMEOUT_MS, SESSION_ID, PASSWORD, false)), rig.sent());
  }

  @Test
  void moversWaitForWhatIsInFlightAndKeepWhatIsNot() {
    SessionRig rig = live("a:1");
    rig.delete("/sent");
    int xid = rig.sentXid();

    update(rig, "b:1");
    rig.delete("/later");
    assertEquals(List.of(), rig.said());
    assertEquals(List.of(), rig.sent());

    rig.reply(xid, 1, 0);
    List<Object> said = rig.said();
    assertTrue(said.contains(told("delete /sent", 0)), said::toString);
    assertTrue(said.contains(new Resolve("b:1")), said::toString);
    rig.reachServer();
    rig.handshake();
    assertEquals(1, rig.requests().size());
  }

  @Test
  void moversDoNotWaitForLong() {
    SessionRig rig = live("a:1");
    rig.delete("/sent");
    rig.sent();
    update(rig, "b:1");

    rig.advance(HANDSHAKE_MS - 1);
    assertEquals(List.of(), rig.said(State.class));

    rig.advance(1);
    List<Object> said = rig.said();
    assertTrue(said.contains(lost("delete /sent", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)));
    assertTrue(said.contains(new Resolve("b:1")));
  }

  @Test
  void whoeverClosesDoesNotMove() {
    SessionRig rig = live("a:1");
    rig.get("/a");
    rig.sent();
    update(rig, "b:1");

    rig.close();

    assertEquals(1, rig.requests().size()); // the session's end
    rig.advance(HANDSHAKE_MS);
    assertEquals(List.of(), rig.said(State.class));
  }

  @Test
  void aConnectionThatBreaksWhileMovingIsTheMove() {
    SessionRig rig = live("a:1");
    rig.get("/a");
    rig.sent();
    update(rig, "b:1");

    rig.breakLink();

    assertEquals(List.of(new Resolve("b:1")), rig.said(Resolve.class));
  }

  @Test
  void growingListsDrawSomeClientsToTheNewServers() {
    int moved = 0;
    for (long seed = 0; seed < 400; seed++) {
      long drawn = seed;
      SessionRig rig =
          SessionRig.live(
              setup -> {
                setup.hosts = "a:1,b:1";
                setup.seed = drawn;
              });

      update(rig, "a:1,b:1,c:1");

      List<Resolve> next = rig.said(Resolve.class);
      if (!next.isEmpty()) {
        assertEquals(List.of(new Resolve("c:1")), next);
        moved++;
      }
    }
    assertTrue(Math.abs(moved - 400 / 3) < 30, moved + " of 400 moved");
  }

  @Test
  void learnedServersDrawNobody() {
    for (long seed = 0; seed < 50; seed++) {
      long drawn = seed;
      SessionRig rig = SessionRig.live(setup -> setup.seed = drawn);

      learn(rig, "a:1,b:1,c:1");

      assertEquals(List.of(), rig.said());
    }
  }

  @Test
  void learnedServersAreTriedAfterThoseThatWereGiven() {
    for (long seed = 0; seed < 50; seed++) {
      long drawn = seed;
      SessionRig rig =
          new SessionRig(
              setup -> {
                setup.hosts = "a:1,b:1";
                setup.seed = drawn;
              });
      rig.start();
      rig.reachServer();
      rig.handshake();
      learn(rig, "b:1,c:1,d:1");
      rig.advance(1_000);
      rig.said();

      rig.breakLink();
      List<String> asked = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        asked.add(rig.said(Resolve.class).get(0).server());
        rig.failToResolve();
      }

      // The one that was just lost comes last of all.
      assertTrue(List.of("a:1", "b:1").contains(asked.get(0)), asked::toString);
      assertTrue(List.of("a:1", "b:1").contains(asked.get(3)), asked::toString);
      assertEquals(4, asked.stream().distinct().count());
    }
  }

  @Test
  void aLearnedServerThatLeavesTheEnsembleIsLeft() {
    SessionRig rig = live("a:1");
    learn(rig, "b:1");
    rig.breakLink();
    rig.said();
    rig.reachServer(); // b, because a was just lost
    rig.handshake();
    rig.said();

    learn(rig, "c:1");

    List<Resolve> next = rig.said(Resolve.class);
    assertEquals(1, next.size());
  }

  @Test
  void aServerThatIsGoneIsNotWaitedFor() {
    SessionRig rig = started("a:1");
    rig.reachServer();
    rig.said();

    update(rig, "b:1");

    assertEquals(List.of(new Disconnect(), new Resolve("b:1")), rig.said());
  }

  @Test
  void noOtherAddressOfAServerThatIsGoneIsTried() {
    SessionRig rig = started("a:1");
    rig.resolve("10.0.0.1", "10.0.0.2");
    rig.said();

    update(rig, "b:1");

    assertEquals(List.of(new Disconnect(), new Resolve("b:1")), rig.said());
  }

  @Test
  void newServersEndThePause() {
    SessionRig rig =
        new SessionRig(
            setup ->
                setup.reconnect =
                    new ReconnectPolicy.Backoff(Duration.ofHours(1), Duration.ofHours(1), 0));
    rig.start();
    rig.failToResolve();
    rig.said();

    update(rig, "zk1:2181");
    assertEquals(List.of(), rig.said());

    update(rig, "zk1:2181,b:1");
    assertEquals(1, rig.said(Resolve.class).size());
  }

  @Test
  void theRoundGoesOnWithWhoIsOnTheList() {
    SessionRig rig = started("a:1,b:1,c:1");
    String first = rig.said(Resolve.class).get(0).server();

    update(rig, first + ",d:1");
    rig.failToResolve();

    assertEquals(List.of(new Resolve("d:1")), rig.said(Resolve.class));
  }

  @Test
  void theNextRoundHasTheNewList() {
    SessionRig rig = started("a:1");
    update(rig, "b:1,a:1");
    rig.failToResolve();
    rig.failToResolve();
    rig.said();
    rig.awaitAttempt();
    rig.failToResolve();

    List<String> asked = rig.said(Resolve.class).stream().map(Resolve::server).toList();
    assertEquals(List.of("a:1", "b:1"), asked.stream().sorted().toList());
  }

  @Test
  void theGivenOrderIsKeptIfItIsToBe() {
    SessionRig rig =
        new SessionRig(
            setup -> {
              setup.hosts = "d:1,b:1,c:1,a:1";
              setup.hostOrder = true;
            });
    rig.start();
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      rig.awaitAttempt();
      asked.add(rig.said(Resolve.class).get(0).server());
      rig.failToResolve();
    }

    assertEquals(List.of("d:1", "b:1", "c:1", "a:1", "d:1", "b:1", "c:1", "a:1"), asked);
  }
}
