package dev.mirliton.zk.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Servers in processes of their own that elect a leader among them. Each can be killed, frozen and
 * started again by itself. For servers since 3.5.
 *
 * <p>Meant for the thread of the test.
 *
 * @since 0.1
 */
public final class Ensemble implements AutoCloseable {
  private static final Duration ELECTION_LIMIT = Duration.ofSeconds(30);
  private static final Duration PROBE = Duration.ofMillis(500);
  private static final int ATTEMPTS = 3;
  private static final int PORTS_EACH = 3;

  private final List<ServerProcess> servers;

  private Ensemble(List<ServerProcess> servers) {
    this.servers = servers;
  }

  /**
   * Starts an ensemble and waits until every server serves.
   *
   * @throws AssertionError if they do not find together, with the end of each log
   */
  public static Ensemble of(int size) throws InterruptedException {
    return of(size, ServerProcess.with());
  }

  /**
   * Starts an ensemble of servers that are all like {@code setup}, and waits until every one
   * serves. Ports, ids and what an ensemble needs are set here.
   *
   * @throws AssertionError if they do not find together, with the end of each log
   */
  public static Ensemble of(int size, ServerSetup setup) throws InterruptedException {
    if (size < 1) {
      throw new IllegalArgumentException("size must be positive but was " + size);
    }
    for (int left = ATTEMPTS; ; left--) {
      Ensemble ensemble = launch(size, setup);
      try {
        ensemble.awaitAll();
        return ensemble;
      } catch (AssertionError failure) {
        // A port may have been taken, and a busy machine can spoil an election for good.
        String logs = ensemble.tails();
        ensemble.close();
        if (left == 1) {
          throw new AssertionError(failure.getMessage() + "\n" + logs, failure);
        }
      } catch (Throwable failure) {
        ensemble.close();
        throw failure;
      }
    }
  }

  private static Ensemble launch(int size, ServerSetup setup) {
    List<Integer> ports = FreePort.find(size * PORTS_EACH);
    ServerSetup common =
        setup
            .copy()
            .setting("initLimit", "20")
            .setting("syncLimit", "8")
            .setting("standaloneEnabled", "false")
            .setting("reconfigEnabled", "true")
            .setting("quorumListenOnAllIPs", "false");
    for (int i = 0; i < size; i++) {
      common.setting(
          "server." + (i + 1),
          "127.0.0.1:%d:%d:participant;127.0.0.1:%d"
              .formatted(ports.get(i), ports.get(size + i), ports.get(2 * size + i)));
    }
    List<ServerProcess> servers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      servers.add(common.copy().id(i + 1).port(ports.get(2 * size + i)).prepare());
    }
    servers.forEach(ServerProcess::launch);
    return new Ensemble(List.copyOf(servers));
  }

  /** Returns the servers; the first has the id 1. */
  public List<ServerProcess> servers() {
    return servers;
  }

  /** Returns what to give to a client: every server. */
  public String connectString() {
    return servers.stream().map(ServerProcess::connectString).collect(Collectors.joining(","));
  }

  /**
   * Waits until there is a leader, and returns it.
   *
   * @throws AssertionError if there is none within 30 s
   */
  public ServerProcess leader() throws InterruptedException {
    List<ServerProcess> leaders = new ArrayList<>();
    Await.until(
        "a leader",
        ELECTION_LIMIT,
        () -> {
          leaders.clear();
          servers.stream().filter(Ensemble::leads).forEach(leaders::add);
          return leaders.size() == 1; // One that lost its quorum may not know it yet.
        });
    return leaders.get(0);
  }

  /** Returns the servers that do not lead just now, be they alive or not. Waits for a leader. */
  public List<ServerProcess> followers() throws InterruptedException {
    ServerProcess leader = leader();
    return servers.stream().filter(server -> server != leader).toList();
  }

  /**
   * Waits until every server serves.
   *
   * @throws AssertionError if one does not within 30 s
   */
  public void awaitAll() throws InterruptedException {
    Await.until(
        "every server to serve",
        ELECTION_LIMIT,
        () -> servers.stream().allMatch(ServerProcess::isReady));
  }

  private static boolean leads(ServerProcess server) {
    try {
      return server.isAlive()
          && FourLetterWord.ask(server.address(), "srvr", PROBE).contains("Mode: leader");
    } catch (IOException silent) {
      return false;
    }
  }

  private String tails() {
    return servers.stream()
        .map(server -> server + ":\n" + server.tail())
        .collect(Collectors.joining("\n"));
  }

  /** Kills every server and deletes its data. Idempotent. */
  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
  }

  @Override
  public String toString() {
    return "Ensemble[" + connectString() + "]";
  }
}
