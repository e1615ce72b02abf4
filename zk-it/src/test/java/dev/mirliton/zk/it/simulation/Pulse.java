package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks a client again and again whether its session is alive, and so notices standstills. */
final class Pulse {
  private static final Duration BEAT = Duration.ofMillis(40);

  /** Longer than a thread waits for its turn while its process runs. */
  private static final long STANDSTILL_NS = Duration.ofMillis(1_500).toNanos();

  private final Simulation simulation;
  private final ZkClient zk;
  private final Map<Long, Long> aliveNs = new TreeMap<>();
  private final List<Standstill> standstills = new ArrayList<>();
  private long beatNs;

  private record Standstill(long fromNs, long toNs) {}

  Pulse(Simulation simulation, ZkClient zk) {
    this.simulation = simulation;
    this.zk = zk;
    beatNs = simulation.nanoTime(); // the first beat may wait for its turn for long
  }

  /** Beats until the client is closed, also while it closes: the process may stand still then. */
  void beat(Life life) throws InterruptedException {
    while (!life.isClosed()) {
      noticeStandstill();
      ZkSession session = zk.session();
      if (session != null && session.isAlive()) {
        aliveNs.put(session.id(), simulation.nanoTime());
      }
      simulation.pause(BEAT);
    }
    noticeStandstill();
  }

  private void noticeStandstill() {
    long now = simulation.nanoTime();
    if (now - beatNs > STANDSTILL_NS) {
      standstills.add(new Standstill(beatNs, now));
    }
    beatNs = now;
  }

  /** Returns, for each session, the latest true time at which it was said to be alive. */
  Map<Long, Long> aliveNs() {
    return aliveNs;
  }

  /** Returns how much of a time the process may have stood still, or been busy with catching up. */
  long stoodStillNs(long fromNs, long toNs) {
    long sum = 0;
    for (Standstill each : standstills) {
      sum += Math.max(0, Math.min(each.toNs, toNs) - Math.max(each.fromNs, fromNs));
    }
    return sum;
  }
}
