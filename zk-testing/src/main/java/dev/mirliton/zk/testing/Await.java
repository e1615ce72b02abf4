package dev.mirliton.zk.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits until something holds that nobody announces. Where a latch or a result can be awaited,
 * await that instead.
 *
 * @since 0.1
 */
public final class Await {
  private static final long SHORTEST_PAUSE_NS = 1_000_000;
  private static final long LONGEST_PAUSE_NS = 20_000_000;

  private Await() {}

  /** Something that holds or does not. One that throws does not hold. */
  @FunctionalInterface
  public interface Condition {
    /** Looks. Called again and again, on the waiting thread. */
    boolean holds() throws Exception;
  }

  /** What a test asserts. */
  @FunctionalInterface
  public interface Assertion {
    /** Throws unless all is well. Called again and again, on the waiting thread. */
    void check() throws Exception;
  }

  /**
   * Waits until {@code condition} holds.
   *
   * @throws AssertionError if it does not after {@code limit}; its cause is what the condition
   *     threw last
   */
  public static void until(Duration limit, Condition condition) throws InterruptedException {
    until("the condition", limit, condition);
  }

  /**
   * Waits until {@code condition} holds.
   *
   * @param what names it in the message: {@code the server to answer}
   * @throws AssertionError if it does not after {@code limit}; its cause is what the condition
   *     threw last
   */
  public static void until(String what, Duration limit, Condition condition)
      throws InterruptedException {
    Outcome last = poll(limit, condition);
    if (!last.held()) {
      throw new AssertionError("waited in vain for " + what + ", for " + limit, last.failure());
    }
  }

  /**
   * Waits until {@code assertion} no longer throws.
   *
   * @throws AssertionError if it still does after {@code limit}; its cause is what was thrown last
   */
  public static void untilAsserted(Duration limit, Assertion assertion)
      throws InterruptedException {
    Outcome last =
        poll(
            limit,
            () -> {
              assertion.check();
              return true;
            });
    if (!last.held()) {
      String why = last.failure() == null ? "" : ": " + last.failure().getMessage();
      throw new AssertionError("still so after " + limit + why, last.failure());
    }
  }

  /** Whether {@code condition} came to hold in time. */
  public static boolean reaches(Duration limit, Condition condition) throws InterruptedException {
    return poll(limit, condition).held();
  }

  private record Outcome(boolean held, @Nullable Throwable failure) {}

  private static Outcome poll(Duration limit, Condition condition) throws InterruptedException {
    World world = World.current();
    long start = world.nanoTime();
    long pauseNs = SHORTEST_PAUSE_NS;
    while (true) {
      // Taken before looking: a slow look must not cost the last one.
      long leftNs = limit.toNanos() - (world.nanoTime() - start);
      Outcome now = look(condition);
      if (now.held() || leftNs <= 0) {
        return now;
      }
      world.pause(Math.min(pauseNs, leftNs));
      pauseNs = Math.min(pauseNs * 2, LONGEST_PAUSE_NS);
    }
  }

  private static Outcome look(Condition condition) throws InterruptedException {
    try {
      return new Outcome(condition.holds(), null);
    } catch (InterruptedException interrupted) {
      throw interrupted;
    } catch (Exception | AssertionError failure) {
      return new Outcome(false, failure);
    }
  }
}
