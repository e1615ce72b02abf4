package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.trace.TraceEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Carries a schedule of faults out: begins each at its time and heals it at its end. */
final class Faults {
  private static final Duration LATER = Duration.ofSeconds(1);

  /** Longer than a session in use goes without a ping. */
  private static final Duration BREAKS_WITHIN = Duration.ofSeconds(5);

  private static final long NARROW_BYTES_PER_SECOND = 4 * 1024;

  private final Simulation simulation;
  private final Kernel kernel;
  private final Network network;
  private final Map<Fault, String> words = new HashMap<>(); // asked, never iterated
  private int afoot;
  private long begun;

  Faults(Simulation simulation, Kernel kernel, Network network) {
    this.simulation = simulation;
    this.kernel = kernel;
    this.network = network;
  }

  /** Puts a schedule on the calendar. */
  void expect(List<Fault> schedule) {
    for (Fault fault : schedule) {
      afoot++;
      kernel.after(fault.at().toNanos(), kernel.world(), "fault", () -> begin(fault));
    }
  }

  /** Returns what a fault was in this run, in words. */
  String words(Fault fault) {
    return words.getOrDefault(fault, "concerned nobody: " + fault);
  }

  /** How many have not begun, or are not healed. */
  int afoot() {
    return afoot;
  }

  private void begin(Fault fault) {
    List<SimulatedProcess> processes = simulation.processes();
    boolean concernsProcess = !fault.kind().concernsServer();
    boolean nobody =
        concernsProcess && processes.isEmpty()
            || (fault.kind().concernsServer() || fault.kind().concernsTwo())
                && simulation.serverHosts().isEmpty();
    if (nobody) {
      afoot--;
    } else if (fault.kind().concernsTwo()) {
      between(
          fault, turn(processes, fault.first()), turn(simulation.serverHosts(), fault.second()));
    } else if (concernsProcess) {
      process(fault, turn(processes, fault.first()));
    } else {
      server(fault, (fault.first() - 1) % simulation.serverHosts().size() + 1);
    }
  }

  private static <T> T turn(List<T> them, int number) {
    return them.get(Math.floorMod(number - 1, them.size()));
  }

  private void heal(Fault fault, String what, Runnable healing) {
    long number = begun;
    kernel.after(
        fault.lasts().toNanos(),
        kernel.world(),
        "heal",
        () -> {
          afoot--;
          healing.run();
          record(TraceEvent.Kind.HEALED, number, what);
        });
  }

  private void record(TraceEvent.Kind kind, long number, String what) {
    kernel.trace().record(kernel.nowNs(), kind, TraceEvent.NETWORK, number, () -> what);
  }

  // ---- Between a process and a server

  private void between(Fault fault, SimulatedProcess process, Host server) {
    Host host = process.host();
    String both = host + " and " + server;
    switch (fault.kind()) {
      case CUT -> {
        network.block(host, server);
        network.block(server, host);
        begun(
            fault,
            "nothing passes between " + both,
            () -> {
              network.unblock(host, server);
              network.unblock(server, host);
            });
      }
      case MUTE -> {
        network.block(host, server);
        begun(
            fault,
            "what " + host + " sends to " + server + " is lost",
            () -> network.unblock(host, server));
      }
      case DEAF -> {
        network.block(server, host);
        begun(
            fault,
            "what " + server + " sends to " + host + " is lost",
            () -> network.unblock(server, host));
      }
      case RESET -> {
        network.reset(host, server);
        told(fault, "connections between " + both + " are reset");
        afoot--;
      }
      case BREAK -> {
        network.path(server, host).breakNext(true);
        told(fault, "a connection breaks within what " + server + " sends next to " + host);
        kernel.after(
            BREAKS_WITHIN.toNanos(),
            kernel.world(),
            "heal",
            () -> {
              afoot--; // also if nothing was sent: quiet must be quiet
              network.path(server, host).breakNext(false);
            });
      }
      case SLOW -> {
        delay(host, server, LATER);
        begun(
            fault,
            "packets between " + both + " take " + LATER.toMillis() + " ms longer",
            () -> delay(host, server, Duration.ZERO));
      }
      default -> {
        throttle(host, server, NARROW_BYTES_PER_SECOND);
        begun(
            fault,
            NARROW_BYTES_PER_SECOND + " bytes a second pass between " + both,
            () -> network.widen(host, server));
      }
    }
  }

  private void begun(Fault fault, String what, Runnable healing) {
    told(fault, what);
    heal(fault, what, healing);
  }

  private void told(Fault fault, String what) {
    record(TraceEvent.Kind.FAULT, ++begun, what);
    words.put(fault, what);
  }

  private void delay(Host one, Host other, Duration extra) {
    network.path(one, other).delay(extra);
    network.path(other, one).delay(extra);
  }

  private void throttle(Host one, Host other, long bytesPerSecond) {
    network.path(one, other).throttle(bytesPerSecond);
    network.path(other, one).throttle(bytesPerSecond);
  }

  // ---- Of one process or server: these write their own lines

  private void process(Fault fault, SimulatedProcess process) {
    if (fault.kind() == Fault.Kind.STALL) {
      words.put(fault, process + " stands still");
      process.standStill(fault.lasts());
      after(fault, () -> {});
    } else {
      words.put(fault, process + " is killed, and started again afterwards");
      process.kill();
      after(fault, process::restart);
    }
  }

  private void server(Fault fault, int number) {
    SimulatedEnsemble ensemble = simulation.ensemble();
    String server = "server " + number;
    switch (fault.kind()) {
      case SERVER_ALONE -> {
        ensemble.cutFromServers(number);
        begun(fault, server + " is cut from the others", () -> ensemble.joinServers(number));
      }
      case SERVER_CUT -> {
        ensemble.cut(number);
        begun(fault, server + " is cut from everybody", () -> ensemble.join(number));
      }
      case SERVER_STALL -> {
        words.put(fault, server + " stands still");
        ensemble.standStill(number, fault.lasts());
        after(fault, () -> {});
      }
      case SERVER_KILL -> {
        words.put(fault, server + " is killed, and started again afterwards");
        ensemble.kill(number);
        after(fault, () -> ensemble.start(number));
      }
      default -> {
        words.put(fault, server + " loses its power, and is started again afterwards");
        ensemble.losePower(number);
        after(fault, () -> ensemble.start(number));
      }
    }
  }

  private void after(Fault fault, Runnable healing) {
    kernel.after(
        fault.lasts().toNanos(),
        kernel.world(),
        "heal",
        () -> {
          afoot--;
          healing.run();
        });
  }
}
