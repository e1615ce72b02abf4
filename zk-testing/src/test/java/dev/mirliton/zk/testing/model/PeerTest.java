package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a quorum does when one thing happens at a time. */
class PeerTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  @Test
  void aSingleServerLeadsAndCommits() {
    var world = PeerWorld.ofVoters(1, 1);
    var only = world.awaitLeader();

    int wish = only.submit();

    assertTrue(world.runUntil(() -> only.hasCommitted(1, wish), A_MOMENT));
    assertEquals(1L << 32 | 1, world.agreement.all().getFirst().zxid());
  }

  @Test
  void aWishOfAFollowerIsCommittedEverywhere() {
    var world = PeerWorld.ofVoters(2, 3);
    var follower = followerOf(world, world.awaitLeader());

    int wish = follower.submit();

    assertTrue(world.runUntil(() -> allHave(world, follower, wish), A_MOMENT));
  }

  @Test
  void theLongestLogLeads() {
    var world = PeerWorld.ofVoters(3, 3);
    int behind = followerOf(world, world.awaitLeader()).id;
    world.crash(behind);
    var leader = world.awaitLeader();
    int wish = leader.submit();
    assertTrue(world.runUntil(() -> allHave(world, leader, wish), A_MOMENT));
    world.crash(leader.id);

    world.restart(behind);
    var next = world.awaitLeader();

    assertFalse(next.id == behind || next.id == leader.id, "server " + next.id + " leads");
    assertTrue(world.replica(behind).hasCommitted(leader.id, wish));
  }

  @Test
  void aMinorityStopsServingAndCommitsNothing() {
    var world = PeerWorld.ofVoters(4, 5);
    var old = world.awaitLeader();
    var companion = followerOf(world, old);
    int before = world.agreement.size();

    world.isolate(List.of(old.id));
    world.isolate(List.of(companion.id));
    world.heal(old.id, companion.id);
    int lost = old.submit();
    int alsoLost = companion.submit();
    boolean replaced =
        world.runUntil(() -> world.leader().filter(next -> next != old).isPresent(), LONG);

    assertTrue(replaced);
    assertTrue(world.runUntil(() -> !old.serves() && !companion.serves(), LONG));
    assertEquals(before, old.committed.size());
    assertEquals(before, companion.committed.size());
    assertTrue(old.peer.lookingSinceMillis().isPresent());
    world.healAll();
    world.awaitLeader();
    world.run(A_MOMENT);
    assertFalse(old.hasCommitted(old.id, lost), "nobody else ever heard of it");
    assertFalse(old.hasCommitted(companion.id, alsoLost), "nobody else ever heard of it");
  }

  @Test
  void whatOnlyALostLeaderLoggedIsForgotten() {
    var world = PeerWorld.ofVoters(5, 3);
    var old = world.awaitLeader();
    world.isolate(List.of(old.id));
    old.submit();
    world.run(A_MOMENT);
    long torn = old.disk.lastZxid();
    assertTrue(world.runUntil(() -> world.leader().filter(next -> next != old).isPresent(), LONG));
    var next = world.leader().orElseThrow();
    int wish = next.submit();
    assertTrue(world.runUntil(() -> next.hasCommitted(next.id, wish), A_MOMENT));

    world.healAll();

    assertTrue(world.runUntil(() -> old.hasCommitted(next.id, wish), LONG));
    assertTrue(old.disk.floor(torn) < torn, "the torn tail is still in the log");
    assertEquals(next.disk.after(0), old.disk.after(0));
  }

  @Test
  void aServerThatWasDownCatchesUp() {
    var world = PeerWorld.ofVoters(6, 3);
    var leader = world.awaitLeader();
    var follower = followerOf(world, leader);
    world.crash(follower.id);
    int wish = leader.submit();
    assertTrue(world.runUntil(() -> leader.hasCommitted(leader.id, wish), A_MOMENT));

    world.restart(follower.id);

    assertTrue(world.runUntil(() -> follower.hasCommitted(leader.id, wish), LONG));
    assertTrue(world.runUntil(follower::serves, A_MOMENT));
  }

  @Test
  void aServerWithAnEmptyDiskCatchesUp() {
    var world = PeerWorld.ofVoters(7, 3);
    var leader = world.awaitLeader();
    var follower = followerOf(world, leader);
    int wish = leader.submit();
    assertTrue(world.runUntil(() -> allHave(world, leader, wish), A_MOMENT));
    world.crash(follower.id);

    world.restartEmpty(follower.id);

    assertEquals(List.of(), follower.committed);
    assertTrue(world.runUntil(() -> follower.hasCommitted(leader.id, wish), LONG));
  }

  @Test
  void aWholeEnsembleComesBackWithAllItCommitted() {
    var world = PeerWorld.ofVoters(8, 3);
    var leader = world.awaitLeader();
    int wish = leader.submit();
    assertTrue(world.runUntil(() -> leader.hasCommitted(leader.id, wish), A_MOMENT));
    long epoch = leader.peer.epoch();

    for (int id = 1; id <= 3; id++) {
      world.crash(id);
    }
    for (int id = 1; id <= 3; id++) {
      world.restart(id);
    }
    var next = world.awaitLeader();

    assertTrue(next.hasCommitted(leader.id, wish));
    assertTrue(next.peer.epoch() > epoch);
  }

  @Test
  void aFollowerLagsUntilItSyncs() {
    var world = PeerWorld.ofVoters(9, 3);
    world.slowest = Duration.ofMillis(400);
    var leader = world.awaitLeader();
    var follower = followerOf(world, leader);

    int wish = leader.submit();
    assertTrue(world.runUntil(() -> leader.hasCommitted(leader.id, wish), LONG));
    assertFalse(follower.hasCommitted(leader.id, wish), "a commit takes time to arrive");
    var seen = new AtomicBoolean();
    var synced = new AtomicBoolean();
    follower.peer.sync(
        () -> {
          synced.set(true);
          seen.set(follower.hasCommitted(leader.id, wish));
        });

    assertFalse(synced.get());
    assertTrue(world.runUntil(synced::get, LONG));
    assertTrue(seen.get(), "synced without what the leader had committed before");
  }

  @Test
  void aLeaderSyncsBehindWhatItProposed() {
    var world = PeerWorld.ofVoters(10, 3);
    var leader = world.awaitLeader();
    var seen = new AtomicBoolean();
    var synced = new AtomicBoolean();

    int wish = leader.submit();
    leader.peer.sync(
        () -> {
          synced.set(true);
          seen.set(leader.hasCommitted(leader.id, wish));
        });

    assertFalse(synced.get());
    assertTrue(world.runUntil(synced::get, A_MOMENT));
    assertTrue(seen.get());
  }

  @Test
  void messagesPassBetweenStateMachines() {
    var world = PeerWorld.ofVoters(11, 3);
    var leader = world.awaitLeader();
    var follower = followerOf(world, leader);

    follower.peer.toLeader("touched");
    leader.peer.toLeader("touched too");
    world.run(A_MOMENT);

    assertEquals(List.of(leader.id + ": touched too", follower.id + ": touched"), leader.heard);
    assertEquals(List.of("leader: re touched"), follower.heard);
  }

  @Test
  void aKilledLeaderIsReplacedWithinTwoTicks() {
    var world = PeerWorld.ofVoters(12, 3);
    var old = world.awaitLeader();

    world.crash(old.id);

    assertTrue(world.runUntil(() -> world.leader().isPresent(), Duration.ofSeconds(1)));
  }

  @Test
  void aLeaderThatFallsSilentIsReplacedAfterTheSyncLimit() {
    var world = PeerWorld.ofVoters(13, 3);
    var old = world.awaitLeader();
    var rest = world.replicas().filter(each -> each != old).toList();
    long syncMillis = world.timing.syncMillis();

    world.isolate(List.of(old.id));
    world.run(Duration.ofMillis(syncMillis - world.timing.tick().toMillis()));

    assertTrue(rest.stream().allMatch(Replica::serves), "nobody is that impatient");
    assertTrue(world.runUntil(() -> rest.stream().anyMatch(Replica::leads), Duration.ofSeconds(3)));
  }

  @Test
  void anObserverFollowsWithoutAVote() {
    var voters = new TreeSet<>(List.of(1, 2, 3));
    var initial = new Membership(voters, new TreeSet<>(List.of(4)));
    var world = new PeerWorld(14, PeerTiming.of(Duration.ofMillis(500)), initial, 4);
    world.replicas().forEach(Replica::start);
    var leader = world.awaitLeader();
    var observer = world.replica(4);
    assertEquals(Peer.Role.OBSERVING, observer.peer.role());

    int wish = observer.submit();
    assertTrue(world.runUntil(() -> allHave(world, observer, wish), A_MOMENT));
    voters.stream().filter(id -> id != leader.id).forEach(world::crash);

    assertTrue(world.runUntil(() -> !leader.serves() && !observer.serves(), LONG));
    assertFalse(
        world.runUntil(() -> world.leader().isPresent(), LONG), "two of four are no quorum");
  }

  private static Replica followerOf(PeerWorld world, Replica leader) {
    return world.replicas().filter(each -> each != leader && each.up).findFirst().orElseThrow();
  }

  private static boolean allHave(PeerWorld world, Replica source, int wish) {
    return world
        .replicas()
        .filter(each -> each.up)
        .allMatch(each -> each.hasCommitted(source.id, wish));
  }
}
