package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** An ensemble that changes while it runs. */
class PeerMembershipTest {

  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration A_MOMENT = Duration.ofMillis(200);

  @Test
  void anObserverBecomesAVoter() {
    var world = world(1, voters(1, 2, 3), voters(4));
    var leader = world.awaitLeader();

    int change = leader.submit(new Membership(voters(1, 2, 3, 4), voters()));

    assertTrue(world.runUntil(() -> world.replica(4).hasCommitted(leader.id, change), A_MOMENT));
    assertEquals(Peer.Role.FOLLOWING, world.replica(4).peer.role());
    assertEquals(voters(1, 2, 3, 4), world.replica(4).peer.membership().voters());
  }

  @Test
  void aChangeNeedsAQuorumOfTheNewOnes() {
    var world = world(2, voters(1, 2), voters(3, 4, 5));
    var leader = world.awaitLeader();
    world.isolate(List.of(3));
    world.isolate(List.of(4));
    world.isolate(List.of(5));

    int change = leader.submit(new Membership(voters(1, 2, 3, 4, 5), voters()));
    world.run(Duration.ofSeconds(1));

    assertFalse(leader.hasCommitted(leader.id, change), "two of five are no quorum");
    world.healAll();
    assertTrue(world.runUntil(() -> leader.hasCommitted(leader.id, change), LONG));
  }

  @Test
  void aChangeNeedsAQuorumOfTheOldOnes() {
    var world = world(3, voters(1, 2, 3), voters(4, 5));
    var leader = world.awaitLeader();
    voters(1, 2, 3).stream().filter(id -> id != leader.id).forEach(id -> world.isolate(voters(id)));

    int change = leader.submit(new Membership(voters(leader.id, 4, 5), voters()));
    world.run(Duration.ofSeconds(1));

    assertFalse(leader.hasCommitted(leader.id, change), "one of three is no quorum");
    world.healAll();
    world.awaitLeader();
    int wish = world.replica(4).submit();
    assertTrue(world.runUntil(() -> world.replica(5).hasCommitted(4, wish), LONG));
  }

  @Test
  void aRemovedLeaderIsReplacedByOneWhoRemains() {
    var world = world(4, voters(1, 2, 3), voters());
    var old = world.awaitLeader();
    var rest = voters(1, 2, 3);
    rest.remove(old.id);

    int change = old.submit(new Membership(rest, voters()));

    assertTrue(world.runUntil(() -> world.leader().filter(next -> next != old).isPresent(), LONG));
    var next = world.leader().orElseThrow();
    assertTrue(next.hasCommitted(old.id, change));
    int wish = next.submit();
    assertTrue(world.runUntil(() -> next.hasCommitted(next.id, wish), LONG));
  }

  @Test
  void aChangeOutlivesTheWholeEnsemble() {
    var world = world(5, voters(1, 2, 3), voters(4, 5));
    var leader = world.awaitLeader();
    int change = leader.submit(new Membership(voters(3, 4, 5), voters()));
    assertTrue(
        world.runUntil(
            () -> world.replicas().allMatch(each -> each.hasCommitted(leader.id, change)), LONG));
    for (int id = 1; id <= 5; id++) {
      world.crash(id);
    }

    voters(3, 4, 5).forEach(world::restart);
    var next = world.awaitLeader();

    assertTrue(voters(3, 4, 5).contains(next.id));
    assertEquals(voters(3, 4, 5), next.peer.membership().voters());
  }

  private static TreeSet<Integer> voters(Integer... ids) {
    return new TreeSet<>(List.of(ids));
  }

  private static PeerWorld world(long seed, TreeSet<Integer> voters, TreeSet<Integer> observers) {
    int servers = voters.size() + observers.size();
    var timing = PeerTiming.of(Duration.ofMillis(500));
    var world = new PeerWorld(seed, timing, new Membership(voters, observers), servers);
    world.replicas().forEach(Replica::start);
    return world;
  }
}
