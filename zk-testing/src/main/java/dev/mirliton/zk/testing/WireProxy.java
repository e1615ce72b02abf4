package dev.mirliton.zk.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A lying server: it stands between a client and a server, understands what they say, and changes,
 * drops, repeats, delays, reorders or invents messages as the test tells it. What no rule concerns
 * passes unchanged.
 *
 * <p>The first rule that concerns a message is applied to it, in the order in which they were
 * given.
 *
 * <p>Opened by simulated code, it stands in the simulated network. Methods may be called from any
 * thread of its world. Clients without TLS only; four-letter words do not pass. For faults of the
 * network, which knows no messages, take {@link FaultProxy}.
 *
 * @since 0.1
 */
public final class WireProxy implements AutoCloseable {
  private static final FrameRule FORWARD = (frame, wire) -> wire.send(frame);

  private final World world = World.current();
  private final InetSocketAddress target;
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<Wire> wires = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private final ProxyDoor door;

  private record Rule(Predicate<WireFrame> concerned, FrameRule rule, boolean once) {}

  private WireProxy(InetSocketAddress target) {
    this.target = target;
    door = new ProxyDoor(this::forward);
  }

  /** Opens a proxy before a server, which need not run yet. */
  public static WireProxy to(TestServer server) {
    return to(server.address());
  }

  /** Opens a proxy before an address, where nobody need listen yet. */
  public static WireProxy to(InetSocketAddress target) {
    return new WireProxy(target);
  }

  /** Returns the port to connect to instead of the server's. */
  public int port() {
    return door.port();
  }

  /** Returns what to give to a client instead of the server's address. */
  public String connectString() {
    return "127.0.0.1:" + port();
  }

  /** Returns how many connections there have been, those that are open included. */
  public int accepted() {
    return accepted.get();
  }

  /** Has a rule applied to the next message that it concerns, once. */
  public void next(Predicate<WireFrame> concerned, FrameRule rule) {
    rules.add(new Rule(concerned, rule, true));
  }

  /** Has a rule applied to every message that it concerns, until {@link #heal}. */
  public void every(Predicate<WireFrame> concerned, FrameRule rule) {
    rules.add(new Rule(concerned, rule, false));
  }

  /** Refuses new connections until {@link #welcome} or {@link #heal}. */
  public void refuse() {
    door.refuse();
  }

  /** Accepts new connections again, and keeps its rules. */
  public void welcome() {
    door.open();
  }

  /** Closes every connection, in order. New ones are welcome. */
  public void cut() {
    wires.forEach(wire -> wire.breakOff(Break.CLOSE, Direction.TO_CLIENT));
  }

  /** Forgets every rule, accepts connections again, and closes those that went silent. */
  public void heal() {
    rules.clear();
    wires.stream()
        .filter(Wire::isHoled)
        .forEach(wire -> wire.breakOff(Break.CLOSE, Direction.TO_CLIENT));
    door.open();
  }

  /**
   * Closes all connections and returns when the proxy's threads are gone. Idempotent. A rule must
   * not wait for ever.
   *
   * @throws AssertionError if a rule threw; its cause is what the first one threw
   */
  @Override
  public void close() {
    door.close();
    cut();
    try {
      for (Wire wire : wires) {
        wire.join();
      }
    } catch (InterruptedException interrupted) {
      // All are cut; only nobody waits for their threads.
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      throw new AssertionError("a rule failed: " + thrown, thrown);
    }
  }

  FrameRule ruleFor(WireFrame frame) {
    for (Rule each : rules) {
      // Two threads may find the same one: who removes it has it.
      if (each.concerned().test(frame) && (!each.once() || rules.remove(each))) {
        return each.rule();
      }
    }
    return FORWARD;
  }

  void failed(Throwable thrown) {
    failure.compareAndSet(null, thrown);
  }

  private void forward(Socket client) throws IOException {
    SocketPair pair = SocketPair.connect(world, client, target);
    Wire wire = new Wire(this, pair, accepted.incrementAndGet());
    wires.add(wire);
    wire.start();
  }
}
