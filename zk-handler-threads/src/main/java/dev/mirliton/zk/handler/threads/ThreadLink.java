package dev.mirliton.zk.handler.threads;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.parts.ChannelLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection with a selector and a reader thread of its own.
 *
 * <p>While one caller alone asks and waits in turn, that caller reads its own answers, see {@link
 * #assist}: no thread has to be woken for it. Bytes that nobody waits for, a watch event say, are
 * then read by the next caller, or by the reader within {@value #TICK_MICROS} microseconds.
 */
final class ThreadLink extends ChannelLink implements Runnable {
  /*
   * The mover's role. Whoever holds `mover` may select, read and call the listener, and sees what
   * the holder before has done. The reader has two ways of living:
   *
   * - It leads: it holds the role and waits in select. Callers who offer help are turned away.
   * - It follows: the role is free, and a caller who offers help takes it until its answer is there.
   *   Giving the role back wakes nobody, that is the point. The reader looks every tick: it reads
   *   what lies there, and leads again once a tick went by without an offer.
   *
   * Nothing is lost when the role changes hands, because both sides first write and then look. Who
   * wants something writes that down (a flag of ChannelLink, or `takeOver`) and then looks who moves:
   * a free role means to wake the reader, a selecting mover to wake the selector. Who gives the role
   * back first frees it and then looks for what is wanted; who selects first says so in `selecting`
   * and then looks. All these are volatile, so at least one of the two sees the other.
   */
  static final int TICK_MICROS = 1000;
  private static final long TICK_NANOS = TICK_MICROS * 1000L;

  /** A caller leads so long at most: it would not notice an answer that comes another way. */
  private static final long LONGEST_LEAD_NANOS = 5_000_000;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final InetSocketAddress address;
  private final Duration timeout;
  private final ReadBuffers buffers;
  private final Consumer<ThreadLink> atEnd;
  private final Thread reader;
  private final AtomicReference<@Nullable Thread> mover;
  private final AtomicBoolean selecting = new AtomicBoolean();
  private final AtomicInteger offers = new AtomicInteger();
  private volatile boolean following;
  private volatile boolean takeOver; // the reader is to lead again
  private volatile boolean crowded; // and not to follow again soon
  private volatile @Nullable Selector selector;

  // The mover's:
  private final ByteBuffer buffer;
  private final Consumer<SelectionKey> onKey = this::onKey;
  private boolean bytesCame;

  /**
   * Creates a link whose reader was not started.
   *
   * @param atEnd called as the reader's last act
   */
  ThreadLink(
      String threadName,
      Endpoint endpoint,
      Duration timeout,
      LinkListener listener,
      Executor tlsTasks,
      ReadBuffers buffers,
      Consumer<ThreadLink> atEnd) {
    super(endpoint, listener, tlsTasks);
    this.address = endpoint.address();
    this.timeout = timeout;
    this.buffers = buffers;
    this.atEnd = atEnd;
    buffer = buffers.take();
    reader = Thread.ofPlatform().daemon().name(threadName).unstarted(this);
    mover = new AtomicReference<>(reader);
  }

  Thread reader() {
    return reader;
  }

  boolean isMovedByCurrentThread() {
    return mover.get() == Thread.currentThread();
  }

  @Override
  protected void summon() {
    Thread holder = mover.get();
    if (holder == null) {
      LockSupport.unpark(reader);
    } else if (holder != Thread.currentThread()
        && selecting.get()
        && selecting.compareAndSet(true, false)) {
      Selector selector = this.selector;
      if (selector != null) {
        selector.wakeup();
      }
    }
  }

  // ---- The reader

  @Override
  public void run() {
    long deadline = System.nanoTime() + ThreadHandler.saturatedNanos(timeout);
    LoneCaller loneCaller = new LoneCaller();
    try (Selector opened = Selector.open()) {
      selector = opened;
      connect(opened);
      while (!isEnded()) {
        if (lead(deadline, loneCaller)) {
          follow(loneCaller);
        }
      }
    } catch (IOException | RuntimeException | Error failure) {
      end(failure instanceof IOException cause ? cause : new IOException(failure));
    } finally {
      buffers.giveBack(buffer);
      atEnd.accept(this);
    }
  }

  private void connect(Selector selector) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(selector, 0);
      start(key, channel.connect(address));
    } catch (IOException | RuntimeException | Error failure) {
      try (channel) { // start() has not taken it over
        throw failure;
      }
    }
  }

  /** Moves bytes until a lone caller can do better; returns false when the link has ended. */
  private boolean lead(long deadline, LoneCaller loneCaller) {
    while (!isEnded()) {
      long nanos = isConnecting() ? deadline - System.nanoTime() : Long.MAX_VALUE;
      if (nanos <= 0) {
        end(new SocketTimeoutException("no connection to " + address + " within " + timeout));
        return false;
      }
      boolean batch = move(nanos);
      Thread.interrupted(); // or the next select would not wait
      if (batch && loneCaller.isSeenAfterBatch(offers.get()) && !awaitsMover()) {
        return !isEnded();
      }
    }
    return false;
  }

  /** Leaves the role to callers until they are gone, or somebody needs the reader. */
  private void follow(LoneCaller loneCaller) {
    int seen = offers.get();
    takeOver = false;
    crowded = false;
    following = true;
    mover.set(null);
    while (true) {
      if (mover.get() != null || !isReaderWanted()) {
        LockSupport.parkNanos(this, TICK_NANOS);
        Thread.interrupted();
      }
      boolean wanted = isReaderWanted();
      int now = offers.get();
      boolean quiet = now == seen;
      seen = now;
      if (mover.compareAndSet(null, reader)) {
        if (!wanted && !quiet) {
          move(0);
        }
        if (wanted || quiet || isEnded()) {
          break;
        }
        mover.set(null);
      }
    }
    following = false;
    if (crowded) {
      loneCaller.restartLater(offers.get());
    } else {
      loneCaller.restart(offers.get());
    }
  }

  /** Whether a free role is not enough. */
  private boolean isReaderWanted() {
    return takeOver || awaitsMover() || isEnded();
  }

  private boolean awaitsMover() {
    return needsAttention() || awaitsRoom();
  }

  // ---- A caller

  /**
   * Reads answers in the calling thread, if it is a platform thread, while the reader follows.
   * Returns after {@value #LONGEST_LEAD_NANOS} nanoseconds at most. A virtual thread returns at
   * once: its carrier would wait too.
   */
  @Override
  public void assist(AsyncResult<?> awaited, long nanos) {
    Thread caller = Thread.currentThread();
    if (nanos <= 0 || isEnded()) {
      return;
    }
    if (caller.isVirtual()) {
      if (following) {
        crowd();
      }
      return;
    }
    offers.getAndIncrement();
    if (!following) {
      return;
    }
    if (!mover.compareAndSet(null, caller)) {
      if (mover.get() == reader) {
        haveReaderLead(); // it only looked in
      } else {
        crowd();
      }
      return;
    }
    try {
      leadFor(awaited, Math.min(nanos, LONGEST_LEAD_NANOS));
    } finally {
      if (!awaited.isReady()) {
        crowded = true;
        takeOver = true;
      }
      mover.set(null);
      if (isReaderWanted()) {
        LockSupport.unpark(reader);
      }
    }
  }

  private void leadFor(AsyncResult<?> awaited, long nanos) {
    long end = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0
        && !awaited.isReady()
        && !isEnded()
        && !Thread.currentThread().isInterrupted()) {
      move(left);
      left = awaited.isReady() ? 0 : end - System.nanoTime();
    }
  }

  private void crowd() {
    crowded = true;
    haveReaderLead();
  }

  private void haveReaderLead() {
    takeOver = true;
    if (mover.get() == null) {
      LockSupport.unpark(reader);
    }
  }

  // ---- Whoever holds the role

  /**
   * Waits until there is something to do, and does it: reads first, then what callers asked for.
   *
   * @param nanos how long to wait at most
   * @return whether bytes came
   */
  private boolean move(long nanos) {
    Selector selector = this.selector;
    if (selector == null) {
      return false;
    }
    bytesCame = false;
    selecting.set(true);
    try {
      expectNext();
      if (nanos <= 0 || needsAttention()) {
        selector.selectNow(onKey);
      } else if (nanos == Long.MAX_VALUE) {
        selector.select(onKey);
      } else {
        selector.select(onKey, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
      }
    } catch (IOException failure) {
      end(failure);
    } finally {
      selecting.set(false);
    }
    if (needsAttention()) {
      attend();
    }
    return bytesCame;
  }

  private void onKey(SelectionKey key) {
    selecting.set(false); // awake, so that nobody wakes the selector for what is seen below
    bytesCame |= key.isReadable();
    ready(key, buffer);
  }

  @Override
  protected void ended() {}
}
