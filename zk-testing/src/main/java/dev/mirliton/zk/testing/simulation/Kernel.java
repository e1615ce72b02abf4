package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.trace.TraceEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of control of a simulated run: virtual time, and one queue of everything that will
 * happen. What happens at a time takes no time; only waiting does.
 */
final class Kernel {
  /** How often the code of a strand is told that the run is over before it is left to itself. */
  private static final int PATIENCE = 1_000;

  private static final ThreadLocal<@Nullable Strand> CURRENT = new ThreadLocal<>();
  private static final ThreadLocal<@Nullable Kernel> PLAYING = new ThreadLocal<>();

  private final long seed;
  private final Coroutine.Kind kind;
  private final Scheduling scheduling;
  private final Chance ties;
  private final Trace trace;
  private final PriorityQueue<Event> queue = new PriorityQueue<>();
  private final Map<Thread, Strand> strands = new LinkedHashMap<>(); // in order of their creation
  private final List<Strand> unstarted = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final ConcurrentLinkedQueue<Strand> intruders = new ConcurrentLinkedQueue<>();
  private final Actor world;
  private volatile Thread loop = Thread.currentThread();
  private long nowNs;
  private long sequence;
  private long steps; // also looked at by the watchdog, who needs no exact number
  private int actors;
  private boolean over;
  private volatile boolean stopped;
  private @Nullable Strand running;
  private @Nullable Throwable failure;
  private @Nullable Simulation simulation;

  /** Creates a kernel; until it plays, the calling thread is inside. */
  Kernel(long seed, Coroutine.Kind kind, Scheduling.Kind scheduling, Trace trace) {
    this.seed = seed;
    this.kind = kind;
    this.scheduling = scheduling.apply(chance("turns"));
    this.trace = trace;
    ties = chance("ties");
    world = actor(TraceEvent.NETWORK);
  }

  /** Returns the strand that runs on the calling thread, or null on any other thread. */
  static @Nullable Strand current() {
    return CURRENT.get();
  }

  /** Returns the kernel that the calling thread is inside of, or null on a real thread. */
  static @Nullable Kernel entered() {
    Strand strand = CURRENT.get();
    return strand == null ? PLAYING.get() : strand.kernel();
  }

  void simulation(Simulation by) {
    simulation = by;
  }

  @Nullable Simulation simulation() {
    return simulation;
  }

  Chance chance(String purpose) {
    return Chance.of(seed, purpose);
  }

  Trace trace() {
    return trace;
  }

  /** Returns the time since the run began. */
  long nowNs() {
    return nowNs;
  }

  long steps() {
    return steps;
  }

  /** Returns the actor that neither dies nor stands still. */
  Actor world() {
    return world;
  }

  /** Returns a new actor's number. */
  int nextActor() {
    return actors++;
  }

  private Actor actor(String name) {
    return new Actor(name, nextActor());
  }

  /** Returns {@code name} with the number of times it was asked for. */
  String numbered(String name) {
    return name + "-" + numbers.merge(name, 1, Integer::sum);
  }

  // ---- What will happen

  /** Has {@code action} happen {@code delayNs} from now. */
  Event after(long delayNs, Actor actor, String what, Runnable action) {
    noticeStarts();
    long at = nowNs + Math.max(0, Math.min(delayNs, Long.MAX_VALUE / 4));
    Event event = new Event(at, ties.nextInt(), sequence++, actor, what, action);
    queue.add(event);
    return event;
  }

  /** Like {@link #after}, and as late as timers are. */
  Event timer(long delayNs, Actor actor, String what, Runnable action) {
    noticeStarts();
    return after(Math.max(0, delayNs) + scheduling.timerDelayNs(), actor, what, action);
  }

  /** Returns a strand of {@code actor}; starting its thread gives it its first turn. */
  Strand strand(Actor actor, String name, Runnable body) {
    Strand strand = new Strand(this, actor, name, kind, body);
    strands.put(strand.thread(), strand);
    unstarted.add(strand);
    return strand;
  }

  void turnIsDue(Strand strand) {
    noticeStarts();
    after(scheduling.turnDelayNs(strand), strand.actor(), "turn", () -> turn(strand));
  }

  /** Finds who was started untold, before anything else is drawn from chance. */
  private void noticeStarts() {
    if (!unstarted.isEmpty()) {
      List<Strand> started = unstarted.stream().filter(Strand::isStarted).toList();
      unstarted.removeAll(started);
      started.forEach(Strand::noticeStart);
    }
  }

  private void turn(Strand strand) {
    running = strand;
    try {
      strand.resume();
    } finally {
      running = null;
    }
  }

  // ---- The run

  /**
   * Lets things happen until a strand has ended or something failed. May be called again, also on
   * another platform thread.
   *
   * @param first not started yet
   * @param limit how far virtual time may go
   */
  void play(Strand first, Duration limit) {
    loop = Thread.currentThread();
    PLAYING.set(this);
    Watchdog watchdog = new Watchdog(this);
    first.thread().start();
    try {
      while (!first.isEnded() && failure == null) {
        step(first, limit);
        if (stopped) {
          fail(new SimulationStuckError("stopped from outside: " + whereabouts()));
        }
      }
    } finally {
      watchdog.close();
      PLAYING.remove();
    }
  }

