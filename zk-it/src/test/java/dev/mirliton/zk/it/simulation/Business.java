package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.testing.history.Call;
import dev.mirliton.zk.testing.history.History;
import dev.mirliton.zk.testing.history.Register;
import dev.mirliton.zk.testing.simulation.SimulatedProcess;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What the threads of a process do with a client, until time is up. */
final class Business {
  static final String ALIVE = "/torture/alive";
  static final String INITIAL = "initial";
  static final List<String> REGISTERS =
      List.of(
          "/torture/register-that-is-always-there-1", "/torture/register-that-is-always-there-2");
  static final List<String> NODES =
      IntStream.rangeClosed(1, 6).mapToObj(i -> "/torture/znode-that-comes-and-goes-" + i).toList();

  /** Takes several packets of a network, which may be the last ones of a connection. */
  static final String BULK = "/torture/bulk";

  static final int BULK_BYTES = 50_000;

  private static final int[] DEADLINES_MS = {300, 1_000, 3_000, 30_000};
  private static final int LARGEST_BURST = 8;

  private final Simulation simulation;
  private final Life life;
  private final History<Register.Op, Register.Answer> registers;
  private final boolean[] over;

  Business(
      Simulation simulation,
      Life life,
      History<Register.Op, Register.Answer> registers,
      boolean[] over) {
    this.simulation = simulation;
    this.life = life;
    this.registers = registers;
    this.over = over;
  }

  /** Starts all threads. Returns when the client was closed before the time, or time is up. */
  void run() throws InterruptedException {
    spawn("pulse", () -> life.pulse().beat(life));
    for (String path : NODES) {
      Follower follower = new Follower(life, path);
      life.adds(follower);
      spawn("follower", follower::follow);
    }
    spawn("comings", this::watchComings);
    spawn("registers", this::useRegisters);
    spawn("waiting", this::waitForAnswers);
    spawn("bursts", this::askInBursts);
    boolean closesEarly = simulation.random().nextInt(3) == 0;
    long endNs =
        simulation.nanoTime()
            + Duration.ofMillis(1 + simulation.random().nextInt(20_000)).toNanos();
    while (!over[0]) {
      life.pause(200);
      if (closesEarly && simulation.nanoTime() > endNs) {
        life.close();
        return;
      }
    }
  }

  private void spawn(String name, SimulatedProcess.Body body) {
    life.process().spawn(life + "-" + name, body);
  }

  private boolean goesOn() {
    return !over[0] && !life.isClosing();
  }

  private <T> T oneOf(List<T> all) {
    return all.get(simulation.random().nextInt(all.size()));
  }

  private Duration deadline() {
    return Duration.ofMillis(DEADLINES_MS[simulation.random().nextInt(DEADLINES_MS.length)]);
  }

  // ---- Registers: the whole history is judged

  private void useRegisters() throws InterruptedException {
    int version = 0;
    while (goesOn()) {
      String path = oneOf(REGISTERS);
      switch (simulation.random().nextInt(4)) {
        case 0 -> write(path, new Register.Write(path, life.nextMark()), Version.ANY);
        case 1 ->
            write(
                path,
                new Register.CompareAndSet(path, version, life.nextMark()),
                new Version(version));
        default -> version = read(path);
      }
      life.pause(200);
    }
  }

  private void write(String path, Register.Op operation, Version expected)
      throws InterruptedException {
    String mark =
        operation instanceof Register.Write write
            ? write.value()
            : ((Register.CompareAndSet) operation).value();
    Call<Register.Op, Register.Answer> call = registers.begin(life.name(), operation);
    Request request = life.waitFor(new Deed.Replace(path, mark, expected), deadline());
    if (request.answer() instanceof Stat stat) {
      call.ok(new Register.Written(stat.version()));
    } else if (request.failure() instanceof BadVersionException) {
      call.ok(new Register.BadVersion());
    } else if (request.meaning() == Request.Meaning.DID_NOT) {
      call.failed();
    } else {
      call.unknown();
    }
  }

  /** Returns the version, for a compare-and-set. */
  private int read(String path) throws InterruptedException {
    Call<Register.Op, Register.Answer> call = registers.begin(life.name(), new Register.Read(path));
    Request synced = life.waitFor(new Deed.Sync(path), deadline());
    Request request = life.waitFor(new Deed.Get(path), deadline());
    boolean one = synced.failure() == null && synced.session() == request.session();
    if (one && request.session() != 0 && request.answer() instanceof Node node) {
      int version = node.stat().version();
      call.ok(new Register.Value(new String(node.data(), UTF_8), version));
      return version;
    }
    call.failed();
    return 0;
  }

  // ---- Everything else, in both styles

  private void waitForAnswers() throws InterruptedException {
    while (goesOn()) {
      life.waitFor(deed(), deadline());
      life.pause(300);
    }
  }

  private void askInBursts() throws InterruptedException {
    List<AsyncResult<?>> results = new ArrayList<>();
    while (goesOn()) {
      for (int i = simulation.random().nextInt(LARGEST_BURST); i >= 0; i--) {
        results.add(
            switch (simulation.random().nextInt(5)) {
              case 0 -> life.firedOnce().watchData(oneOf(NODES), deadline());
              case 1 -> life.firedOnce().watchExistence(oneOf(NODES), deadline());
              default -> life.ask(deed(), deadline());
            });
      }
      if (simulation.random().nextBoolean()) {
        for (AsyncResult<?> result : results) {
          result.await(Duration.ofMinutes(1));
        }
        results.clear();
      }
      life.pause(400);
    }
  }

  private Deed deed() {
    String node = oneOf(NODES);
    return switch (simulation.random().nextInt(13)) {
      case 0, 1 -> new Deed.Get(node);
      case 2 -> new Deed.Exists(node);
      case 3, 4 -> new Deed.Replace(node, life.nextMark(), Version.ANY);
      case 5 -> new Deed.Create(node, life.nextMark(), CreateOptions.PERSISTENT);
      case 6 -> new Deed.Delete(node);
      case 7 -> unique(ALIVE, CreateOptions.EPHEMERAL);
      case 8 -> unique(Comings.ROOT, CreateOptions.EPHEMERAL);
      case 9 -> {
        String mark = life.nextMark();
        yield new Deed.Flash(Comings.ROOT + "/" + mark, mark);
      }
      case 10 -> new Deed.ReplaceTwo(node, oneOf(NODES), life.nextMark());
      case 11 -> new Deed.Get(life.takesLargePackets() ? BULK : node);
      default -> {
        String mark = life.nextMark();
        yield new Deed.Unknown(ALIVE + "/" + mark, mark);
      }
    };
  }

  private Deed unique(String parent, CreateOptions options) {
    String mark = life.nextMark();
    return new Deed.Create(parent + "/" + mark, mark, options);
  }

  private void watchComings() throws InterruptedException {
    while (!life.isClosing()) {
      try {
        life.watchComings();
        return;
      } catch (UnavailableException | SessionException again) {
        life.pause(200);
      }
    }
  }
}
