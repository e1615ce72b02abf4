package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.World;
import dev.mirliton.zk.testing.model.ModelOptions;
import dev.mirliton.zk.testing.trace.TraceEvent;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One simulated world, as the code in it sees it: processes, an ensemble, a network, true time.
 *
 * <p>Code in it is ordinary blocking code. It waits by what it is given: results, clients, recipes,
 * {@link #pause}; and, where the JVM was started with {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED}, by the locks, latches and queues of {@code
 * java.util.concurrent} too, but for their time limits, which are real. It starts threads by {@link
 * SimulatedProcess#spawn} or {@link #unstarted}. A real thread that calls in is refused.
 *
 * @since 0.1
 */
public final class Simulation implements World {
  private final Kernel kernel;
  private final Network network;
  private final long seed;
  private final SimulatedProcess test;
  private final SimulatedEnsemble ensemble;
  private final Faults faults;
  private final Chance random;
  private long messages;
  private long spans;
  private final List<SimulatedProcess> processes = new ArrayList<>();

  Simulation(Kernel kernel, Network network, long seed, int servers, ModelOptions options) {
    this.kernel = kernel;
    this.network = network;
    this.seed = seed;
    random = kernel.chance("scenario");
    ensemble = new SimulatedEnsemble(kernel, network, servers, options);
    test = new SimulatedProcess(kernel, network, "test", null);
    faults = new Faults(this, kernel, network);
    kernel.simulation(this);
    if (kernel.trace().isRecording()) {
      network.watch(
          opened -> {
            if (hosts().contains(opened.server().host() + ":")) {
              WireTap.on(kernel, opened, () -> ++messages);
            }
          });
    }
  }

  /** Returns the world that the calling thread belongs to, or null if that is the real one. */
  public static @Nullable Simulation current() {
    Kernel kernel = Kernel.entered();
    return kernel == null ? null : kernel.simulation();
  }

  /** Returns the number that this run follows from. */
  public long seed() {
    return seed;
  }

  /** Returns chance for the scenario's own use; it follows from the seed. */
  @Override
  public RandomGenerator random() {
    return random;
  }

  // ---- Who is there

  /** Returns the model ensemble. */
  public SimulatedEnsemble ensemble() {
    return ensemble;
  }

  /** Returns the connect string of the ensemble: {@code zk1:2181,zk2:2181,zk3:2181}. */
  public String hosts() {
    return ensemble.connectString();
  }

  /** Returns the process that the scenario runs in, which no fault concerns. */
  public SimulatedProcess test() {
    return test;
  }

  /**
   * Starts a process on a machine of its own.
   *
   * @param name of the process and its machine; lower case, no other process's
   * @param main what it does, again each time it is restarted; its threads may outlive it
   */
  public SimulatedProcess start(String name, SimulatedProcess.Body main) {
    kernel.checkInside();
    if (processes.stream().anyMatch(process -> process.name().equals(name))) {
      throw new IllegalArgumentException("there is a process " + name + " already");
    }
    SimulatedProcess process = new SimulatedProcess(kernel, network, name, main);
    processes.add(process);
    process.begin();
    return process;
  }

  /** Returns the processes that were started, in that order. */
  public List<SimulatedProcess> processes() {
    return List.copyOf(processes);
  }

  List<Host> serverHosts() {
    return ensemble.hosts();
  }

  // ---- Time

  /** Returns the true time since the run began, in nanoseconds; no process's clock shows it. */
  @Override
  public long nanoTime() {
    return kernel.nowNs();
  }

  @Override
  public void pause(long nanos) throws InterruptedException {
    kernel.currentStrand().pause(kernel.nowNs() + Math.max(0, nanos));
  }

  /** Lets time pass. */
  public void pause(Duration time) throws InterruptedException {
    pause(time.toNanos());
  }

  /** Returns a thread of the process that the caller runs in. */
  @Override
  public Thread unstarted(String name, Runnable body) {
    return kernel.strand(kernel.currentStrand().actor(), name, body).thread();
  }

  @Override
  public ServerSocket serverSocket() throws IOException {
    return new SimulatedServerSocket();
  }

  @Override
  public Socket socket() throws SocketException {
    return new SimulatedSocket();
  }

  @Override
  public void join(Thread thread) throws InterruptedException {
    while (thread.isAlive()) {
      pause(1_000_000);
    }
  }

  /**
   * Waits until every fault was healed and the ensemble serves again, then for so long that each
   * client had time to come back.
   */
  public void awaitQuiet() throws InterruptedException {
    awaitHealed();
    pause(Duration.ofSeconds(30));
  }

  /** Waits until every fault was healed and the ensemble serves again, and no longer. */
  public void awaitHealed() throws InterruptedException {
    while (faults.afoot() > 0 || !ensemble.isServing()) {
      pause(Duration.ofMillis(100));
    }
  }

  /**
   * Returns what the calling process has: its threads but for the calling one, its connections, and
   * where it listens, each under a name that nothing else has.
   */
  public List<String> belongings() {
    Strand caller = kernel.currentStrand();
    List<String> found = new ArrayList<>();
    kernel
        .strandsOf(caller.actor())
        .filter(strand -> strand != caller)
        .forEach(strand -> found.add("thread " + strand + " #" + strand.thread().threadId()));
    if (caller.actor() instanceof Incarnation process) {
      process.host().listeners().keySet().forEach(port -> found.add("listener on port " + port));
      process.host().ends().forEach(end -> found.add("connection " + end));
    }
    return found;
  }

  // ---- What goes wrong

  /** Lets something go wrong, besides what the plan says. Its beginning counts from now. */
  public void suffer(Fault fault) {
    kernel.checkInside();
    faults.expect(List.of(fault));
  }

  // ---- For the reader of a run

  /** Writes a line into the run's timeline, on the lane of the process that calls. */
  public void note(String what) {
    Strand strand = Kernel.current();
    String lane = strand == null ? test.name() : strand.actor().actorName();
    kernel.trace().mix(what.hashCode());
    kernel.trace().record(kernel.nowNs(), TraceEvent.Kind.NOTE, lane, 0, () -> what);
  }

  /**
   * Writes something that lasts into the run's timeline, as a bar: a lock held, a job run.
   *
   * @return closing it ends the bar
   */
  public Registration span(String what) {
    Strand strand = kernel.currentStrand();
    String lane = strand.actor().actorName();
    long number = ++spans;
    noteSpan(lane, number, what);
    return () -> noteSpan(lane, number, "end of " + what);
  }

  /** Runs {@code body}, and writes how long that lasted into the run's timeline, as a bar. */
  public void span(String what, SimulatedProcess.Body body) throws Exception {
    Registration bar = span(what);
    try {
      body.run();
    } finally {
      bar.close();
    }
  }

  private void noteSpan(String lane, long number, String what) {
    kernel.trace().mix(what.hashCode());
    kernel.trace().record(kernel.nowNs(), TraceEvent.Kind.NOTE, lane, number, () -> what);
  }

  /** Writes each change of a client's state into the run's timeline. Returns the client. */
  public ZkClient show(ZkClient client) {
    String lane = kernel.currentStrand().actor().actorName();
    client.onStateChange(
        change ->
            kernel
                .trace()
                .record(kernel.nowNs(), TraceEvent.Kind.STATE, lane, 0, () -> words(change)));
    return client;
  }

  /** A client that was closed loses its session too: that must not look like an accident. */
  private static String words(StateChange change) {
    String words =
        change.state() == ConnectionState.LOST
            ? ConnectionState.LOST + ": " + change.detail()
            : change.state().name();
    return words.toLowerCase(Locale.ROOT);
  }

  Faults faults() {
    return faults;
  }
}
