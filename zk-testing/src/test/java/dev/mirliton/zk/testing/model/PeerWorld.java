package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.testing.model.Agreement.Change;
import dev.mirliton.zk.testing.model.Agreement.Wish;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Servers in virtual time, on a network that delays and cuts, and that forgets a crashed server.
 */
final class PeerWorld implements ModelWorld, PeerNetwork<Wish, Change> {

  private record Event(long nanos, long order, Runnable task) {}

  /** One direction between two servers. */
  private static final class Wire {
    final Deque<Runnable> onTheWay = new ArrayDeque<>();
    long lastArrival;
    int held;
    boolean cut;
  }

  final Agreement agreement = new Agreement();
  final PeerTiming timing;

  /** How long a message may take. */
  Duration slowest = Duration.ofMillis(20);

  /** Whether servers are told that another's process is gone. */
  boolean tellsOfCrashes = true;

  long messages;
  @Nullable PeerMessage<Wish, Change> lastSent;
  private final RandomGenerator random;
  private final List<Replica> replicas = new ArrayList<>();
  private final Wire[][] wires;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::order));
  private final StringBuilder notes = new StringBuilder();
  private long nanos;
  private long order;

  PeerWorld(long seed, PeerTiming timing, Membership initial, int servers) {
    this.random = new Random(seed);
    this.timing = timing;
    this.wires = new Wire[servers + 1][servers + 1];
    for (var row : wires) {
      for (int to = 0; to <= servers; to++) {
        row[to] = new Wire();
      }
    }
    for (int id = 1; id <= servers; id++) {
      replicas.add(new Replica(id, initial, this));
    }
  }

  /** Voters only, with the timing of a test, all started. */
  static PeerWorld ofVoters(long seed, int servers) {
    var timing = PeerTiming.of(Duration.ofMillis(500));
    var world = new PeerWorld(seed, timing, Membership.ofVoters(servers), servers);
    world.replicas.forEach(Replica::start);
    return world;
  }

  Replica replica(int id) {
    return replicas.get(id - 1);
  }

  Stream<Replica> replicas() {
    return replicas.stream();
  }

  /** Who leads and serves; of several, which a partition allows, the one of the latest epoch. */
  Optional<Replica> leader() {
    return replicas()
        .filter(Replica::leads)
        .max(Comparator.comparingLong(replica -> replica.peer.epoch()));
  }

  Replica awaitLeader() {
    Agreement.check(runUntil(this::allServe, Duration.ofSeconds(30)), "not all serve");
    return leader().orElseThrow();
  }

  boolean allServe() {
    return replicas().filter(replica -> replica.up).allMatch(Replica::serves);
  }

  @Override
  public long nowMillis() {
    return nanos / 1_000_000;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Registration schedule(Duration delay, String what, Runnable task) {
    var event = new Event(nanos + delay.toNanos(), order++, task);
    events.add(event);
    return () -> events.remove(event);
  }

  @Override
  public void note(int server, String what) {
    notes.append(nowMillis()).append(" ms, server ").append(server).append(' ').append(what);
    notes.append('\n');
  }

  String notes() {
    return notes.toString();
  }

  @Override
  public void send(int from, int to, PeerMessage<Wish, Change> message) {
    messages++;
    lastSent = message;
    if (replica(to).up) {
      bring(from, to, () -> replica(to).peer.receive(from, message));
    } else if (tellsOfCrashes) {
      bring(to, from, () -> replica(from).peer.disconnected(to));
    }
  }

  private void bring(int from, int to, Runnable arrival) {
    var wire = wires[from][to];
    wire.onTheWay.addLast(arrival);
    arriveLater(wire);
  }

  private void arriveLater(Wire wire) {
    long arrival = nanos + random.nextLong(slowest.toNanos() + 1);
    wire.lastArrival = Math.max(wire.lastArrival, arrival);
    var task = (Runnable) () -> arrive(wire);
    events.add(new Event(wire.lastArrival, order++, task));
  }

  private void arrive(Wire wire) {
    if (wire.cut) {
      wire.held++;
      return;
    }
    var arrival = wire.onTheWay.pollFirst();
    if (arrival != null) {
      arrival.run();
    }
  }

  void cut(int one, int other) {
    wires[one][other].cut = true;
    wires[other][one].cut = true;
  }

  /** Cuts these from all others. */
  void isolate(Collection<Integer> side) {
    for (int one : side) {
      replicas().filter(other -> !side.contains(other.id)).forEach(other -> cut(one, other.id));
    }
  }

  void heal(int one, int other) {
    for (var wire : List.of(wires[one][other], wires[other][one])) {
      wire.cut = false;
      for (; wire.held > 0; wire.held--) {
        arriveLater(wire);
      }
    }
  }

  void healAll() {
    for (int one = 1; one <= replicas.size(); one++) {
      for (int other = one + 1; other <= replicas.size(); other++) {
        heal(one, other);
      }
    }
  }

  void crash(int id) {
    note(id, "crashes");
    replica(id).crash();
    for (var other : replicas) {
      for (var wire : List.of(wires[id][other.id], wires[other.id][id])) {
        wire.onTheWay.clear();
        wire.held = 0;
      }
      if (tellsOfCrashes && other.up) {
        bring(id, other.id, () -> other.peer.disconnected(id));
      }
    }
  }

  /** Starts a server again, with its disk. */
  void restart(int id) {
    note(id, "starts");
    replica(id).start();
  }

  /** Starts a server again, with an empty disk. */
  void restartEmpty(int id) {
    replica(id).disk = new PeerDisk<>();
    restart(id);
  }

  void run(Duration time) {
    runUntil(() -> false, time);
  }

  /** Lets time pass until something is true, for so long at most; returns whether it is. */
  boolean runUntil(BooleanSupplier condition, Duration atMost) {
    long end = nanos + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      var next = events.peek();
      if (next == null || next.nanos() > end) {
        nanos = end;
        return condition.getAsBoolean();
      }
      events.poll();
      nanos = next.nanos();
      next.task().run();
    }
    return true;
  }
}
