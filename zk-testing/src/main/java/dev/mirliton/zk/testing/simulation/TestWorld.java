package dev.mirliton.zk.testing.simulation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.opentest4j.TestAbortedException;

/** The simulated world of one test: what JUnit calls one after the other, it runs as one run. */
final class TestWorld implements AutoCloseable {
  /** No test means to take so long; one that hangs has nothing but time. */
  private static final Duration LIMIT = Duration.ofDays(2);

  private static final double TEARS = 0.05;
  private static final int SECONDS_TO_STOP = 30;

  private final long seed;
  private final Kernel kernel;
  private final Simulation simulation;
  private volatile @Nullable CountDownLatch played; // while it plays

  TestWorld(long seed, int servers) {
    this.seed = seed;
    SimulationPlan plan = SimulationPlan.standard().servers(servers);
    kernel = new Kernel(seed, plan.coroutines(), plan.scheduling(seed), new Trace(false));
    Network network = new Network(kernel, TEARS);
    simulation = new Simulation(kernel, network, seed, plan.servers(), plan.ensemble());
  }

  /** What came of one call. */
  private static final class Outcome<T> {
    private @Nullable T value;
    private @Nullable Throwable thrown;
  }

  /** Runs a call in this world, in the process of the test, and returns what it returns. */
  @SuppressWarnings("NullAway") // null is what calls without a result return
  <T extends @Nullable Object> T run(String name, Invocation<T> invocation) throws Throwable {
    if (kernel.failure() != null) {
      invocation.skip(); // the run has failed, and nothing happens in it any more
      return null;
    }
    Outcome<T> outcome = new Outcome<>();
    play(kernel.strand(simulation.test().life(), name, () -> proceed(invocation, outcome)));
    Throwable failure = kernel.failure() == null ? outcome.thrown : kernel.failure();
    if (failure != null) {
      throw failure instanceof TestAbortedException ? failure : new SeededError(seed, failure);
    }
    return outcome.value;
  }

  private static <T extends @Nullable Object> void proceed(
      Invocation<T> invocation, Outcome<T> outcome) {
    try {
      outcome.value = invocation.proceed();
    } catch (SimulationOverError over) {
      throw over;
    } catch (Throwable thrown) {
      outcome.thrown = thrown;
    }
  }

  private void play(Strand strand) {
    CountDownLatch end = new CountDownLatch(1);
    played = end;
    try {
      kernel.play(strand, LIMIT);
    } finally {
      end.countDown();
    }
  }

  /** A failure in a simulated world. */
  private static final class SeededError extends AssertionError {
    private static final long serialVersionUID = 1L;

    SeededError(long seed, Throwable cause) {
      super("with -Dsimulation.seed=" + seed + ": " + cause, cause);
    }
  }

  /** Ends the run. One that still plays, given up by a timeout of JUnit, is stopped first. */
  @Override
  public void close() {
    CountDownLatch end = played;
    if (end == null || end.getCount() == 0 || isStopped(end)) {
      kernel.end();
    }
  }

  /** Whether it stopped; what computes for ever does not, and is left to itself. */
  private boolean isStopped(CountDownLatch end) {
    kernel.stop();
    try {
      return end.await(SECONDS_TO_STOP, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
