package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.WireSession.CreateFlag;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three real servers and an observer, cut from each other. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit sets them
class PartitionTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static Ensemble ensemble;

  @BeforeAll
  static void start() throws Exception {
    ensemble = Ensemble.with().participants(3).observers(1).partitionable().run();
  }

  @AfterAll
  static void close() {
    ensemble.close();
  }

  @AfterEach
  void restore() throws Exception {
    ensemble.restore();
  }

  @Test
  void observerServesAndDoesNotLead() throws Exception {
    ServerProcess observer = ensemble.observers().get(0);

    assertEquals(List.of(ensemble.servers().get(3)), ensemble.observers());
    assertEquals(2, ensemble.followers().size());
    assertTrue(FourLetterWord.ask(observer.address(), "srvr", LIMIT).contains("Mode: observer"));
    try (WireSession session = WireSession.open(observer.address(), TIMEOUT, LIMIT)) {
      assertEquals(WireSession.OK, session.create("/by-the-observer", CreateFlag.PERSISTENT));
    }
  }

  @Test
  void leaderThatIsCutOffIsNoLongerTheLeader() throws Exception {
    ServerProcess first = ensemble.leader();

    ensemble.partition(first);
    Await.until("another leader", LIMIT, () -> ensemble.leader() != first);
    ServerProcess second = ensemble.leader();

    assertNotSame(first, second);
    try (WireSession session = WireSession.open(second.address(), TIMEOUT, LIMIT)) {
      assertEquals(WireSession.OK, session.create("/by-the-majority", CreateFlag.PERSISTENT));
    }
    ensemble.heal();
    Await.until("the old leader to follow", LIMIT, first::isReady);
    assertSame(second, ensemble.leader());
    try (WireSession session = WireSession.open(first.address(), TIMEOUT, LIMIT)) {
      assertTrue(session.children("/").contains("by-the-majority"));
    }
  }

  @Test
  void followerThatIsCutOffAnswersForAWhileAndThenTurnsClientsAway() throws Exception {
    ServerProcess leader = ensemble.leader();
    ServerProcess follower = ensemble.followers().get(0);
    try (WireSession session = WireSession.open(follower.address(), TIMEOUT, LIMIT)) {

      ensemble.partition(follower);

      session.children("/");
      Await.until("the follower to notice", LIMIT, () -> !follower.isReady());
      assertThrows(IOException.class, () -> session.children("/"));
    }
    assertSame(leader, ensemble.leader());
  }

  @Test
  void majorityGoesOnWithoutTheRest() throws Exception {
    List<ServerProcess> majority = ensemble.servers().subList(0, 2);
    ServerProcess third = ensemble.servers().get(2);

    ensemble.partition(majority.toArray(ServerProcess[]::new));

    Await.until("one of them to lead", LIMIT, () -> majority.contains(ensemble.leader()));
    Await.until("the third to give up", LIMIT, () -> !third.isReady());
    Await.until("both to serve", LIMIT, () -> majority.stream().allMatch(ServerProcess::isReady));
  }

  @Test
  void serverCutFromClientsStillBelongsToTheEnsemble() throws Exception {
    ServerProcess follower = ensemble.followers().get(0);
    FaultProxy proxy = ensemble.proxy(follower);

    proxy.refuse();

    assertThrows(
        IOException.class,
        () ->
            WireSession.open(new InetSocketAddress("127.0.0.1", proxy.port()), TIMEOUT, LIMIT)
                .close());
    assertTrue(follower.isReady());
    assertTrue(ensemble.proxiedConnectString().contains(proxy.connectString()));
  }

  @Test
  void memberWithoutItsDataGetsItFromTheOthers() throws Exception {
    ServerProcess follower = ensemble.followers().get(0);
    try (WireSession session = WireSession.open(ensemble.leader().address(), TIMEOUT, LIMIT)) {
      session.create("/for-all", CreateFlag.PERSISTENT);
    }
    assertThrows(IllegalStateException.class, follower::eraseData);

    follower.kill();
    follower.eraseData();
    follower.start();

    try (WireSession session = WireSession.open(follower.address(), TIMEOUT, LIMIT)) {
      assertTrue(session.children("/").contains("for-all"));
    }
  }

  @Test
  void restoredEnsembleIsWhole() throws Exception {
    ServerProcess leader = ensemble.leader();
    List<ServerProcess> followers = ensemble.followers();
    leader.freeze();
    followers.get(0).kill();
    ensemble.partition(followers.get(1));

    ensemble.restore();

    assertTrue(ensemble.servers().stream().allMatch(ServerProcess::isReady));
  }

  @Test
  void ensembleWithoutProxiesCannotBeCut() throws Exception {
    try (Ensemble one = Ensemble.of(1)) {
      assertThrows(IllegalStateException.class, () -> one.partition(one.leader()));
      assertThrows(IllegalArgumentException.class, () -> one.proxy(ensemble.servers().get(0)));
    }
  }
}
