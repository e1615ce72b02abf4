package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.protocol.session.SessionRig.AttemptFailed;
import dev.mirliton.zk.protocol.session.SessionRig.Connect;
import dev.mirliton.zk.protocol.session.SessionRig.Resolve;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerListTest {
  private static final String FIVE = "a:1,b:1,c:1,d:1,e:1";

  private static SessionRig rig(String hosts, long seed) {
    SessionRig rig =
        new SessionRig(
            setup -> {
              setup.hosts = hosts;
              setup.seed = seed;
            });
    rig.start();
    return rig;
  }

  /** Lets every server of a round fail to resolve and returns them in the order asked. */
  private static List<String> failRound(SessionRig rig, int servers) {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < servers; i++) {
      List<Resolve> resolving = rig.said(Resolve.class);
      assertEquals(1, resolving.size());
      asked.add(resolving.get(0).server());
      rig.failToResolve();
    }
    return asked;
  }

  @Test
  void everyServerIsTriedOnceARound() {
    for (long seed = 0; seed < 50; seed++) {
      SessionRig rig = rig(FIVE, seed);

      List<String> first = failRound(rig, 5);
      rig.advance(100);
      List<String> second = failRound(rig, 5);

      assertEquals(Set.of("a:1", "b:1", "c:1", "d:1", "e:1"), new HashSet<>(first));
      assertEquals(Set.of("a:1", "b:1", "c:1", "d:1", "e:1"), new HashSet<>(second));
    }
  }

  @Test
  void theSeedDecidesTheOrder() {
    Set<List<String>> orders = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      List<String> order = failRound(rig(FIVE, seed), 5);
      assertEquals(order, failRound(rig(FIVE, seed), 5));
      orders.add(order);
    }
    assertTrue(orders.size() > 20, orders.size() + " orders of 50 seeds");
  }

  @Test
  void everyAddressOfAServerIsTriedBeforeTheNextServer() {
    SessionRig rig = rig("a:1,b:2", 3);
    String first = rig.said(Resolve.class).get(0).server();
    Set<String> tried = new HashSet<>();

    rig.resolve("10.0.0.1", "10.0.0.2", "10.0.0.3");
    for (int i = 0; i < 3; i++) {
      Connect connect = rig.said(Connect.class).get(0);
      assertEquals(first, connect.server());
      tried.add(connect.address());
      rig.breakLink();
    }

    String port = first.substring(1);
    assertEquals(Set.of("10.0.0.1" + port, "10.0.0.2" + port, "10.0.0.3" + port), tried);
    assertNotEquals(first, rig.said(Resolve.class).get(0).server());
  }

  @Test
  void aRoundThatFailedIsFollowedByAPauseThatDoublesUpToTheLongest() {
    SessionRig rig = rig("a:1", 1);

    for (long pauseMs : new long[] {100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000}) {
      rig.said();
      rig.failToResolve();
      rig.said();
      rig.advance(pauseMs - 1);
      assertEquals(List.of(), rig.said(), "before " + pauseMs + " ms");
      rig.advance(1);
      assertEquals(List.of(new Resolve("a:1")), rig.said(), "after " + pauseMs + " ms");
    }
  }

  @Test
  void jitterShortensPausesAndNeverLengthensThem() {
    Set<Long> pauses = new HashSet<>();
    for (long seed = 0; seed < 200; seed++) {
      long drawn = seed;
      SessionRig rig =
          new SessionRig(
              setup -> {
                setup.seed = drawn;
                setup.reconnect =
                    new ReconnectPolicy.Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5), 0.5);
              });
      rig.start();
      rig.failToResolve();
      long pauseMs = (rig.session.wakeAtNs() - rig.nowNs()) / 1_000_000;
      assertTrue(pauseMs >= 500 && pauseMs <= 1_000, pauseMs + " ms");
      pauses.add(pauseMs / 50);
    }
    assertTrue(pauses.size() >= 9, "pauses drawn: " + pauses);
  }

  @Test
  void whoeverCannotBeResolvedIsPassedOver() {
    SessionRig rig = rig("a:1,b:1", 1);
    String first = rig.said(Resolve.class).get(0).server();

    rig.failToResolve();

    List<Object> said = rig.said();
    assertEquals(new AttemptFailed(first, null, "no such host"), said.get(0));
    assertNotEquals(new Resolve(first), said.get(1));
  }

  @Test
  void aNameWithoutAnyAddressIsAFailureToo() {
    SessionRig rig = rig("a:1,b:1", 1);
    String first = rig.said(Resolve.class).get(0).server();

    rig.resolve();

    List<Object> said = rig.said();
    assertEquals(new AttemptFailed(first, null, "no address is known for the host"), said.get(0));
    assertEquals(Resolve.class, said.get(1).getClass());
  }

  @Test
  void aLostConnectionIsReplacedAtOnceByAnotherServer() {
    for (long seed = 0; seed < 20; seed++) {
      SessionRig rig = rig("a:1,b:1,c:1", seed);
      String first = rig.said(Resolve.class).get(0).server();
      rig.reachServer();
      rig.handshake();
      rig.advance(1_000);
      rig.said();

      rig.breakLink();

      List<Resolve> next = rig.said(Resolve.class);
      assertEquals(1, next.size());
      assertNotEquals(first, next.get(0).server());
    }
  }

  @Test
  void aConnectionThatServedMakesTheNextPauseShortAgain() {
    SessionRig rig = rig("a:1", 1);
    for (int i = 0; i < 4; i++) {
      rig.failToResolve();
      rig.advance(5_000);
    }
    rig.reachServer();
    rig.handshake();
    rig.advance(2_000);
    rig.pong();
    rig.advance(2_000);

    rig.breakLink();
    rig.failToResolve();

    assertEquals(100, (rig.session.wakeAtNs() - rig.nowNs()) / 1_000_000);
  }

  @Test
  void aServerThatDropsEveryConnectionAtOnceIsNotAskedWithoutPause() {
    SessionRig rig = rig("a:1", 1);
    List<Long> connectedAtMs = new ArrayList<>();

    for (int i = 0; i < 5; i++) {
      rig.reachServer();
      rig.handshake();
      connectedAtMs.add(rig.nowMs());
      rig.said();
      rig.breakLink();
      rig.awaitAttempt();
    }

    assertEquals(List.of(0L, 100L, 300L, 700L, 1_500L), connectedAtMs);
  }

  @Test
  void aConnectionThatBroughtAnAnswerIsReplacedAtOnceHoweverShortItWas() {
    SessionRig rig = rig("a:1", 1);

    for (int i = 0; i < 3; i++) {
      rig.reachServer();
      rig.handshake();
      rig.get("/a");
      rig.reply(rig.sentXid(), i + 1, ErrorCode.NO_NODE);
      rig.said();
      rig.breakLink();
      rig.awaitAttempt();
    }

    assertEquals(0, rig.nowMs());
  }
}
