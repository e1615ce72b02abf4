package dev.mirliton.zk.spi.parts;

import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Parking;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link CallbackQueue} over any executor: a part that handlers may be built from. Holds a thread
 * of the executor only while there is work, one at a time.
 *
 * @since 0.1
 */
public final class SerialQueue implements CallbackQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);

  /** So many callbacks, then others who share the executor get their turn. */
  private static final int TURN = 1024;

  private static final int CHUNK = 256;

  private final String name;
  private final Executor executor;
  private final Executor again;
  private final Parking parking;
  private final MessagePassingQueue<Runnable> callbacks =
      new MpscUnboundedAtomicArrayQueue<>(CHUNK);

  // Set by whoever hands the drain to the executor, cleared by the drain when it found nothing
  // left.
  private final AtomicBoolean draining = new AtomicBoolean();
  private final Runnable drain = this::drain;
  private volatile @Nullable Thread current;
  private volatile boolean closed;
  private volatile boolean hurried;
  private volatile boolean abandoned;

  /**
   * Creates an empty queue.
   *
   * @param name for log lines
   * @param executor lends a thread per drain; may reject only after the handler is closed
   * @param parking of the handler
   */
  public SerialQueue(String name, Executor executor, Parking parking) {
    this(name, executor, executor, parking);
  }

  /**
   * Creates an empty queue that gets its further turns from elsewhere.
   *
   * @param name for log lines
   * @param executor lends a thread for the first turn; may reject only after the handler is closed
   * @param again lends one for each further turn of a queue that does not empty, and is asked by
   *     the thread that had the last turn: where it lends after others that wait, nobody starves
   * @param parking of the handler
   */
  public SerialQueue(String name, Executor executor, Executor again, Parking parking) {
    this.name = name;
    this.executor = executor;
    this.again = again;
    this.parking = parking;
  }

  @Override
  public void add(Runnable callback) {
    if (closed) {
      LOG.warn("{}: the handler is closed, a callback was dropped: {}", name, callback);
      return;
    }
    callbacks.offer(callback);
  }

  @Override
  public void wake() {
    if (!callbacks.isEmpty() && !draining.get() && draining.compareAndSet(false, true)) {
      hand(executor);
    }
  }

  private void hand(Executor to) {
    try {
      to.execute(drain);
    } catch (RejectedExecutionException closed) {
      draining.set(false);
      LOG.warn("{}: the handler is closed, {} callbacks were dropped", name, callbacks.size());
    } catch (Throwable failure) { // no thread to be had: whoever wakes next tries again
      draining.set(false);
      throw failure;
    }
  }

  private void drain() {
    current = Thread.currentThread();
    for (int turn = 0; turn < TURN; turn++) {
      if (abandoned) {
        callbacks.clear(); // here, for only one thread at a time may take
      }
      Runnable callback = callbacks.relaxedPoll();
      if (callback == null) {
        current = null;
        draining.set(false);
        wake(); // for whoever added between the poll and the clearing
        return;
      }
      run(callback);
    }
    current = null;
    hand(again);
  }

  private void run(Runnable callback) {
    if (hurried) {
      Thread.currentThread().interrupt();
    }
    try {
      callback.run();
    } catch (Throwable failure) {
      LOG.error("{}: a callback threw, the next one runs: {}", name, callback, failure);
    }
    if (Thread.currentThread().isInterrupted()) {
      // Interrupts meant for one callback must not reach the next.
      Thread.interrupted();
    }
  }

  /** Refuses callbacks from now on; those added before still run. */
  public void close() {
    closed = true;
  }

  /**
   * Has each callback that begins from now on find its thread interrupted, so that none of them
   * waits for long. The one that runs is left to the caller.
   */
  public void hurry() {
    hurried = true;
  }

  /**
   * Refuses callbacks from now on and drops those that wait, saying in the log how many, for the
   * one that runs does not end.
   */
  public void abandon() {
    closed = true;
    abandoned = true;
    int dropped = callbacks.size();
    if (dropped > 0) {
      LOG.error("{}: {} callbacks were dropped, they waited behind a stuck one", name, dropped);
    }
  }

  /** Whether nothing is queued and nothing runs. */
  public boolean isIdle() {
    return callbacks.isEmpty() && !draining.get();
  }

  /** Whether a callback runs on one of {@code threads}. */
  boolean isHeldByAny(Set<Thread> threads) {
    Thread holder = current;
    return holder != null && threads.contains(holder);
  }

  @Override
  public boolean isCurrent() {
    return current == Thread.currentThread();
  }

  @Override
  public Parking parking() {
    return parking;
  }

  @Override
  public String toString() {
    return name;
  }
}
