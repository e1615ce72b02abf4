package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One client's way through a fault proxy: a pair of sockets, and a thread for each direction. */
final class ProxyConnection {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Long enough for a reader to wake up and take the byte. */
  private static final long TEAR_PAUSE_NS = 20_000;

  private final World world = World.current();
  private final SocketPair pair;
  private final Map<Direction, Faults> faults;
  private final List<Thread> threads;

  ProxyConnection(SocketPair pair, Map<Direction, Faults> faults) {
    this.pair = pair;
    this.faults = faults;
    this.threads = Stream.of(Direction.values()).map(this::mover).toList();
  }

  private Thread mover(Direction direction) {
    return world.unstarted(
        "zk-fault-proxy-" + (direction == Direction.TO_SERVER ? "up" : "down"),
        () -> move(direction));
  }

  private Faults faultsOf(Direction direction) {
    Faults found = faults.get(direction);
    if (found == null) {
      throw new IllegalArgumentException("no faults for " + direction);
    }
    return found;
  }

  void start() {
    threads.forEach(Thread::start);
  }

  SocketPair pair() {
    return pair;
  }

  /** Whether its threads are gone as well. */
  boolean isOver() {
    return pair.isClosed() && threads.stream().noneMatch(Thread::isAlive);
  }

  /** Waits until the threads are gone. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      world.join(thread);
    }
  }

  private void move(Direction direction) {
    Faults faultsHere = faultsOf(direction);
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      InputStream in = pair.from(direction).getInputStream();
      OutputStream out = pair.to(direction).getOutputStream();
      for (int n = in.read(buffer, 0, faultsHere.pieceBytes(BUFFER_BYTES));
          n >= 0;
          n = in.read(buffer, 0, faultsHere.pieceBytes(BUFFER_BYTES))) {
        Faults.Verdict verdict = faultsHere.judge(n, pair);
        switch (verdict.fate()) {
          case PASS -> write(out, buffer, verdict);
          case PASS_AND_BREAK -> {
            write(out, buffer, verdict);
            pair.breakOff(verdict.how(), direction);
          }
          case SWALLOW -> {} // nothing may follow the hole: healing closes the connection
          case GONE -> {
            return;
          }
        }
      }
      faultsHere.awaitOpen(pair);
    } catch (IOException lost) {
      // One side went away; so does the other.
    } catch (InterruptedException impossible) {
      Thread.currentThread().interrupt(); // Nobody knows this thread but us.
    } finally {
      pair.breakOff(Break.CLOSE, direction);
    }
  }

  private void write(OutputStream out, byte[] buffer, Faults.Verdict verdict)
      throws IOException, InterruptedException {
    if (!verdict.torn()) {
      out.write(buffer, 0, verdict.bytes());
      return;
    }
    for (int i = 0; i < verdict.bytes(); i++) {
      out.write(buffer, i, 1);
      if (world == World.Real.WORLD) {
        // A simulated network gives each byte a time of arrival anyway; a thread that pauses there
        // may be so slow that no session outlives a torn kilobyte.
        world.pause(TEAR_PAUSE_NS);
      }
    }
  }
}
