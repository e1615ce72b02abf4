package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.Parking;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** A handler whose clock and queues are moved by hand, and that can do nothing else. */
final class ManualHandler implements Handler {
  private final Parking parking = new Clock();
  private final Deque<Runnable> callbacks = new ArrayDeque<>();
  private long nowNs = -5_000_000_000L; // anywhere

  void advance(Duration span) {
    nowNs += span.toNanos();
  }

  @Override
  public long nanoTime() {
    return nowNs;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Parking parking() {
    return parking;
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CallbackQueue callbackQueue(String name) {
    return new Queue();
  }

  /** Runs callbacks until there are none, of all queues in the order they were added. */
  void runCallbacks() {
    for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
      next.run();
    }
  }

  private final class Queue implements CallbackQueue {
    @Override
    public void add(Runnable callback) {
      callbacks.add(callback);
    }

    @Override
    public void wake() {
      // The test does.
    }

    @Override
    public boolean isCurrent() {
      return false;
    }

    @Override
    public Parking parking() {
      return parking;
    }
  }

  private final class Clock implements Parking {
    @Override
    public long nanoTime() {
      return nowNs;
    }

    @Override
    public void park(Object blocker, long nanos) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unpark(Thread thread) {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public AsyncResult<List<InetAddress>> resolve(String host) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Link connect(Endpoint endpoint, Duration timeout, LinkListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AsyncResult<Void> spawn(String name, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RandomGenerator random() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
