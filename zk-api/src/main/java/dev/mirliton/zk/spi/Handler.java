package dev.mirliton.zk.spi;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Registration;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A concurrency model: how bytes move, how time passes, how a caller waits, and whose thread runs
 * user code. One handler may serve many clients.
 *
 * <p>A handler knows nothing of ZooKeeper. Every method may be called from any thread, and from
 * within a callback; none blocks except {@link #close()}.
 *
 * <p>After {@link #close()} everything that starts something throws {@link IllegalStateException}.
 *
 * @since 0.1
 */
public interface Handler extends AutoCloseable {

  /** Returns the provider's name, for logs and messages. */
  String name();

  /** Returns how a thread waits here and how it is woken. */
  Parking parking();

  /**
   * Returns this model's monotonic clock, in nanoseconds from an arbitrary origin; only differences
   * mean anything. Virtual in simulation.
   */
  long nanoTime();

  /**
   * Runs {@code task} once, not earlier than {@code delay} from now. The task runs on a thread of
   * the handler that others need: it must be short and must not block. One that throws is reported.
   *
   * @return closing it cancels the task; idempotent
   */
  Registration schedule(Duration delay, Runnable task);

  /**
   * Creates a queue whose callbacks run one at a time, in order, never on a thread that moves
   * bytes.
   *
   * @param name what it is for, in a thread dump: {@code events}, {@code state}
   */
  CallbackQueue callbackQueue(String name);

  /**
   * Resolves a host name, anew at every call, on a thread of its own if that blocks.
   *
   * @param host a name or a literal address (IPv6 without brackets)
   * @return every address, never empty; fails with {@link java.net.UnknownHostException}. Its
   *     listeners are told on a queue of the handler
   */
  AsyncResult<List<InetAddress>> resolve(String host);

  /**
   * Opens a connection. Returns at once; the listener hears how it went, by {@link
   * LinkListener#onOpen} or {@link LinkListener#onClosed}.
   *
   * @param endpoint where to, and whether through TLS
   * @param timeout for TCP connect and TLS handshake together; when it passes, the listener hears
   *     {@code onClosed} with a {@link java.net.SocketTimeoutException}
   */
  Link connect(Endpoint endpoint, Duration timeout, LinkListener listener);

  /**
   * Runs {@code task} in this model's own kind of thread, where it may block.
   *
   * @param name the thread's name, for a thread dump
   * @return ready when the task has ended, or was given up by {@link #close}; cancelling it
   *     interrupts the task
   */
  AsyncResult<Void> spawn(String name, Runnable task);

  /** Returns this model's randomness, safe for use by many threads; seeded in simulation. */
  RandomGenerator random();

  /** Returns the number of the process that the code runs in; a simulated one has its own. */
  default long processId() {
    return ProcessHandle.current().pid();
  }

  /**
   * Closes every link as {@link Link#close} does, drops every timer, interrupts every task, then
   * runs the callbacks that were queued, also by the ends of those, and returns when the handler's
   * threads are gone. A callback added after that is dropped. Idempotent; an interrupt does not end
   * it, the flag stays set.
   *
   * <p>It always returns. Whatever still runs after {@link HandlerOptions#closePatience} is
   * interrupted, and each callback that is still queued finds its thread interrupted. Whatever
   * still runs a second later, or two if tasks and callbacks are both at fault, is given up: an
   * error in the log shows where its thread is, the callbacks queued behind it are dropped, and the
   * result of such a task or name lookup fails with an {@link IllegalStateException}. A timer or a
   * link listener that blocks against its rule is given the same time, before the others are.
   *
   * <p>Called from one of the handler's own threads, in a callback, a task, a timer or a listener,
   * it sees to all that without waiting for itself nor for another such caller.
   */
  @Override
  void close();
}
