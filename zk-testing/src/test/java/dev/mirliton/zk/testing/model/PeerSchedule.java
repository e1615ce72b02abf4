package dev.mirliton.zk.testing.model;

import static dev.mirliton.zk.testing.model.Agreement.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/**
 * A random course of wishes and disasters, then a quiet time in which first a bare quorum and then
 * everybody must come to one mind. {@link Agreement} and {@link Replica} watch every step of it.
 */
final class PeerSchedule {

  private static final int[] SIZES = {1, 2, 3, 3, 3, 4, 5, 5};
  private static final int[] SLOWEST = {2, 20, 100, 400};
  // Mostly short: what goes wrong goes wrong close together.
  private static final int[] LONGEST = {20, 100, 300, 600, 5000};
  private static final int[] TICKS = {500, 1000, 2000};

  final PeerWorld world;
  private final Random chance;
  private final int servers;
  private final boolean membersChange;

  /** How long a bare quorum took to serve once it was left in peace. */
  Duration toServe = Duration.ZERO;

  PeerSchedule(long seed) {
    // Apart from the world's own chance, so that a schedule does not change with the code it tests.
    chance = new Random(~seed);
    servers = SIZES[chance.nextInt(SIZES.length)];
    membersChange = servers > 2 && chance.nextInt(4) == 0;
    boolean observed = servers > 3 && chance.nextBoolean();
    var voters = new TreeSet<Integer>();
    for (int id = 1; id <= (observed ? servers - 1 : servers); id++) {
      voters.add(id);
    }
    var observers = new TreeSet<Integer>();
    if (observed) {
      observers.add(servers);
    }
    var timing =
        new PeerTiming(
            Duration.ofMillis(TICKS[chance.nextInt(TICKS.length)]),
            10,
            4,
            Duration.ofMillis(200),
            Duration.ofMillis(chance.nextInt(60)));
    world = new PeerWorld(seed, timing, new Membership(voters, observers), servers);
    world.slowest = Duration.ofMillis(SLOWEST[chance.nextInt(SLOWEST.length)]);
    world.tellsOfCrashes = chance.nextBoolean();
    world.replicas().forEach(Replica::start);
  }

  void run() {
    int steps = 20 + chance.nextInt(60);
    for (int step = 0; step < steps; step++) {
      disturb();
      world.run(Duration.ofMillis(chance.nextInt(LONGEST[chance.nextInt(LONGEST.length)])));
    }
    if (!membersChange) {
      // A change that some have logged and nobody has committed may need anybody.
      bareQuorumServes();
    }
    everybodyAgrees();
  }

  private void disturb() {
    switch (chance.nextInt(19)) {
      case 0 -> world.leader().ifPresent(leader -> world.crash(leader.id));
      case 1 -> crashOne();
      case 2, 3, 4 -> restartOne();
      case 5 -> world.cut(any(), any());
      case 6 -> world.isolate(some(1 + chance.nextInt(servers)));
      case 7 -> world.leader().ifPresent(leader -> world.isolate(List.of(leader.id)));
      case 8 -> world.heal(any(), any());
      case 9, 10 -> world.healAll();
      case 11 -> loseDisk();
      case 12 -> powerFails();
      case 13 -> changeMembers();
      default -> wishes(1 + chance.nextInt(5));
    }
  }

  private int any() {
    return 1 + chance.nextInt(servers);
  }

  private List<Integer> some(int count) {
    var ids = new ArrayList<>(world.replicas().map(replica -> replica.id).toList());
    Collections.shuffle(ids, chance);
    return ids.subList(0, count);
  }

  private void crashOne() {
    int id = any();
    if (world.replica(id).up) {
      world.crash(id);
    }
  }

  private void powerFails() {
    for (int id : some(1 + chance.nextInt(servers))) {
      if (world.replica(id).up) {
        world.crash(id);
      }
      if (chance.nextInt(3) > 0) {
        world.restart(id);
      }
    }
  }

  private void restartOne() {
    some(servers).stream()
        .filter(id -> !world.replica(id).up)
        .findFirst()
        .ifPresent(world::restart);
  }

  /**
   * Only when all others have all there is: no protocol could bring back what the last one lost.
   */
  private void loseDisk() {
    int lost = any();
    long epoch = world.replica(lost).peer.epoch();
    boolean safe =
        servers > 2
            && !membersChange
            && world
                .replicas()
                .allMatch(
                    replica ->
                        replica.serves()
                            && replica.peer.epoch() == epoch
                            && replica.disk.lastZxid() == replica.disk.committedZxid()
                            && replica.committed.size() == world.agreement.size());
    if (safe) {
      world.crash(lost);
      world.restartEmpty(lost);
    }
  }

  private void changeMembers() {
    if (membersChange) {
      var voters = new TreeSet<>(some(1 + chance.nextInt(servers)));
      var observers = new TreeSet<>(some(servers));
      observers.removeAll(voters);
      world.leader().ifPresent(leader -> leader.submit(new Membership(voters, observers)));
    }
  }

  private void wishes(int count) {
    for (int wish = 0; wish < count; wish++) {
      var replica = world.replica(any());
      if (replica.up) {
        replica.submit();
        if (chance.nextInt(4) == 0) {
          replica.sync();
        }
      }
    }
  }

  private void bareQuorumServes() {
    var voters = new ArrayList<>(world.replica(1).peer.membership().voters());
    Collections.shuffle(voters, chance);
    var quorum = voters.subList(0, voters.size() / 2 + 1);
    world
        .replicas()
        .filter(each -> each.up && !quorum.contains(each.id))
        .forEach(each -> world.crash(each.id));
    world.healAll();
    quorum.stream().filter(id -> !world.replica(id).up).forEach(world::restart);
    long before = world.nowMillis();
    agreeWithin(30, "a bare quorum");
    toServe = Duration.ofMillis(world.nowMillis() - before);
  }

  private void everybodyAgrees() {
    world.healAll();
    world.replicas().filter(each -> !each.up).forEach(each -> world.restart(each.id));
    agreeWithin(30, "everybody");
    var all = world.agreement.all();
    world
        .replicas()
        .forEach(
            each -> {
              check(each.committed.equals(all), "server %s lacks some of %s", each.name(), all);
              var log = each.disk.after(0).stream().map(LogEntry::txn).toList();
              check(log.equals(all), "server %s has in its log %s, not %s", each.name(), log, all);
            });
  }

  /** Those who are up must serve, and carry out a wish of each before they are asked for others. */
  private void agreeWithin(int ticks, String who) {
    long end = world.nowMillis() + world.timing.tick().multipliedBy(ticks).toMillis();
    var up = world.replicas().filter(each -> each.up).toList();
    // To the leader, to the others, back, and out again.
    var wishTime = world.slowest.multipliedBy(4).plus(world.timing.tick());
    while (true) {
      var left = Duration.ofMillis(end - world.nowMillis());
      check(
          left.isPositive() && world.runUntil(world::allServe, left),
          "%s did not agree within %s ticks",
          who,
          ticks);
      // They may serve a leader whose loss they have not noticed yet: then only the next try works.
      var wishes = up.stream().map(Replica::submit).toList();
      if (world.runUntil(() -> allCommitted(up, wishes), wishTime)) {
        return;
      }
    }
  }

  private static boolean allCommitted(List<Replica> up, List<Integer> wishes) {
    for (var each : up) {
      for (int index = 0; index < wishes.size(); index++) {
        if (!each.hasCommitted(up.get(index).id, wishes.get(index))) {
          return false;
        }
      }
    }
    return true;
  }
}
