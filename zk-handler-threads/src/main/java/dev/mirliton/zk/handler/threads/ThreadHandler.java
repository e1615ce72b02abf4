package dev.mirliton.zk.handler.threads;

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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A platform thread for each link, {@code <name>-reader-<n>}; one for the timers, {@code
 * <name>-timer}, once there are any; and one for each callback queue, task or name resolution while
 * it has work. All are daemons: a handler that was not closed does not keep the JVM from ending.
 */
final class ThreadHandler implements Handler {
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private final HandlerOptions options;
  private final Workers workers;
  private final Executor tlsTasks;
  private final Farewell movers; // readers and the timer thread
  private final TimerThread timers;
  private final ReadBuffers buffers;
  private final RandomGenerator random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<ThreadLink> links = new HashSet<>(); // Guarded by lock.
  private long linksMade; // Guarded by lock.
  private boolean closed; // Guarded by lock.

  ThreadHandler(HandlerOptions options) {
    this.options = options;
    workers = new Workers(options, ThreadParking.INSTANCE, KEEP_ALIVE);
    tlsTasks = workers.executor("tls");
    movers = new Farewell(options.name(), options.closePatience(), ThreadParking.INSTANCE);
    timers = new TimerThread(options.name() + "-timer");
    buffers = new ReadBuffers(options.readBufferBytes());
  }

  /** Half of all time at most, so that times can be compared after an overflow. */
  static long saturatedNanos(Duration duration) {
    Duration most = Duration.ofNanos(Long.MAX_VALUE / 2);
    return duration.compareTo(most) < 0 ? duration.toNanos() : most.toNanos();
  }

  @Override
  public String name() {
    return "threads";
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
    return timers.schedule(delay, task);
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
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("handler " + options.name() + " is closed");
      }
      String threadName = options.name() + "-reader-" + ++linksMade;
      ThreadLink link =
          new ThreadLink(
              threadName, endpoint, timeout, listener, tlsTasks, buffers, this::readerEnds);
      links.add(link);
      link.reader().start();
      return link;
    } finally {
      lock.unlock();
    }
  }

  private void readerEnds(ThreadLink link) {
    lock.lock();
    try {
      links.remove(link);
      if (closed && links.isEmpty()) {
        workers.end();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public AsyncResult<Void> spawn(String name, Runnable task) {
    return workers.spawn(name, task);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public void close() {
    List<ThreadLink> left;
    lock.lock();
    try {
      closed = true;
      left = List.copyOf(links);
      if (left.isEmpty()) {
        workers.end();
      }
    } finally {
      lock.unlock();
    }
    timers.end();
    left.forEach(ThreadLink::close);
    // Who moves bytes or runs timers must not wait, least of all for callbacks: they may wait for
    // it. The last reader then ends what is left.
    if (!timers.isCurrent() && left.stream().noneMatch(ThreadLink::isMovedByCurrentThread)) {
      movers.await(() -> alive(left));
      workers.close();
    }
  }

  private List<Thread> alive(List<ThreadLink> links) {
    return Stream.concat(links.stream().map(ThreadLink::reader), Stream.ofNullable(timers.thread()))
        .filter(Thread::isAlive)
        .toList();
  }

  @Override
  public String toString() {
    return "threads handler " + options.name();
  }
}
