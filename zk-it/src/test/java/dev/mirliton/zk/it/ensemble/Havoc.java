package dev.mirliton.zk.it.ensemble;

import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Random faults of an ensemble, one after the other and two at once: what is drawn follows from a
 * seed, what comes of it does not. Used by one thread.
 */
final class Havoc {
  private static final Duration LONGEST_FAULT = Duration.ofMillis(2_500);
  private static final Duration LONGEST_PEACE = Duration.ofMillis(700);

  private final Ensemble ensemble;
  private final SplittableRandom random;
  private final List<ServerProcess> servers;
  private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);

  /** What can happen to a server. */
  private enum Fault {
    KILL,
    STOP,
    FREEZE,
    CUT_FROM_OTHERS,
    CUT_FROM_CLIENTS,
    SILENT_TO_CLIENTS,
    CONNECTIONS_RESET
  }

  Havoc(Ensemble ensemble, long seed) {
    this.ensemble = ensemble;
    this.servers = ensemble.servers();
    this.random = new SplittableRandom(seed);
  }

  /** Wreaks havoc for that long, and repairs everything. */
  void wreak(Duration time) throws InterruptedException {
    long endNs = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < endNs) {
      List<ServerProcess> victims = new ArrayList<>(List.of(oneOf(servers)));
      if (random.nextInt(4) == 0) {
        victims.add(oneOf(servers)); // no quorum, if it is another one
      }
      for (ServerProcess victim : victims) {
        befall(victim, oneOf(List.of(Fault.values())));
      }
      pause(LONGEST_FAULT);
      ensemble.heal();
      for (ServerProcess victim : victims) {
        if (victim.isFrozen()) {
          victim.thaw();
        }
        victim.launch();
      }
      pause(LONGEST_PEACE);
    }
    ensemble.restore();
  }

  private void befall(ServerProcess server, Fault fault) throws InterruptedException {
    counts.merge(fault, 1, Integer::sum);
    FaultProxy proxy = ensemble.proxy(server);
    switch (fault) {
      case KILL -> server.kill();
      case STOP -> server.stop();
      case FREEZE -> {
        if (server.isAlive()) {
          server.freeze();
        }
      }
      case CUT_FROM_OTHERS -> ensemble.partition(server);
      case CUT_FROM_CLIENTS -> {
        proxy.refuse();
        proxy.cut();
      }
      case SILENT_TO_CLIENTS -> proxy.blackhole();
      case CONNECTIONS_RESET -> proxy.reset();
    }
  }

  private <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private void pause(Duration longest) throws InterruptedException {
    World.current().pause(random.nextLong(longest.toNanos()));
  }

  @Override
  public String toString() {
    return "" + counts;
  }
}
