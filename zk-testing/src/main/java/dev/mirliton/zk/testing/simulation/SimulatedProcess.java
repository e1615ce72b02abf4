package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.spi.Promise;
import dev.mirliton.zk.spi.parts.SerialQueue;
import dev.mirliton.zk.testing.trace.TraceEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A program on a machine of its own in the simulated network. It can be killed and started again,
 * and it can stand still while the world goes on, as in a long garbage collection.
 *
 * <p>Used by simulated code only.
 *
 * @since 0.1
 */
public final class SimulatedProcess {
  private final Kernel kernel;
  private final Network network;
  private final Host host;
  private final @Nullable Body main;
  private Incarnation life;

  /** What runs in a process. */
  @FunctionalInterface
  public interface Body {
    /** Runs in a thread of the process; whatever it throws fails the run. */
    void run() throws Exception;
  }

  SimulatedProcess(Kernel kernel, Network network, String name, @Nullable Body main) {
    this.kernel = kernel;
    this.network = network;
    this.main = main;
    host = network.host(name);
    life = new Incarnation(kernel, network, host);
  }

  /** Returns its name, which is its host's name too. */
  public String name() {
    return host.name();
  }

  Incarnation life() {
    return life;
  }

  Host host() {
    return host;
  }

  /** Whether it was killed and not started since. */
  public boolean isKilled() {
    return life.isDead();
  }

  void begin() {
    if (main != null) {
      spawn("main", main);
    }
  }

  /**
   * Runs {@code body} in a thread of this process.
   *
   * @param name of the thread
   * @return ready when the body has ended; fails with what it threw. Its listeners are told in a
   *     thread of this process
   */
  public AsyncResult<Void> spawn(String name, Body body) {
    kernel.checkInside();
    Incarnation mine = life;
    SerialQueue queue =
        new SerialQueue(
            name, drain -> mine.unstarted(name + "-listeners", drain).start(), mine.parking());
    Promise<Void> end = new Promise<>(queue);
    mine.unstarted(name, () -> run(body, end)).start();
    return end;
  }

  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  private static void run(Body body, Promise<Void> end) {
    try {
      body.run();
      end.complete(null);
    } catch (SimulationOverError over) {
      throw over;
    } catch (Throwable failure) {
      end.fail(failure);
      throw failure instanceof RuntimeException || failure instanceof Error
          ? SimulatedProcess.<RuntimeException>sneaky(failure)
          : new IllegalStateException(failure);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> RuntimeException sneaky(Throwable failure) throws E {
    throw (E) failure;
  }

  /** Kills it, as {@code kill -9} does: its connections are reset, its threads never go on. */
  public void kill() {
    kernel.checkInside();
    if (!life.isDead()) {
      note(TraceEvent.Kind.FAULT, "crash: killed");
      life.die();
      network.killed(host);
    }
  }

  /** Takes its power away: its threads never go on, and nobody hears of it. */
  public void losePower() {
    kernel.checkInside();
    if (!life.isDead()) {
      note(TraceEvent.Kind.FAULT, "crash: its power fails");
      life.die();
      network.lostPower(host);
    }
  }

  /** Starts it again after it was killed; its main body begins anew and remembers nothing. */
  public void restart() {
    kernel.checkInside();
    if (life.isDead()) {
      note(TraceEvent.Kind.HEALED, "started again");
      network.hasPower(host);
      life = new Incarnation(kernel, network, host);
      begin();
    }
  }

  /** Lets nothing in it happen for so long; its clock goes on. */
  public void standStill(Duration time) {
    kernel.checkInside();
    Incarnation mine = life;
    note(TraceEvent.Kind.FAULT, "stands still for " + time.toMillis() + " ms");
    mine.standStillUntil(kernel.nowNs() + time.toNanos());
    kernel.after(time.toNanos(), mine, "go on", () -> note(TraceEvent.Kind.HEALED, "goes on"));
  }

  private void note(TraceEvent.Kind kind, String what) {
    kernel.trace().record(kernel.nowNs(), kind, name(), 0, () -> what);
  }

  @Override
  public String toString() {
    return name();
  }
}
