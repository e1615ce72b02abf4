package dev.mirliton.zk.handler.nio;

import dev.mirliton.zk.Registration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that moves the bytes of every link and runs the timers. A turn: wait until there
 * is something, read what came, run what is due, then attend to the links that asked for it; so
 * that what the reads gave rise to goes out in one write for each link.
 */
final class SelectorLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SelectorLoop.class);
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long PAUSE_AFTER_FAILURE_NANOS = 10 * NANOS_PER_MILLI;

  private final Selector selector;
  private final ByteBuffer buffer;
  private final Thread thread;
  private final Runnable atEnd;
  private final TimerQueue timers = new TimerQueue();
  private final Consumer<SelectionKey> onKey = this::onKey;
  private final Set<NioLink> links = new HashSet<>(); // of the loop's thread only
  private final MpscUnboundedAtomicArrayQueue<NioLink> asking =
      new MpscUnboundedAtomicArrayQueue<>(64);

  // False only while the loop waits, or is about to. Whoever turns it to true wakes the selector,
  // so a busy loop is never woken, which would be a system call.
  private final AtomicBoolean awake = new AtomicBoolean(true);
  private volatile boolean closing;

  /**
   * Opens a selector.
   *
   * @param atEnd runs when all links have ended, as the thread's last act
   */
  SelectorLoop(String name, int readBufferBytes, Runnable atEnd) {
    this.atEnd = atEnd;
    try {
      selector = Selector.open();
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot open a selector", failure);
    }
    buffer = ByteBuffer.allocateDirect(readBufferBytes);
    thread = Thread.ofPlatform().daemon().name(name + "-selector").unstarted(this);
  }

  void start() {
    thread.start();
  }

  Selector selector() {
    return selector;
  }

  boolean isClosing() {
    return closing;
  }

  /** Has {@link NioLink#attend} called for a link, once in this turn or the next. */
  void ask(NioLink link) {
    asking.offer(link);
    wake();
  }

  private void wake() {
    if (!awake.get() && awake.compareAndSet(false, true)) {
      selector.wakeup();
    }
  }

  Registration schedule(long delayNanos, Runnable task) {
    Registration timer = timers.add(System.nanoTime() + delayNanos, task);
    wake();
    return timer;
  }

  void add(NioLink link) {
    links.add(link);
  }

  void remove(NioLink link) {
    links.remove(link);
  }

  boolean isCurrent() {
    return Thread.currentThread() == thread;
  }

  /** Ends every link, then the thread, soon. */
  void end() {
    closing = true;
    timers.close();
    wake();
  }

  /** Returns the thread, unless it has ended. */
  List<Thread> alive() {
    return thread.isAlive() ? List.of(thread) : List.of();
  }

  @Override
  public void run() {
    while (!closing) {
      try {
        turn();
      } catch (IOException | RuntimeException | Error failure) {
        // Not one link's failure: those end that link. What remains may pass, or repeat for ever.
        LOG.error("the selector loop failed and goes on", failure);
        LockSupport.parkNanos(this, PAUSE_AFTER_FAILURE_NANOS);
      }
    }
    attendToAsking(); // to links that were made just before, too: they have a listener to tell
    new ArrayList<>(links).forEach(NioLink::endWithHandler);
    try {
      selector.close();
    } catch (IOException failure) {
      LOG.warn("the selector could not be closed", failure);
    }
    atEnd.run();
  }

  private void turn() throws IOException {
    if (asking.isEmpty()) {
      await();
    } else {
      selector.selectNow(onKey);
    }
    awake.set(true);
    Thread.interrupted(); // or the next select would not wait
    timers.runDue(System.nanoTime());
    attendToAsking();
  }

  private void await() throws IOException {
    awake.set(false);
    // After that, or who came before it would neither be seen nor have woken the selector.
    long nanos = closing || !asking.isEmpty() ? 0 : timers.nanosLeft(System.nanoTime());
    if (nanos <= 0) {
      selector.selectNow(onKey);
    } else if (nanos == Long.MAX_VALUE) {
      selector.select(onKey);
    } else {
      selector.select(onKey, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI); // never early
    }
  }

  private void onKey(SelectionKey key) {
    awake.lazySet(true);
    ((NioLink) key.attachment()).selected(key, buffer);
  }

  private void attendToAsking() {
    // Who asks during this is attended to in the next turn, after that turn's reads.
    for (int left = asking.size(); left > 0; left--) {
      NioLink link = asking.poll();
      if (link != null) {
        link.attendOnce();
      }
    }
  }
}
