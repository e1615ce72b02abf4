package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.EmbeddedServer;
import dev.mirliton.zk.testing.model.ModelOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.opentest4j.TestAbortedException;

/**
 * The simulated world of one test, for extensions of JUnit: what they and JUnit call one after the
 * other, it runs as one run. Its servers grant what an {@link EmbeddedServer} grants.
 *
 * <p>Used by the thread that runs the test.
 *
 * @see InSimulation
 * @since 0.1
 */
public final class TestWorld implements AutoCloseable {
  private static final Namespace OURS = Namespace.create(TestWorld.class);

  /** No test means to take so long; one that hangs has nothing but time. */
  private static final Duration LIMIT = Duration.ofDays(2);

  private static final ModelOptions SERVERS =
      ModelOptions.DEFAULT
          .withTick(EmbeddedServer.TICK)
          .withSessionTimeouts(Duration.ofMillis(500), Duration.ofMinutes(1))
          .withSweepInterval(Duration.ofMillis(200))
          .withExtendedTypes();

  private static final int SECONDS_TO_STOP = 30;

  private final long seed;
  private final Kernel kernel;
  private final Simulation simulation;
  private volatile @Nullable CountDownLatch played; // while it plays

  TestWorld(long seed, int servers) {
    this.seed = seed;
    SimulationPlan plan = SimulationPlan.standard().servers(servers).ensemble(SERVERS);
    kernel = new Kernel(seed, plan.coroutines(), plan.scheduling(seed), new Trace(false));
    Network network = new Network(kernel);
    simulation = new Simulation(kernel, network, seed, plan.servers(), plan.ensemble());
  }

  /** What the worlds of a class's tests have in common. */
  record Kind(long seed, int servers) {

    /** Has the tests of a class run in worlds of this kind. */
    void prepare(ExtensionContext context) {
      context.getStore(OURS).put(Kind.class, this);
    }
  }

  /** Whether the tests of a class or method run in simulated worlds. */
  public static boolean isExpected(ExtensionContext context) {
    return context.getStore(OURS).get(Kind.class) != null;
  }

  /**
   * Returns the world of a test, which the first call makes; none if the test is real, or if this
   * is no test but a class.
   */
  public static Optional<TestWorld> of(ExtensionContext context) {
    Kind kind = context.getStore(OURS).get(Kind.class, Kind.class);
    if (kind == null || context.getTestMethod().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        context
            .getStore(OURS) // which closes it when the test is over
            .computeIfAbsent(
                TestWorld.class,
                key -> new TestWorld(kind.seed(), kind.servers()),
                TestWorld.class));
  }

  /** Returns the world as the code in it sees it. */
  public Simulation simulation() {
    return simulation;
  }

  /** What came of one call. */
  private static final class Outcome<T> {
    private @Nullable T value;
    private @Nullable Throwable thrown;
  }

  /**
   * Runs a call in this world, in the process of the test, and returns what it returns. Does
   * nothing and returns null once the run has failed: nothing happens in it any more.
   *
   * @param name of the simulated thread
   * @throws AssertionError if the call throws anything but an assumption that does not hold; names
   *     the seed
   */
  @SuppressWarnings("NullAway") // null is what calls without a result return
  public <T extends @Nullable Object> T run(String name, Invocation<T> invocation) {
    if (kernel.failure() != null) {
      invocation.skip();
      return null;
    }
    Outcome<T> outcome = new Outcome<>();
    play(kernel.strand(simulation.test().life(), name, () -> proceed(invocation, outcome)));
    Throwable failure = kernel.failure() == null ? outcome.thrown : kernel.failure();
    if (failure instanceof TestAbortedException unmet) {
      throw unmet;
    }
    if (failure != null) {
      throw new SeededError(seed, failure);
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
