package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.discovery.LiveChildren;
import dev.mirliton.zk.discovery.LiveProperties;
import dev.mirliton.zk.discovery.ServiceRegistry;
import dev.mirliton.zk.testing.simulation.Simulation;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One life of a process that registers servers, lets some of them go again, and follows who is
 * there and what the settings are.
 */
final class DiscoveryLife {
  private static final String NUMBER = "number";
  private static final int LONGEST_REST_MS = 1_500;
  private static final int ADDRESSES = 3;

  /** More than a close may take: it gives up after five seconds, and threads may be late. */
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(12);

  private final Simulation simulation;
  private final DiscoveryBook book;
  private final ZkClient client;
  private final String name;
  private final RecipePulse pulse;
  private final Map<String, Registration> registered = new TreeMap<>();
  private @Nullable LiveChildren servers;
  private @Nullable LiveProperties settings;
  private Set<String> toldServers = Set.of();
  private Map<String, @Nullable Object> toldSettings = Map.of();
  private int newest;

  DiscoveryLife(Simulation simulation, DiscoveryBook book, ZkClient client, String name) {
    this.simulation = simulation;
    this.book = book;
    this.client = client;
    this.name = name;
    this.pulse = new RecipePulse(simulation);
  }

  /** Returns the text of settings. */
  static byte[] settings(int number) {
    return ("{\"" + NUMBER + "\":" + number + "}").getBytes(UTF_8);
  }

  /** Returns the addresses of the servers that are open. */
  Set<String> registered() {
    return new TreeSet<>(registered.keySet());
  }

  /** Begins everything, and returns. */
  void begin() {
    simulation.unstarted("pulse", uninterrupted(pulse::run)).start();
    simulation.unstarted("followers", uninterrupted(this::follow)).start();
    simulation.unstarted("registrar", uninterrupted(this::register)).start();
  }

  // ---- who follows -----------------------------------------------------------------------------

  private void follow() throws InterruptedException {
    while (servers == null) {
      try {
        servers = LiveChildren.follow(client, DiscoveryScenario.SERVICE);
        servers.onChange(names -> toldServers = names);
      } catch (ZkException later) {
        rest();
      }
    }
    while (settings == null && !DiscoveryScenario.isOver(simulation)) {
      try {
        settings = LiveProperties.follow(client, DiscoveryScenario.SETTINGS);
        settings.onChange(this::told);
      } catch (ZkException later) {
        rest();
      }
    }
  }

  /** Settings are numbered in the order in which they were written, by one who writes in order. */
  private void told(Map<String, @Nullable Object> now) {
    toldSettings = now;
    if (now.get(NUMBER) instanceof Integer number) {
      if (number < newest) {
        book.complain("%s was told settings %d after %d", name, number, newest);
      }
      newest = Math.max(newest, number);
    }
  }

  // ---- who is followed -------------------------------------------------------------------------

  private void register() throws InterruptedException {
    RandomGenerator chance = simulation.random();
    while (!DiscoveryScenario.isOver(simulation)) {
      rest();
      String address = name + ":" + chance.nextInt(ADDRESSES);
      Registration old = registered.remove(address);
      if (old == null) {
        open(address);
      } else {
        close(old, address);
      }
    }
  }

  private void open(String address) throws InterruptedException {
    try {
      registered.put(
          address, ServiceRegistry.register(client, DiscoveryScenario.SERVICE, address, Map.of()));
    } catch (ZkException refused) {
      simulation.note(address + " is not registered: " + refused.getMessage());
    }
  }

  private void close(Registration registration, String address) {
    long beganNs = simulation.nanoTime() - pulse.lostNs();
    registration.close();
    long tookNs = simulation.nanoTime() - pulse.lostNs() - beganNs;
    if (tookNs > CLOSE_LIMIT.toNanos()) {
      book.complain("to close %s took %.3f s", address, tookNs / 1e9);
    }
  }

  private void rest() throws InterruptedException {
    simulation.pause(Duration.ofMillis(simulation.random().nextInt(LONGEST_REST_MS)));
  }

  // ---- the end ---------------------------------------------------------------------------------

  /** Compares what this process knows with what is so. */
  void compare(Set<String> there, boolean gone, byte[] text) {
    LiveChildren known = servers;
    if (known == null) {
      book.complain("%s follows no servers", name);
    } else if (!known.names().equals(there) || !toldServers.equals(there)) {
      book.complain(
          "%s has servers %s and was told %s, but there are %s",
          name, known.names(), toldServers, there);
    }
    LiveProperties read = settings;
    if (read != null) {
      String mine = new String(settings(newest), UTF_8);
      boolean right =
          gone || text.length == 0
              ? read.values().isEmpty() && toldSettings.isEmpty()
              : toldSettings.equals(read.values()) && mine.equals(new String(text, UTF_8));
      if (!right || read.isDeleted() != gone) {
        book.complain(
            "%s has settings %s and was told %s, but they are '%s'",
            name, read.values(), toldSettings, new String(text, UTF_8));
      }
    }
  }

  private Runnable uninterrupted(Waiting body) {
    return () -> {
      try {
        body.run();
      } catch (InterruptedException stop) {
        book.complain("%s was interrupted by nobody", name);
      }
    };
  }

  private interface Waiting {
    void run() throws InterruptedException;
  }
}
