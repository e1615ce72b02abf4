package dev.mirliton.zk.spi.parts;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Parking;
import dev.mirliton.zk.spi.Promise;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half of a handler that is the same for all that use a thread for each thing that may block:
 * callback queues, tasks and name resolution. A part that handlers may be built from.
 *
 * <p>Each queue that has work holds one thread of a pool, so that a callback that blocks holds up
 * its own queue only. Threads that found no work for the keep-alive time end. Whatever it does to
 * many of these it does in the order in which they were made.
 *
 * @since 0.1
 */
public final class Workers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private final String name;
  private final Parking parking;
  private final Threads source;
  private final Names names;
  private final ThreadPoolExecutor pool;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<WeakReference<SerialQueue>> queues = // Guarded by lock.
      new ArrayList<>(); // A queue may be dropped unclosed.
  private final Set<Task> tasks = new LinkedHashSet<>(); // Guarded by lock.
  private final Set<Promise<?>> lookups = new LinkedHashSet<>(); // Guarded by lock.
  private final Set<Thread> threads = new LinkedHashSet<>(); // Guarded by lock. Some are dead.
  private final Set<Thread> closers = ConcurrentHashMap.newKeySet();
  private final SerialQueue results; // open until the last task has ended
  private final Farewell farewell;
  private int pruneAt = 16; // Guarded by lock.
  private boolean closed; // Guarded by lock.

  /** Where the threads come from. */
  @FunctionalInterface
  public interface Threads {
    /** Returns a thread of that name that was not started. */
    Thread unstarted(String name, Runnable body);
  }

  /** How names are resolved; may block. */
  @FunctionalInterface
  public interface Names {
    /** Returns every address of {@code host}, never none. */
    List<InetAddress> resolve(String host) throws UnknownHostException;
  }

  /** A task in a thread of its own, and its result. */
  private static final class Task extends Promise<Void> {
    private final Thread thread;

    Task(CallbackQueue queue, String threadName, Workers workers, Runnable work) {
      super(queue);
      thread = workers.source.unstarted(threadName, () -> workers.run(this, work));
    }

    @Override
    protected void cancelled() {
      thread.interrupt();
    }

    @Override
    public String toString() {
      return "task " + thread.getName();
    }
  }

  /**
   * Creates workers that hold no thread yet, and will hold platform threads. All are daemons: a
   * handler that was not closed does not keep the JVM from ending.
   *
   * @param options of the handler
   * @param keepAlive how long a thread without work stays
   */
  public Workers(HandlerOptions options, Parking parking, Duration keepAlive) {
    this(
        options,
        parking,
        keepAlive,
        (name, body) -> Thread.ofPlatform().daemon().name(name).unstarted(body),
        host -> List.of(InetAddress.getAllByName(host)));
  }

  /**
   * Creates workers that hold no thread yet.
   *
   * @param options of the handler
   * @param keepAlive how long a thread without work stays
   * @param source makes the threads
   * @param names resolves names, on one of the threads
   */
  public Workers(
      HandlerOptions options, Parking parking, Duration keepAlive, Threads source, Names names) {
    this.name = options.name();
    this.parking = parking;
    this.source = source;
    this.names = names;
    farewell = new Farewell(name, options.closePatience(), parking);
    pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            keepAlive.toNanos(),
            TimeUnit.NANOSECONDS,
            new SynchronousQueue<>(),
            this::worker);
    results = newQueue("results");
  }

  private Thread worker(Runnable loop) {
    Thread thread = source.unstarted(name + "-worker", loop);
    remember(thread);
    return thread;
  }

  private void remember(Thread thread) {
    lock.lock();
    try {
      if (threads.size() >= pruneAt) {
        threads.removeIf(known -> known.getState() == Thread.State.TERMINATED);
        pruneAt = 2 * threads.size() + 16;
      }
      threads.add(thread);
    } finally {
      lock.unlock();
    }
  }

  /** Creates a callback queue, whose thread is called after it while it has work. */
  public CallbackQueue queue(String purpose) {
    SerialQueue queue = newQueue(purpose);
    lock.lock();
    try {
      checkOpen();
      queues.removeIf(known -> known.get() == null);
      queues.add(new WeakReference<>(queue));
    } finally {
      lock.unlock();
    }
    return queue;
  }

  private SerialQueue newQueue(String purpose) {
    String threadName = name + "-" + purpose;
    return new SerialQueue(
        threadName, drain -> pool.execute(() -> runNamed(threadName, drain)), parking);
  }

  private static void runNamed(String threadName, Runnable drain) {
    Thread thread = Thread.currentThread();
    if (!thread.getName().equals(threadName)) { // a system call; mostly the same queue comes again
      thread.setName(threadName);
    }
    drain.run();
  }

  /** Runs a task in a thread of its own; see {@link Handler#spawn}. */
  public AsyncResult<Void> spawn(String purpose, Runnable work) {
    Task task = new Task(results, name + "-" + purpose, this, work);
    lock.lock();
    try {
      checkOpen();
      tasks.add(task);
      remember(task.thread);
      task.thread.start();
    } finally {
      lock.unlock();
    }
    return task;
  }

  @SuppressWarnings("NullAway") // the value of a Promise<Void> is null
  private void run(Task task, Runnable work) {
    try {
      work.run();
      task.complete(null);
    } catch (Throwable failure) {
      if (task.fail(failure)) {
        LOG.error("{} threw", task, failure);
      }
    } finally {
      forget(tasks, task);
    }
  }

  private <T> void forget(Set<T> them, T one) {
    lock.lock();
    try {
      them.remove(one);
    } finally {
      lock.unlock();
    }
  }

  /** Resolves a host name on a thread of the pool; see {@link Handler#resolve}. */
  public AsyncResult<List<InetAddress>> resolve(String host) {
    Promise<List<InetAddress>> addresses = new Promise<>(results);
    lock.lock();
    try {
      checkOpen();
      lookups.add(addresses);
      pool.execute(() -> runNamed(name + "-resolve", () -> resolve(host, addresses)));
    } finally {
      lock.unlock();
    }
    return addresses;
  }

  /**
   * Returns an executor on threads of the pool, which are called after {@code purpose} meanwhile.
   * What it is given must not throw; {@link #close} waits for it, as for a callback.
   */
  public Executor executor(String purpose) {
    String threadName = name + "-" + purpose;
    return work -> {
      lock.lock();
      try {
        checkOpen();
        pool.execute(() -> runNamed(threadName, work));
      } finally {
        lock.unlock();
      }
    };
  }

  private void resolve(String host, Promise<List<InetAddress>> addresses) {
    try {
      addresses.complete(names.resolve(host));
    } catch (UnknownHostException | RuntimeException failure) {
      addresses.fail(failure);
    } finally {
      forget(lookups, addresses);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw refusal();
    }
  }

  private IllegalStateException refusal() {
    return new IllegalStateException("handler " + name + " is closed");
  }

  /**
   * Begins what {@link #close} does, without waiting: for a thread that callbacks may wait for. No
   * more is taken, the tasks are interrupted, and the callbacks that were added before run.
   */
  public void end() {
    farewell.begin();
    List<SerialQueue> left;
    List<Task> running;
    lock.lock();
    try {
      closed = true;
      left = liveQueues();
      running = List.copyOf(tasks);
    } finally {
      lock.unlock();
    }
    left.forEach(SerialQueue::close);
    left.forEach(SerialQueue::wake);
    running.stream()
        .map(task -> task.thread)
        .filter(thread -> thread != Thread.currentThread())
        .forEach(Thread::interrupt);
    // Not shut down: what a callback that closes the handler left behind it must still run.
    pool.setKeepAliveTime(0, TimeUnit.NANOSECONDS);
  }

  private List<SerialQueue> liveQueues() {
    return queues.stream()
        .map(WeakReference::get)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /**
   * Interrupts the tasks, runs the callbacks that were added before, and returns when the threads
   * are gone; when called from one of them, when all others are. Idempotent.
   *
   * <p>What still runs when patience is over is interrupted, and a second later given up: the log
   * shows where it is, callbacks that wait behind it are dropped, and the result of a task or a
   * name lookup fails.
   */
  @Override
  public void close() {
    end();
    closers.add(Thread.currentThread());
    try {
      farewell.await(new Staff());
      results.close();
    } finally {
      closers.remove(Thread.currentThread());
    }
  }

  /**
   * Whom to wait for: not for those who wait themselves, or two callbacks that close would hang.
   */
  private final class Staff implements Farewell.Threads {

    @Override
    public List<Thread> left() {
      lock.lock();
      try {
        return threads.stream()
            .filter(thread -> thread.getState() != Thread.State.TERMINATED)
            .filter(thread -> !closers.contains(thread))
            .toList();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void hurry() {
      everyQueue().forEach(SerialQueue::hurry);
    }

    @Override
    public void abandon() {
      everyQueue().stream()
          .filter(queue -> !queue.isIdle() && !queue.isHeldByAny(closers))
          .forEach(SerialQueue::abandon);
      // Afterwards: listeners of these may still be told, if theirs is not the stuck queue.
      everyResult().forEach(result -> result.fail(refusal()));
    }

    private List<SerialQueue> everyQueue() {
      lock.lock();
      try {
        List<SerialQueue> every = liveQueues();
        every.add(results);
        return every;
      } finally {
        lock.unlock();
      }
    }

    private List<Promise<?>> everyResult() {
      lock.lock();
      try {
        List<Promise<?>> every = new ArrayList<>(tasks);
        every.addAll(lookups);
        return every;
      } finally {
        lock.unlock();
      }
    }
  }
}
