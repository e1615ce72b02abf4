package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.testing.trace.TraceEvent;
import java.time.Duration;
import java.util.List;

/** Carries a schedule of faults out: begins each at its time and heals it at its end. */
final class Faults {
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final long NARROW_BYTES_PER_SECOND = 4 * 1024;

  private final Simulation simulation;
  private final Kernel kernel;
  private final Network network;
  private int afoot;

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

  /** How many have not begun, or are not healed. */
  int afoot() {
    return afoot;
  }

  private void begin(Fault fault) {
    List<SimulatedProcess> processes = simulation.faulted();
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
    kernel.after(
        fault.lasts().toNanos(),
        kernel.world(),
        "heal",
        () -> {
          afoot--;
          healing.run();
          kernel
              .trace()
              .record(
                  kernel.nowNs(), TraceEvent.Kind.HEALED, "network", 0, () -> "healed: " + what);
        });
  }

  private void note(String what) {
    kernel.trace().record(kernel.nowNs(), TraceEvent.Kind.FAULT, "network", 0, () -> what);
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
        note("connections between " + both + " are reset");
        afoot--;
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
    note(what);
    heal(fault, what, healing);
  }

  private void delay(Host one, Host other, Duration extra) {
    network.path(one, other).delay(extra);
    network.path(other, one).delay(extra);
  }

  private void throttle(Host one, Host other, long bytesPerSecond) {
    network.path(one, other).throttle(bytesPerSecond);
    network.path(other, one).throttle(bytesPerSecond);
  }

  // ---- Of one process or server

  private void process(Fault fault, SimulatedProcess process) {
    if (fault.kind() == Fault.Kind.STALL) {
      process.standStill(fault.lasts());
      heal(fault, process + " stood still", () -> {});
    } else {
      process.kill();
      heal(fault, process + " was killed", process::restart);
    }
  }

  private void server(Fault fault, int number) {
    SimulatedEnsemble ensemble = simulation.ensemble();
    switch (fault.kind()) {
      case SERVER_ALONE -> {
        ensemble.cutFromServers(number);
        heal(fault, "server " + number + " was alone", () -> ensemble.joinServers(number));
      }
      case SERVER_CUT -> {
        ensemble.cut(number);
        heal(fault, "server " + number + " was cut off", () -> ensemble.join(number));
      }
      case SERVER_STALL -> {
        ensemble.standStill(number, fault.lasts());
        heal(fault, "server " + number + " stood still", () -> {});
      }
      case SERVER_KILL -> {
        ensemble.kill(number);
        heal(fault, "server " + number + " was killed", () -> ensemble.start(number));
      }
      default -> {
        ensemble.losePower(number);
        heal(fault, "server " + number + " had no power", () -> ensemble.start(number));
      }
    }
  }
}
