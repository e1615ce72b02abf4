package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.testing.model.ClientChannel;
import dev.mirliton.zk.testing.model.EnsembleServer;
import dev.mirliton.zk.testing.model.ModelOptions;
import dev.mirliton.zk.testing.model.ModelWorld;
import dev.mirliton.zk.testing.trace.TraceEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;

/** A machine with a model server on it, which is killed and started again. */
final class SimulatedServer {
  static final int PORT = 2181;

  /** When every simulated run begins: the 1st of January 2026, in UTC. */
  private static final long EPOCH_MS = 1_767_225_600_000L;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int id;
  private final Kernel kernel;
  private final Network network;
  private final Host host;
  private final String members;
  private final ModelOptions options;
  private final EnsembleServer.Wires wires;
  private final EnsembleServer.Disk disk = new EnsembleServer.Disk();
  private Actor life;
  private EnsembleServer server;

  SimulatedServer(
      int id,
      Kernel kernel,
      Network network,
      String members,
      ModelOptions options,
      EnsembleServer.Wires wires) {
    this.id = id;
    this.kernel = kernel;
    this.network = network;
    this.members = members;
    this.options = options;
    this.wires = wires;
    host = network.host("zk" + id);
    life = new Actor(host.name(), kernel.nextActor());
    server = create();
  }

  private EnsembleServer create() {
    return new EnsembleServer(id, members, new Surroundings(life), options, wires, disk);
  }

  void start() {
    Actor mine = life;
    network.listen(host, PORT, mine, this::accept);
    kernel.after(0, mine, "start", server::start);
  }

  /** Starts it again on what it had written. */
  void restart() {
    if (life.isDead()) {
      record(TraceEvent.Kind.HEALED, "started again");
      network.hasPower(host);
      life = new Actor(host.name(), kernel.nextActor());
      server = create();
      start();
    }
  }

  /** Ends it; true if it lived. */
  boolean crash(boolean powerFails) {
    if (life.isDead()) {
      return false;
    }
    record(TraceEvent.Kind.FAULT, powerFails ? "crash: its power fails" : "crash: killed");
    life.die();
    server.crash();
    if (powerFails) {
      network.lostPower(host);
    } else {
      network.killed(host);
    }
    return true;
  }

  void standStill(Duration time) {
    record(TraceEvent.Kind.FAULT, "stands still for " + time.toMillis() + " ms");
    life.standStillUntil(kernel.nowNs() + time.toNanos());
    kernel.after(time.toNanos(), life, "go on", () -> record(TraceEvent.Kind.HEALED, "goes on"));
  }

  private void record(TraceEvent.Kind kind, String what) {
    kernel.trace().record(kernel.nowNs(), kind, host.name(), 0, () -> what);
  }

  int id() {
    return id;
  }

  Host host() {
    return host;
  }

  Actor life() {
    return life;
  }

  EnsembleServer server() {
    return server;
  }

  boolean isAlive() {
    return !life.isDead();
  }

  // ---- Connections

  private void accept(End end) {
    Channel channel = new Channel(end);
    EnsembleServer.Connection connection = server.accept(channel);
    end.use(
        new End.Receiver() {
          @Override
          public void received(ByteBuffer bytes) {
            connection.received(bytes);
          }

          @Override
          public void roomCame() {
            channel.flush();
          }

          @Override
          public void ended(IOException cause) {
            connection.disconnected();
          }
        });
  }

  /** Takes all that a server says to a client, and sends it as the client takes it. */
  private static final class Channel implements ClientChannel {
    private final End end;
    private final Queue<ByteBuffer> waiting = new ArrayDeque<>();
    private boolean closing;

    Channel(End end) {
      this.end = end;
    }

    @Override
    public void send(ByteBuffer bytes) {
      if (waiting.isEmpty()) {
        end.write(bytes);
      }
      if (bytes.hasRemaining()) {
        waiting.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
      }
    }

    void flush() {
      while (!waiting.isEmpty()) {
        end.write(waiting.element());
        if (waiting.element().hasRemaining()) {
          return;
        }
        waiting.remove();
      }
      if (closing) {
        end.close();
      }
    }

    @Override
    public void close() {
      closing = true;
      flush();
    }

    @Override
    public String remoteAddress() {
      End peer = end.peer();
      return peer == null ? "0.0.0.0" : peer.host().address().getHostAddress();
    }
  }

  /** Time and chance for one life of the server. */
  private final class Surroundings implements ModelWorld {
    private final Actor actor;
    private final Chance chance;

    Surroundings(Actor actor) {
      this.actor = actor;
      chance = kernel.chance(kernel.numbered("server " + id));
    }

    @Override
    public long nowMillis() {
      return EPOCH_MS + kernel.nowNs() / NANOS_PER_MILLI;
    }

    @Override
    public Registration schedule(Duration delay, String what, Runnable task) {
      return kernel.after(delay.toNanos(), actor, what, task);
    }

    @Override
    public RandomGenerator random() {
      return chance;
    }

    @Override
    public void note(int server, String what) {
      record(
          what.startsWith("session ") ? TraceEvent.Kind.SESSION : TraceEvent.Kind.ELECTION, what);
    }
  }
}
