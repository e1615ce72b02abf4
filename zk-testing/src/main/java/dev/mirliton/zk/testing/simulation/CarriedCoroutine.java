package dev.mirliton.zk.testing.simulation;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A virtual thread whose scheduler is the simulation: whatever it waits for, the simulation's own
 * waits and any lock or queue of {@code java.util.concurrent}, it steps down from the kernel's
 * thread, and goes on when the kernel says so. A turn costs a tenth of a microsecond.
 *
 * <p>There is no public way yet to give a virtual thread a scheduler. The JDK has one inside, for
 * its own tests; it is reached when the JVM was started with {@code --add-opens
 * java.base/java.lang=ALL-UNNAMED} (or the module's name in place of ALL-UNNAMED).
 */
final class CarriedCoroutine implements Coroutine, Executor {
  private static final @Nullable Constructor<?> BUILDER = findBuilder();

  private static final long OUTPUT_POLL_NS = 20_000;
  private static final long LONGEST_OUTPUT_NS = 10_000_000_000L;

  private final Owner owner;
  private final Thread thread;
  private volatile @Nullable Runnable continuation; // volatile for wakers from outside
  private boolean resuming;
  private volatile boolean turn;

  private CarriedCoroutine(Constructor<?> builder, String name, Owner owner, Runnable body) {
    this.owner = owner;
    try {
      thread =
          ((Thread.Builder.OfVirtual) builder.newInstance((Executor) this))
              .name(name)
              .unstarted(body);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("no virtual thread with a scheduler", impossible);
    }
  }

  private static @Nullable Constructor<?> findBuilder() {
    try {
      Constructor<?> found =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      found.setAccessible(true);
      return found;
    } catch (ReflectiveOperationException | RuntimeException closed) {
      return null;
    }
  }

  /** Returns this kind of coroutine, or null where the JVM keeps it shut. */
  static @Nullable Kind kind() {
    Constructor<?> builder = BUILDER;
    return builder == null
        ? null
        : (name, owner, body) -> new CarriedCoroutine(builder, name, owner, body);
  }

  /** What the JDK calls when the thread could go on. */
  @Override
  public void execute(Runnable next) {
    if (resuming) {
      continuation = next;
    } else if (owner.isCalledFromInside()) {
      continuation = next;
      owner.couldGoOn();
    } else {
      owner.wokenFromOutside();
      continuation = next; // after that: whoever sees it may forgive it
    }
  }

  @Override
  public Thread thread() {
    return thread;
  }

  @Override
  public void resume() {
    turn = true;
    if (continuation == null) {
      resuming = true;
      LockSupport.unpark(thread);
      resuming = false;
    }
    runContinuation();
  }

  private void runContinuation() {
    Runnable next = continuation;
    continuation = null;
    if (next != null) {
      next.run();
    }
  }

  @Override
  public boolean isHeldUpByOutput() {
    return RealOutput.isWriting(thread);
  }

  @Override
  public boolean resumeAfterOutput() {
    long start = System.nanoTime();
    while (continuation == null) {
      LockSupport.parkNanos(OUTPUT_POLL_NS);
      if (System.nanoTime() - start > LONGEST_OUTPUT_NS) {
        return false;
      }
    }
    runContinuation();
    return true;
  }

  @Override
  public void pause() {
    turn = false;
    boolean interrupted = Thread.interrupted(); // or parking would return at once
    while (!turn) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
