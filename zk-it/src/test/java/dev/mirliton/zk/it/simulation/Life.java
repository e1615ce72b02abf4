package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.simulation.SimulatedProcess;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One client, from its start to its close or the death of its process, and what it said. */
final class Life {
  /** A thread may wait for its turn for almost a second, and telling takes two or three turns. */
  static final Duration SLACK = Duration.ofSeconds(3);

  private final Simulation simulation;
  private final SimulatedProcess process;
  private final String name;
  private final ZkClient zk;
  private final boolean takesLargePackets;
  private final Pulse pulse;
  private final StateLog states;
  private final FiredOnce firedOnce = new FiredOnce(this);
  private final List<Request> requests = new ArrayList<>();
  private final List<Comings> comings = new ArrayList<>();
  private final List<Follower> followers = new ArrayList<>();
  private int places;
  private int marks;
  private boolean closing;
  private boolean closed;
  private boolean dead;
  private long closeNs;

  Life(
      Simulation simulation,
      SimulatedProcess process,
      String name,
      ZkClient zk,
      boolean takesLargePackets) {
    this.simulation = simulation;
    this.process = process;
    this.name = name;
    this.zk = zk;
    this.takesLargePackets = takesLargePackets;
    pulse = new Pulse(simulation, zk);
    states = new StateLog(simulation);
    zk.onStateChange(states);
  }

  // ---- What deeds need

  ZkClient zk() {
    return zk;
  }

  RandomGenerator random() {
    return simulation.random();
  }

  long nowNs() {
    return simulation.nanoTime();
  }

  /** Returns a number that orders what happens to this client at one time. */
  int nextPlace() {
    return ++places;
  }

  /** Returns the current session's number, or 0. */
  long sessionId() {
    ZkSession session = zk.session();
    return session == null ? 0 : session.id();
  }

  /** Returns a word that nobody else writes. */
  String nextMark() {
    return name + "-" + ++marks;
  }

  void pause(int mostMs) throws InterruptedException {
    simulation.pause(Duration.ofMillis(random().nextInt(mostMs) + 1));
  }

  /** Whether it may read {@link Business#BULK}. */
  boolean takesLargePackets() {
    return takesLargePackets;
  }

  private Request begin(Deed deed, Duration deadline, boolean async) {
    Request request = new Request(this, deed, deadline, async);
    requests.add(request);
    return request;
  }

  /** Does something and waits for it; returns the finished request. */
  Request waitFor(Deed deed, Duration deadline) throws InterruptedException {
    Request request = begin(deed, deadline, false);
    try {
      request.told(deed.waitFor(zk.within(deadline)), null);
    } catch (RuntimeException failure) {
      request.told(null, failure);
    }
    return request;
  }

  /** Asks for something; the request is finished later, on the event queue. */
  AsyncResult<?> ask(Deed deed, Duration deadline) {
    Request request = begin(deed, deadline, true);
    AsyncResult<?> result = deed.ask(zk.within(deadline).async());
    result.link(
        told -> {
          request.told(told.isSuccessful() ? told.value() : null, told.exception());
          firedOnce.answered(request);
        });
    return result;
  }

  /** Fails the run at once, also from within a listener. */
  void fail(AssertionError why) {
    process.spawn(
        name + "-failed",
        () -> {
          throw why;
        });
  }

  void adds(Follower follower) {
    followers.add(follower);
  }

  /** Sets a lasting watch. */
  void watchComings() throws InterruptedException {
    Comings told = new Comings();
    comings.add(told); // whatever is said of it: one that was not set must stay silent
    zk.watch(Comings.ROOT, WatchMode.PERSISTENT_RECURSIVE, told);
    told.isSet();
  }

  /** Fails unless the client serves: when nothing is wrong any more, it has to. */
  void mustServe() throws InterruptedException {
    zk.within(Duration.ofSeconds(2)).get(Comings.ROOT);
  }

  /** Closes the client, and remembers how long it took. */
  void close() {
    closing = true;
    long start = nowNs();
    zk.close();
    closeNs = nowNs() - start;
    closed = true;
  }

  // ---- What checks look at

  String name() {
    return name;
  }

  SimulatedProcess process() {
    return process;
  }

  Pulse pulse() {
    return pulse;
  }

  StateLog states() {
    return states;
  }

  FiredOnce firedOnce() {
    return firedOnce;
  }

  List<Comings> comings() {
    return comings;
  }

  List<Request> requests() {
    return requests;
  }

  List<Follower> followers() {
    return followers;
  }

  /** The process was killed. */
  void died() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  /** Whether it was neither closed nor killed. */
  boolean isOpen() {
    return !closing && !dead;
  }

  boolean isClosing() {
    return closing;
  }

  boolean isClosed() {
    return closed;
  }

  /** Returns how long the close took; null if there was none. */
  @Nullable Duration closeTook() {
    return closed ? Duration.ofNanos(closeNs) : null;
  }

  @Override
  public String toString() {
    return name;
  }
}