  /** Fails the run soon. Called from outside, while it plays. */
  void stop() {
    stopped = true;
  }

  /** Ends the run: nothing happens any more, and no thread is left. */
  void end() {
    loop = Thread.currentThread();
    over = true;
    unwind();
  }

  private void step(Strand first, Duration limit) {
    if (!intruders.isEmpty()) {
      fail(intrusion());
      return;
    }
    Event event = queue.poll();
    if (event == null) {
      fail(new SimulationStuckError("nothing can happen any more: " + whereabouts()));
    } else if (event.timeNs > limit.toNanos()) {
      fail(
          new SimulationStuckError(first + " has not ended after " + limit + ": " + whereabouts()));
    } else {
      nowNs = Math.max(nowNs, event.timeNs);
      happen(event);
    }
  }

  private void happen(Event event) {
    if (event.isCancelled() || event.actor.isDead()) {
      return;
    }
    if (event.actor.stillUntilNs() > nowNs) {
      queue.add(event.postponed(event.actor.stillUntilNs(), sequence++));
      return;
    }
    steps++;
    trace.mix(nowNs);
    trace.mix(event.actor.number() * 31L + event.what.hashCode());
    event.run();
    noticeStarts();
  }

  /** Ends what still runs, so that no thread outlives the run. */
  private void unwind() {
    for (Strand strand : List.copyOf(strands.values())) {
      for (int i = 0; i < PATIENCE && strand.isStarted() && !strand.isEnded(); i++) {
        strand.thread().interrupt();
        turn(strand);
      }
    }
    strands.clear();
    queue.clear();
  }

  private SimulationStuckError intrusion() {
    Strand woken = intruders.peek();
    return new SimulationStuckError(
        "a thread or timer that is not simulated woke "
            + woken
            + ": code in a simulation waits and sleeps by the simulation, shares no monitor,"
            + " and starts no thread of its own (docs/errors.md#simulation)");
  }

  /** Ends the run with a failure; the first one counts. */
  void fail(Throwable why) {
    if (failure == null) {
      failure = why;
    }
    Strand strand = running;
    trace.record(
        nowNs,
        TraceEvent.Kind.FAILURE,
        strand == null ? TraceEvent.NETWORK : strand.actor().actorName(),
        0,
        why::toString);
  }

  @Nullable Throwable failure() {
    return failure;
  }

  private String whereabouts() {
    return Whereabouts.of(strands.values());
  }

  // ---- What strands tell

  void begins(Strand strand) {
    CURRENT.set(strand);
  }

  void ended(Strand strand) {
    strands.remove(strand.thread());
    trace.mix(strand.actor().number());
  }

  void threw(Strand strand, Throwable thrown) {
    if (!over && !strand.actor().isDead()) {
      fail(thrown);
    }
  }

  /** A strand was woken by a real thread that had a lock of real output: so it must be. */
  void forgive(Strand strand) {
    intruders.remove(strand);
  }

  void wokenFromOutside(Strand strand) {
    if (!over) {
      intruders.add(strand);
    }
  }

  // ---- Who may call

  /** Whether the calling thread is the kernel's or runs a strand of it. */
  boolean isInside() {
    Thread caller = Thread.currentThread();
    Strand current = running;
    return caller == loop || current != null && caller == current.thread();
  }

  /** Refuses real threads, and what is over. */
  void checkInside() {
    if (!isInside()) {
      throw new IllegalStateException(
          "thread "
              + Thread.currentThread().getName()
              + " is real and cannot enter a simulation: start it by the simulation instead"
              + " (docs/errors.md#simulation)");
    }
    Strand strand = running;
    if (strand != null) {
      checkNotOver(strand);
    }
  }

  void checkNotOver(Strand strand) {
    if (over || strand.actor().isDead()) {
      throw new SimulationOverError(
          over ? "the simulated run is over" : "process " + strand.actor() + " was killed");
    }
  }

  /** Returns the strand that the calling thread runs; refuses all others. */
  Strand currentStrand() {
    checkInside();
    Strand strand = running;
    if (strand == null) {
      throw new IllegalStateException(
          "code that moves bytes or runs timers must not wait in a simulation either");
    }
    return strand;
  }

  /** Returns the names of the simulated threads that were started and have not ended. */
  Stream<String> liveThreads() {
    return strands.keySet().stream().filter(Thread::isAlive).map(Thread::getName);
  }

  /** Returns an actor's strands that were started and have not ended. */
  Stream<Strand> strandsOf(Actor actor) {
    return strands.values().stream()
        .filter(strand -> strand.actor() == actor && strand.thread().isAlive());
  }

  @Nullable Strand strandOf(Thread thread) {
    return strands.get(thread);
  }

  /** Returns the strand that runs now, or null while an event does. */
  @Nullable Strand running() {
    return running;
  }
}
