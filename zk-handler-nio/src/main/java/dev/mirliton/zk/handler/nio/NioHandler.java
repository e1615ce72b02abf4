package dev.mirliton.zk.handler.nio;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.Parking;
import dev.mirliton.zk.spi.parts.Farewell;
import dev.mirliton.zk.spi.parts.ThreadParking;
import dev.mirliton.zk.spi.parts.Workers;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * One selector thread, {@code <name>-selector}, carries every link and every timer; it runs from
 * the beginning. Callbacks, tasks and name resolution have platform threads of their own while they
 * have work. All threads are daemons: a handler that was not closed does not keep the JVM from
 * ending.
 */
final class NioHandler implements Handler {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(5);

  private final HandlerOptions options;
  private final SelectorLoop loop;
  private final Farewell mover; // the loop's thread
  private final Workers workers;
  private final Executor tlsTasks;
  private final RandomGenerator random = new SecureRandom();
  // Held so that no link is made between closing and the loop's last turn.
  private final ReentrantLock life = new ReentrantLock();
  private volatile boolean closed;

  NioHandler(HandlerOptions options) {
    this.options = options;
    workers = new Workers(options, ThreadParking.INSTANCE, KEEP_ALIVE);
    tlsTasks = workers.executor("tls");
    mover = new Farewell(options.name(), options.closePatience(), ThreadParking.INSTANCE);
    loop = new SelectorLoop(options.name(), options.readBufferBytes(), workers::end);
    loop.start();
  }

  /** Half of all time at most, so that times can be compared after an overflow. */
  static long saturatedNanos(Duration duration) {
    if (duration.isNegative()) {
      return 0;
    }
    Duration most = Duration.ofNanos(Long.MAX_VALUE / 2);
    return duration.compareTo(most) < 0 ? duration.toNanos() : most.toNanos();
  }

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public Parking parking() {
    return ThreadParking.INSTANCE;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    checkOpen();
    return loop.schedule(saturatedNanos(delay), task);
  }

  @Override
  public CallbackQueue callbackQueue(String name) {
    return workers.queue(name);
  }

  @Override
  public AsyncResult<List<InetAddress>> resolve(String host) {
    return workers.resolve(host);
  }

  @Override
  public Link connect(Endpoint endpoint, Duration timeout, LinkListener listener) {
    NioLink link = new NioLink(loop, endpoint, timeout, listener, tlsTasks);
    life.lock();
    try {
      checkOpen();
      link.summon();
    } finally {
      life.unlock();
    }
    return link;
  }

  @Override
  public AsyncResult<Void> spawn(String name, Runnable task) {
    return workers.spawn(name, task);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("handler " + options.name() + " is closed");
    }
  }

  @Override
  public void close() {
    life.lock();
    try {
      closed = true;
    } finally {
      life.unlock();
    }
    loop.end();
    if (!loop.isCurrent()) { // it must not wait, least of all for callbacks: they may wait for it
      mover.await(loop::alive);
      workers.close();
    }
  }

  @Override
  public String toString() {
    return "nio handler " + options.name();
  }
}
