package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.Parking;
import dev.mirliton.zk.spi.parts.Workers;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated process's door to its world: virtual time, simulated threads, a network in memory.
 * Only code that runs in the simulation may use it.
 */
final class SimulatedHandler implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedHandler.class);
  private static final Duration YEAR = Duration.ofDays(365);
  private static final long POLL_NS = 1_000_000;
  private static final long LOOKUP_NS = 2_000_000;

  private final Incarnation process;
  private final HandlerOptions options;
  private final Workers workers;
  private final Set<SimulatedLink> links = new LinkedHashSet<>();
  private boolean closed;

  SimulatedHandler(Incarnation process, HandlerOptions options) {
    this.process = process;
    this.options = options;
    workers =
        new Workers(options, process.parking(), Duration.ZERO, process::unstarted, this::lookUp);
  }

  @Override
  public String name() {
    return SimulatedHandlerProvider.NAME;
  }

  @Override
  public Parking parking() {
    return process.parking();
  }

  @Override
  public long nanoTime() {
    return process.nanoTime();
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    checkOpen();
    long nanos = delay.compareTo(YEAR) < 0 ? delay.toNanos() : YEAR.toNanos();
    return process.kernel().timer(process.trueNs(nanos), process, "timer", () -> fire(task));
  }

  private void fire(Runnable task) {
    if (closed) {
      return;
    }
    try {
      task.run();
    } catch (SimulationOverError killed) {
      throw killed;
    } catch (Throwable failure) {
      LOG.error("a timer's task threw: {}", task, failure);
    }
  }

  @Override
  public CallbackQueue callbackQueue(String name) {
    checkOpen();
    return workers.queue(name);
  }

  @Override
  public AsyncResult<List<InetAddress>> resolve(String host) {
    checkOpen();
    return workers.resolve(host);
  }

  private List<InetAddress> lookUp(String host) throws java.net.UnknownHostException {
    process.parking().park(this, process.chance().between(0, LOOKUP_NS));
    return process.network().resolve(host);
  }

  @Override
  public Link connect(Endpoint endpoint, Duration timeout, LinkListener listener) {
    checkOpen();
    if (endpoint.tls() != null) {
      throw new UnsupportedOperationException(
          "the simulated network has no TLS: its keys would be random (docs/errors.md#simulation)");
    }
    SimulatedLink link =
        new SimulatedLink(
            process, endpoint, timeout, options.readBufferBytes(), listener, this::linkEnded);
    links.add(link);
    return link;
  }

  private void linkEnded(SimulatedLink link) {
    links.remove(link);
    if (closed && links.isEmpty()) {
      workers.end();
    }
  }

  @Override
  public AsyncResult<Void> spawn(String name, Runnable task) {
    checkOpen();
    return workers.spawn(name, task);
  }

  @Override
  public RandomGenerator random() {
    return process.chance();
  }

  /** Returns a number that no other life of any process in the run has. */
  @Override
  public long processId() {
    return process.number();
  }

  private void checkOpen() {
    process.kernel().checkInside();
    if (closed) {
      throw new IllegalStateException("handler " + options.name() + " is closed");
    }
  }

  @Override
  public void close() {
    process.kernel().checkInside();
    closed = true;
    if (links.isEmpty()) {
      workers.end();
    }
    List.copyOf(links).forEach(SimulatedLink::close);
    if (process.kernel().running() == null) {
      return; // in a timer or listener, which must not wait: the last link ends what is left
    }
    boolean interrupted = false;
    while (!links.isEmpty()) {
      process.parking().park(this, POLL_NS);
      interrupted |= Thread.interrupted();
    }
    workers.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    return "simulated handler " + options.name() + " of " + process;
  }
}
