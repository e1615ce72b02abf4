package dev.mirliton.zk.handler.loom;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.Parking;
import dev.mirliton.zk.spi.Promise;
import dev.mirliton.zk.spi.parts.Farewell;
import dev.mirliton.zk.spi.parts.SerialQueue;
import dev.mirliton.zk.spi.parts.ThreadParking;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Virtual threads for everything: two for each link, one for each callback queue while there is
 * work, one for timers, one for each task. Only a name lookup takes a platform thread, a daemon,
 * for it would hold its carrier, and so does the closing, which must go on when callbacks hold
 * every carrier.
 *
 * <p>{@link #close} interrupts the tasks that were spawned and waits for them. Called from a thread
 * of this handler it starts all that and waits for nothing. It never waits for a name lookup, which
 * nothing can interrupt: that fails, and its thread ends by itself.
 */
final class LoomHandler implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(LoomHandler.class);

  private final String name;
  private final HandlerOptions options;
  private final Parking parking = ThreadParking.INSTANCE;
  private final RandomGenerator random = new SecureRandom();
  private final VirtualThreads workers; // links, timers, tasks
  private final VirtualThreads callers; // of callbacks
  private final Farewell workersEnd;
  private final Farewell callersEnd;
  private final ScheduledThreadPoolExecutor timers;
  private final SerialQueue answers;
  private final CountDownLatch gone = new CountDownLatch(1);

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final Map<Object, Runnable> live = new HashMap<>(); // links, tasks, lookups: how to end
  private final Set<SerialQueue> queues = Collections.newSetFromMap(new WeakHashMap<>());
  private boolean closed;

  LoomHandler(String name, HandlerOptions options) {
    this.name = name;
    this.options = options;
    workers = new VirtualThreads(options.name());
    callers = new VirtualThreads(options.name());
    workersEnd = new Farewell(options.name(), options.closePatience(), parking);
    callersEnd = new Farewell(options.name(), options.closePatience(), parking);
    timers = new ScheduledThreadPoolExecutor(1, workers.factory("timer"));
    timers.setRemoveOnCancelPolicy(true);
    timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    answers = newQueue("answers");
    queues.add(answers);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Parking parking() {
    return parking;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    try {
      ScheduledFuture<?> timer =
          timers.schedule(
              () -> {
                try {
                  task.run();
                } catch (Throwable failure) {
                  LOG.error("a timer's task threw: {}", task, failure);
                }
              },
              saturatedNanos(delay),
              TimeUnit.NANOSECONDS);
      return () -> timer.cancel(false);
    } catch (RejectedExecutionException closed) {
      throw refusal();
    }
  }

  @Override
  public CallbackQueue callbackQueue(String queueName) {
    SerialQueue queue = newQueue(queueName);
    lock.lock();
    try {
      checkOpen();
      queues.add(queue);
    } finally {
      lock.unlock();
    }
    return queue;
  }

  private SerialQueue newQueue(String queueName) {
    return new SerialQueue(
        options.name() + "-" + queueName,
        drain -> callers.start(queueName, drain),
        drain -> {
          // A carrier runs what its own threads start before it looks at what others started: with
          // as many busy queues as carriers nobody else would run. Who parks comes back last.
          LockSupport.parkNanos(1);
          callers.start(queueName, drain);
        },
        parking);
  }

  @Override
  public AsyncResult<List<InetAddress>> resolve(String host) {
    Promise<List<InetAddress>> found = new Promise<>(answers);
    lock.lock();
    try {
      checkOpen();
      live.put(found, () -> found.fail(refusal()));
    } finally {
      lock.unlock();
    }
    Thread.ofPlatform()
        .daemon()
        .name(options.name() + "-resolver")
        .start(
            () -> {
              try {
                found.complete(List.of(InetAddress.getAllByName(host)));
              } catch (UnknownHostException | RuntimeException failure) {
                found.fail(failure);
              } finally {
                dismiss(found);
              }
            });
    return found;
  }

  @Override
  public Link connect(Endpoint endpoint, Duration timeout, LinkListener listener) {
    LoomLink link;
    lock.lock();
    try {
      checkOpen();
      link =
          new LoomLink(
              workers,
              endpoint,
              saturatedNanos(timeout),
              listener,
              options.readBufferBytes(),
              this::dismiss);
      live.put(link, link::close);
    } finally {
      lock.unlock();
    }
    link.start();
    return link;
  }

  @Override
  public AsyncResult<Void> spawn(String taskName, Runnable task) {
    LoomTask spawned;
    lock.lock();
    try {
      checkOpen();
      spawned = new LoomTask(workers, taskName, task, answers, this::dismiss);
      live.put(spawned, spawned::interrupt);
    } finally {
      lock.unlock();
    }
    spawned.start();
    return spawned;
  }

  private void dismiss(Object one) {
    lock.lock();
    try {
      live.remove(one);
    } finally {
      lock.unlock();
    }
  }

  private void checkOpen() {
    if (closed) {
      throw refusal();
    }
  }

  private IllegalStateException refusal() {
    return new IllegalStateException("the handler " + options.name() + " is closed");
  }

  private static long saturatedNanos(Duration duration) {
    try {
      return duration.toNanos();
    } catch (ArithmeticException tooLong) {
      return duration.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  @Override
  public void close() {
    List<Runnable> ends = List.of();
    boolean first;
    lock.lock();
    try {
      first = !closed;
      closed = true;
      if (first) {
        ends = List.copyOf(live.values());
      }
    } finally {
      lock.unlock();
    }
    if (first) {
      ends.forEach(Runnable::run);
      timers.shutdown();
      // On a thread of its own, so that whoever calls first may be one of those waited for.
      Thread.ofPlatform().daemon().name(options.name() + "-closer").start(this::finish);
    }
    if (!workers.isCurrent() && !callers.isCurrent()) {
      awaitGone();
    }
  }

  private void finish() {
    try {
      workersEnd.begin();
      callersEnd.begin();
      timers.awaitTermination(saturatedNanos(options.closePatience()), TimeUnit.NANOSECONDS);
      workersEnd.await(new WorkersLeft());
      // Only now: what the end of links and tasks had to tell is queued.
      List<SerialQueue> last = queues();
      last.forEach(SerialQueue::close);
      last.forEach(SerialQueue::wake);
      callersEnd.await(new CallersLeft());
      callers.seal();
    } catch (InterruptedException impossible) {
      LOG.error("{} was not closed to the end", options.name(), impossible);
    } finally {
      gone.countDown();
    }
  }

  private List<SerialQueue> queues() {
    lock.lock();
    try {
      return List.copyOf(queues);
    } finally {
      lock.unlock();
    }
  }

  /** The threads of links, timers and tasks. */
  private final class WorkersLeft implements Farewell.Threads {

    @Override
    public List<Thread> left() {
      return workers.live();
    }

    @Override
    public void abandon() {
      List<Object> left;
      lock.lock();
      try {
        left = List.copyOf(live.keySet());
      } finally {
        lock.unlock();
      }
      for (Object one : left) {
        if (one instanceof LoomTask task) {
          task.fail(refusal());
        }
      }
    }
  }

  /** The threads of callback queues. */
  private final class CallersLeft implements Farewell.Threads {

    @Override
    public List<Thread> left() {
      return callers.live();
    }

    @Override
    public void hurry() {
      queues().forEach(SerialQueue::hurry);
    }

    @Override
    public void abandon() {
      queues().stream().filter(queue -> !queue.isIdle()).forEach(SerialQueue::abandon);
    }
  }

  private void awaitGone() {
    boolean interrupted = false;
    while (true) {
      try {
        gone.await();
        break;
      } catch (InterruptedException later) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
