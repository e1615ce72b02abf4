package dev.mirliton.zk.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** One client's way through a proxy: two sockets, and a thread for each direction. */
final class ProxyConnection {
  private static final int BUFFER_BYTES = 16 * 1024;

  /** Long enough for a reader to wake up and take the byte. */
  private static final long TEAR_PAUSE_NS = 20_000;

  private final World world = World.current();
  private final Socket client;
  private final Socket server;
  private final Map<Direction, Faults> faults;
  private final List<Thread> threads;
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean holed;

  ProxyConnection(Socket client, Socket server, Map<Direction, Faults> faults) {
    this.client = client;
    this.server = server;
    this.faults = faults;
    this.threads =
        List.of(
            mover(Direction.TO_SERVER, client, server), mover(Direction.TO_CLIENT, server, client));
  }

  private Thread mover(Direction direction, Socket from, Socket to) {
    return world.unstarted(
        "zk-fault-proxy-" + (direction == Direction.TO_SERVER ? "up" : "down"),
        () -> move(faultsOf(direction), from, to));
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

  boolean isClosed() {
    return closed.get();
  }

  /** Whether its threads are gone as well. */
  boolean isOver() {
    return isClosed() && threads.stream().noneMatch(Thread::isAlive);
  }

  void markHoled() {
    holed = true;
  }

  /** Whether bytes were swallowed: the stream then makes no more sense to its reader. */
  boolean isHoled() {
    return holed;
  }

  /** Ends both sides in order: what was written is delivered. */
  void cut() {
    end(false);
  }

  /** Ends both sides with a reset: what was written may be lost. */
  void reset() {
    end(true);
  }

  /** Waits until the threads are gone. */
  void join() throws InterruptedException {
    for (Thread thread : threads) {
      world.join(thread);
    }
  }

  private void end(boolean abruptly) {
    if (closed.compareAndSet(false, true)) {
      close(client, abruptly);
      close(server, abruptly);
    }
  }

  private static void close(Socket socket, boolean abruptly) {
    try (socket) {
      if (abruptly) {
        socket.setSoLinger(true, 0);
      }
    } catch (IOException alreadyGone) {
      // That is what was wanted.
    }
  }

  private void move(Faults faultsHere, Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER_BYTES];
    boolean swallowed = false;
    try {
      OutputStream out = to.getOutputStream();
      for (int n = from.getInputStream().read(buffer);
          n >= 0;
          n = from.getInputStream().read(buffer)) {
        Faults.Verdict verdict = faultsHere.judge(n, this);
        if (swallowed && verdict.fate() != Faults.Fate.SWALLOW) {
          return; // Healed just now: nothing may follow the hole.
        }
        switch (verdict.fate()) {
          case PASS -> write(out, buffer, verdict);
          case SWALLOW -> swallowed = true;
          case PASS_AND_CUT -> {
            write(out, buffer, verdict);
            return;
          }
          case GONE -> {
            return;
          }
        }
      }
      faultsHere.awaitOpen(this);
    } catch (IOException lost) {
      // One side went away; so does the other.
    } catch (InterruptedException impossible) {
      Thread.currentThread().interrupt(); // Nobody knows this thread but us.
    } finally {
      cut();
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
