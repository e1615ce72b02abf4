package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A listener that writes down what it hears and whether the rules of hearing were kept: one call at
 * a time, {@code onOpen} first, {@code onClosed} last and once, nothing on the stack of the thread
 * that made this log.
 */
final class ListenerLog implements LinkListener {
  private final Thread maker = Thread.currentThread();
  private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
  private volatile Consumer<Link> whenOpen = link -> {};
  private volatile Consumer<byte[]> whenRead = bytes -> {};
  private volatile Consumer<Link> whenWritable = link -> {};
  private volatile Runnable whenClosed = () -> {};

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // The rest: guarded by lock.
  private final List<String> violations = new ArrayList<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int largestRead;
  private int writables;
  private int closes;
  private @Nullable Link link;
  private @Nullable IOException cause;

  ListenerLog whenOpen(Consumer<Link> action) {
    whenOpen = action;
    return this;
  }

  ListenerLog whenRead(Consumer<byte[]> action) {
    whenRead = action;
    return this;
  }

  ListenerLog whenWritable(Consumer<Link> action) {
    whenWritable = action;
    return this;
  }

  ListenerLog whenClosed(Runnable action) {
    whenClosed = action;
    return this;
  }

  @Override
  public void onOpen(Link opened) {
    hear(
        "onOpen",
        () -> {
          if (link != null) {
            violations.add("opened twice");
          }
          link = opened;
        },
        () -> whenOpen.accept(opened));
  }

  @Override
  public void onRead(ByteBuffer arrived) {
    byte[] copy = new byte[arrived.remaining()];
    arrived.get(copy);
    hear(
        "onRead",
        () -> {
          if (copy.length == 0) {
            violations.add("read of nothing");
          }
          largestRead = Math.max(largestRead, copy.length);
          bytes.writeBytes(copy);
        },
        () -> whenRead.accept(copy));
  }

  @Override
  public void onWritable() {
    hear("onWritable", () -> writables++, () -> whenWritable.accept(link()));
  }

  @Override
  public void onClosed(@Nullable IOException why) {
    hear(
        "onClosed",
        () -> {
          closes++;
          cause = why;
        },
        whenClosed);
  }

  private void hear(String call, Runnable note, Runnable action) {
    Thread thread = Thread.currentThread();
    boolean first = inside.compareAndSet(null, thread);
    lock.lock();
    try {
      if (!first) {
        violations.add(call + " during another call, on " + thread);
      }
      if (thread == maker) {
        violations.add(call + " on the stack of the caller");
      }
      if (closes > 0) {
        violations.add(call + " after onClosed");
      }
      if (link == null && !call.equals("onOpen") && !call.equals("onClosed")) {
        violations.add(call + " before onOpen");
      }
      note.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      action.run();
    } finally {
      if (first) {
        inside.set(null);
      }
    }
  }

  /** Returns the open link, waiting for it. */
  Link awaitOpen() throws InterruptedException {
    await("opened", () -> link != null || closes > 0);
    return link();
  }

  /** Returns the link that was opened. */
  Link link() {
    lock.lock();
    try {
      return link != null ? link : fail("not open; closed because of " + cause);
    } finally {
      lock.unlock();
    }
  }

  boolean wasOpened() {
    lock.lock();
    try {
      return link != null;
    } finally {
      lock.unlock();
    }
  }

  /** Returns everything read, waiting until it is that much. */
  byte[] awaitBytes(int count) throws InterruptedException {
    await("read " + count + " bytes", () -> bytes.size() >= count || closes > 0);
    lock.lock();
    try {
      assertTrue(bytes.size() >= count, () -> "closed after " + bytes.size() + " bytes: " + cause);
      return bytes.toByteArray();
    } finally {
      lock.unlock();
    }
  }

  void awaitWritables(int count) throws InterruptedException {
    await("told writable " + count + " times", () -> writables >= count);
  }

  int writables() {
    lock.lock();
    try {
      return writables;
    } finally {
      lock.unlock();
    }
  }

  int largestRead() {
    lock.lock();
    try {
      return largestRead;
    } finally {
      lock.unlock();
    }
  }

  /** Returns why the link was closed, waiting for that. */
  @Nullable IOException awaitClosed() throws InterruptedException {
    await("closed", () -> closes > 0);
    lock.lock();
    try {
      return cause;
    } finally {
      lock.unlock();
    }
  }

  /** Fails unless every rule was kept and the link was closed. To be asked after the handler is. */
  void verify() {
    lock.lock();
    try {
      assertEquals(List.of(), violations);
      assertEquals(1, closes, "calls of onClosed");
    } finally {
      lock.unlock();
    }
  }

  private void await(String what, BooleanSupplier condition) throws InterruptedException {
    long left = Concurrently.REAL_LIMIT.toNanos();
    if (!lock.tryLock(left, TimeUnit.NANOSECONDS)) {
      fail("a listener call does not end");
    }
    try {
      while (!condition.getAsBoolean()) {
        if (left <= 0) {
          fail(
              "not "
                  + what
                  + " within "
                  + Concurrently.REAL_LIMIT
                  + "; closed: "
                  + closes
                  + " "
                  + cause);
        }
        left = changed.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
