package dev.mirliton.zk.testing;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Identity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes an ensemble: how many servers, of which kind, and whether they can be cut from each
 * other. Mutable, and not thread-safe. To begin with: three participants like {@link
 * ServerProcess#with()}.
 *
 * @since 0.1
 */
public final class EnsembleSetup {
  private static final int ATTEMPTS = 3;
  private static final int LARGEST = 20; // of each kind; beyond any machine's patience
  private static final String SUPER_DIGEST = "zookeeper.DigestAuthenticationProvider.superDigest";
  private static final String SUPERUSER = "super";
  private static final String SUPER_PASSWORD = "of-a-test";

  private int participants = 3;
  private int observers;
  private boolean partitionable;
  private ServerSetup each = ServerProcess.with();

  EnsembleSetup() {}

  /** How many servers vote: at least 1. */
  public EnsembleSetup participants(int count) {
    participants = checked("participants", 1, count);
    return this;
  }

  /** How many servers follow without a vote. They come after the participants, with higher ids. */
  public EnsembleSetup observers(int count) {
    observers = checked("observers", 0, count);
    return this;
  }

  /**
   * Makes all servers like this one. Ports, ids and what an ensemble needs are set here; {@code
   * initLimit} (20 ticks) and {@code syncLimit} (8 ticks) only where it does not name them.
   */
  public EnsembleSetup like(ServerSetup setup) {
    each = setup.copy();
    return this;
  }

  /**
   * Lets servers be cut from each other: {@link Ensemble#partition}. All they tell each other then
   * passes through proxies in this JVM. Needs loopback addresses beyond 127.0.0.1, as Linux has.
   */
  public EnsembleSetup partitionable() {
    partitionable = true;
    return this;
  }

  private static int checked(String name, int least, int count) {
    if (count < least || count > LARGEST) {
      throw new IllegalArgumentException(
          name + " must be " + least + " to " + LARGEST + " but was " + count);
    }
    return count;
  }

  /**
   * Starts the ensemble and waits until every server serves. What fails is tried again: a port may
   * have been taken meanwhile, and a busy machine can spoil an election for good.
   *
   * @throws AssertionError if they do not find together, with the end of each log
   */
  public Ensemble run() throws InterruptedException {
    List<AssertionError> failures = new ArrayList<>();
    while (true) {
      Ensemble ensemble = launch();
      try {
        ensemble.awaitAll();
        return ensemble;
      } catch (AssertionError failure) {
        failures.add(new AssertionError(failure.getMessage() + "\n" + ensemble.tails(), failure));
        ensemble.close();
      } catch (Throwable failure) {
        ensemble.close();
        throw failure;
      }
      if (failures.size() == ATTEMPTS) {
        AssertionError last = failures.removeLast();
        failures.forEach(last::addSuppressed);
        throw last;
      }
    }
  }

  private Ensemble launch() {
    int size = participants + observers;
    List<Integer> quorumPorts = new ArrayList<>(FreePort.find(3 * size));
    List<Integer> electionPorts = take(quorumPorts, size);
    List<Integer> clientPorts = take(quorumPorts, size);
    PeerNetwork network =
        partitionable ? PeerNetwork.between(quorumPorts, electionPorts) : PeerNetwork.NONE;
    List<ServerProcess> servers = new ArrayList<>();
    try {
      ServerSetup common = common();
      for (int i = 0; i < size; i++) {
        String role = i < participants ? "participant" : "observer";
        String address =
            "%s:%d:%d".formatted(network.host(i + 1), quorumPorts.get(i), electionPorts.get(i));
        common.setting("server." + (i + 1), address + rest(role, clientPorts.get(i)));
      }
      for (int id = 1; id <= size; id++) {
        ServerSetup own = common.copy().id(id).port(clientPorts.get(id - 1));
        if (id > participants) {
          own.setting("peerType", "observer"); // Before 3.5, the list alone does not tell it.
        }
        servers.add(network.joinedBy(id, own).prepare());
      }
      servers.forEach(ServerProcess::launch);
      return new Ensemble(servers, participants, network, superuser());
    } catch (Throwable failure) {
      servers.forEach(ServerProcess::close);
      network.close();
      throw failure;
    }
  }

  /** Before 3.5, the list knows no port for clients, and that one may vote is not said. */
  private String rest(String role, int clientPort) {
    if (each.isAtLeast(3, 5)) {
      return ":" + role + ";127.0.0.1:" + clientPort;
    }
    return role.equals("observer") ? ":observer" : "";
  }

  private static List<Integer> take(List<Integer> ports, int count) {
    List<Integer> last = ports.subList(ports.size() - count, ports.size());
    List<Integer> taken = List.copyOf(last);
    last.clear();
    return taken;
  }

  private ServerSetup common() {
    ServerSetup common =
        each.copy()
            .settingIfAbsent("initLimit", "20")
            .settingIfAbsent("syncLimit", "8")
            .setting("standaloneEnabled", "false")
            .setting("reconfigEnabled", "true")
            .setting("quorumListenOnAllIPs", "false")
            // One that was alone for long asks others again only after this time, a minute if
            // nobody says otherwise.
            .systemPropertyIfAbsent("zookeeper.fastleader.maxNotificationInterval", "500");
    return each.systemProperty(SUPER_DIGEST) == null
        ? common.systemProperty(SUPER_DIGEST, Identity.digest(SUPERUSER, SUPER_PASSWORD).id())
        : common;
  }

  /** Returns null if the setup names one of its own, whose password only the test knows. */
  private @Nullable Authentication superuser() {
    return each.systemProperty(SUPER_DIGEST) == null
        ? Authentication.digest(SUPERUSER, SUPER_PASSWORD)
        : null;
  }
}
