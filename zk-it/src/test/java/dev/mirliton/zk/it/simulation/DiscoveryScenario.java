package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Servers come, go and die, configuration changes, everything fails; and each process follows it
 * all. When all is well again everybody must know what is so.
 */
public final class DiscoveryScenario implements RecipeScenario {
  static final String SERVICE = "/shop";
  static final String SETTINGS = "/settings";

  private static final Duration WORK = Duration.ofSeconds(20);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(100);

  /** For a registration that is tried again less and less often. */
  private static final Duration SETTLING = Duration.ofSeconds(15);

  private static final int LONGEST_REST_MS = 1_500;

  /** For whoever loads it. */
  public DiscoveryScenario() {}

  static boolean isOver(Simulation simulation) {
    return simulation.nanoTime() >= WORK.toNanos();
  }

  @Override
  public void run(Simulation simulation, Function<ZkOptions, ZkClient> starts)
      throws InterruptedException {
    ZkOptions options =
        ZkOptions.to(simulation.hosts())
            .sessionTimeout(Duration.ofSeconds(simulation.random().nextInt(1, 11)))
            .requestDeadline(CALL_LIMIT)
            .build();
    DiscoveryBook book = new DiscoveryBook();
    Map<String, DiscoveryLife> lives = new LinkedHashMap<>();
    try (ZkClient zk = starts.apply(options)) {
      begin(simulation, zk);
      int processes = simulation.random().nextInt(2, 5);
      for (int i = 1; i <= processes; i++) {
        String name = "p" + i;
        simulation.start(
            name,
            () -> {
              DiscoveryLife life = new DiscoveryLife(simulation, book, starts.apply(options), name);
              lives.put(name, life);
              life.begin();
            });
      }
      disturb(simulation, zk);
      simulation.awaitQuiet();
      simulation.pause(SETTLING);
      compare(zk, book, lives);
    }
    book.verify();
  }

  private static void begin(Simulation simulation, ZkClient zk) throws InterruptedException {
    while (true) {
      try {
        zk.ensurePath(SERVICE);
        zk.ensurePath(SETTINGS);
        return;
      } catch (ZkException later) {
        simulation.note("not yet: " + later.getMessage());
      }
    }
  }

  /** Changes the settings, and takes them away for a while. */
  private static void disturb(Simulation simulation, ZkClient zk) throws InterruptedException {
    RandomGenerator chance = simulation.random();
    for (int number = 1; !isOver(simulation); number++) {
      simulation.pause(Duration.ofMillis(chance.nextInt(LONGEST_REST_MS)));
      try {
        if (chance.nextInt(8) == 0) {
          zk.delete(SETTINGS);
        } else {
          zk.ensurePath(SETTINGS);
          zk.set(SETTINGS, DiscoveryLife.settings(number));
        }
      } catch (ZkException unknown) {
        simulation.note("changed, perhaps: " + unknown.getMessage());
      }
    }
  }

  private static void compare(ZkClient zk, DiscoveryBook book, Map<String, DiscoveryLife> lives)
      throws InterruptedException {
    zk.sync(SERVICE);
    Set<String> there = new TreeSet<>(zk.children(SERVICE));
    Set<String> open = new TreeSet<>();
    lives.values().forEach(life -> open.addAll(life.registered()));
    if (!there.equals(open)) {
      book.complain("registered are %s, but should be %s", there, open);
    }
    boolean gone = zk.exists(SETTINGS).isEmpty();
    byte[] settings = gone ? new byte[0] : zk.get(SETTINGS).data();
    for (DiscoveryLife life : lives.values()) {
      life.compare(there, gone, settings);
    }
  }
}
