package dev.mirliton.zk.testing;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.EnsembleMember;
import dev.mirliton.zk.Reconfiguration;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Servers in processes of their own that elect a leader among them. Each can be killed, frozen and
 * started again by itself ({@link ServerProcess}), and cut from the others or from clients. Of any
 * version, which each may change at its next start; servers before 3.5 do not know reconfiguration.
 *
 * <p>Meant for the thread of the test; what only looks at the servers may be called from any.
 *
 * @since 0.1
 */
public final class Ensemble implements AutoCloseable {
  private static final Duration ELECTION_LIMIT = Duration.ofSeconds(30);
  private static final Duration PROBE = Duration.ofMillis(500);

  private final List<ServerProcess> servers;
  private final int participants;
  private final PeerNetwork network;
  private final @Nullable Authentication superuser;
  private final Map<ServerProcess, FaultProxy> proxies = new ConcurrentHashMap<>();

  Ensemble(
      List<ServerProcess> servers,
      int participants,
      PeerNetwork network,
      @Nullable Authentication superuser) {
    this.servers = List.copyOf(servers);
    this.participants = participants;
    this.network = network;
    this.superuser = superuser;
  }

  /** Describes an ensemble. */
  public static EnsembleSetup with() {
    return new EnsembleSetup();
  }

  /**
   * Starts an ensemble of participants and waits until every server serves.
   *
   * @throws AssertionError if they do not find together, with the end of each log
   */
  public static Ensemble of(int size) throws InterruptedException {
    return with().participants(size).run();
  }

  /**
   * Starts an ensemble of participants that are all like {@code setup}, and waits until every one
   * serves.
   *
   * @throws AssertionError if they do not find together, with the end of each log
   */
  public static Ensemble of(int size, ServerSetup setup) throws InterruptedException {
    return with().participants(size).like(setup).run();
  }

  // ---- Who is there

  /** Returns all servers, participants first; the first has the id 1. */
  public List<ServerProcess> servers() {
    return servers;
  }

  /** Returns the servers that follow without a vote. */
  public List<ServerProcess> observers() {
    return servers.subList(participants, servers.size());
  }

  /**
   * Waits until there is one leader, and returns it. A frozen one does not answer, so it is none.
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
          servers.stream().filter(server -> says(server, "Mode: leader")).forEach(leaders::add);
          return leaders.size() == 1; // One that lost its quorum may not know it yet.
        });
    return leaders.get(0);
  }

  /**
   * Returns the participants that do not lead just now, be they alive or not. Waits for a leader.
   */
  public List<ServerProcess> followers() throws InterruptedException {
    ServerProcess leader = leader();
    return servers.subList(0, participants).stream().filter(server -> server != leader).toList();
  }

  /**
   * Waits until a server has a connection of this client's session, and returns it: the one to kill
   * or to freeze.
   *
   * @throws AssertionError if there is none within 30 s
   */
  public ServerProcess serverOf(ZkClient client) throws InterruptedException {
    List<ServerProcess> found = new ArrayList<>();
    Await.until(
        "a server with the client's session",
        ELECTION_LIMIT,
        () -> {
          found.clear();
          ZkSession session = client.session();
          if (session != null) {
            String id = "sid=0x" + Long.toHexString(session.id()) + ",";
            servers.stream().filter(server -> answers(server, "cons", id)).forEach(found::add);
          }
          return found.size() == 1; // One that was left may not know it yet.
        });
    return found.get(0);
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

  private static boolean says(ServerProcess server, String mode) {
    return answers(server, "srvr", mode);
  }

  private static boolean answers(ServerProcess server, String word, String part) {
    try {
      return server.isAlive() && FourLetterWord.ask(server.address(), word, PROBE).contains(part);
    } catch (IOException silent) {
      return false;
    }
  }

  String tails() {
    return servers.stream()
        .map(server -> server + ":\n" + server.tail())
        .collect(Collectors.joining("\n"));
  }

  // ---- How clients get there

  /** Returns what to give to a client: every server. */
  public String connectString() {
    return servers.stream().map(ServerProcess::connectString).collect(Collectors.joining(","));
  }

  /** Returns what to give to a client that reaches every server through its {@link #proxy}. */
  public String proxiedConnectString() {
    return servers.stream()
        .map(server -> proxy(server).connectString())
        .collect(Collectors.joining(","));
  }

  /**
   * Returns the network between clients and a server, for those who connect to it by this proxy. It
   * is opened when first asked for, closed with the ensemble, and finds the server also after
   * {@link #move}.
   *
   * @throws IllegalArgumentException if the server is of another ensemble
   */
  public FaultProxy proxy(ServerProcess server) {
    idOf(server);
    return proxies.computeIfAbsent(server, FaultProxy::to);
  }

  /**
   * Returns credentials that make a client a superuser here.
   *
   * @throws IllegalStateException if the setup of the servers names a superuser of its own
   */
  public Authentication superuser() {
    if (superuser == null) {
      throw new IllegalStateException("the setup of the servers names a superuser of its own");
    }
    return superuser;
  }

  // ---- What happens to it

  /**
   * Cuts these servers from all others, in silence: each side goes on talking among itself and to
   * clients, until it notices. A leader without a quorum and followers without a leader do so after
   * {@code syncLimit} ticks, and then turn clients away. Adds to what was cut before.
   *
   * @throws IllegalStateException if the ensemble was not set up as {@link
   *     EnsembleSetup#partitionable}
   * @throws IllegalArgumentException if a server is of another ensemble
   */
  public void partition(ServerProcess... side) {
    network.partition(Stream.of(side).map(this::idOf).toList());
  }

  /** Heals the network, among servers and before clients. */
  public void heal() {
    network.heal();
    proxies.values().forEach(FaultProxy::heal);
  }

  /**
   * Serves clients on another port, as an operator brings it about by a reconfiguration, and
   * returns when the server is to be found there. Its former port is closed; connections that it
   * has stay.
   *
   * @param superuser a client that may reconfigure the ensemble
   */
  public void move(ServerProcess server, ZkClient superuser) throws InterruptedException {
    int port = FreePort.find();
    EnsembleConfig config = superuser.ensembleConfig();
    EnsembleMember member = config.member(idOf(server)).orElseThrow();
    String line = member.toString();
    superuser.reconfigure(
        Reconfiguration.joining(
            EnsembleMember.parse(line.substring(0, line.indexOf(';') + 1) + "127.0.0.1:" + port)));
    server.movedTo(port);
    Await.until("the server to serve on port " + port, ELECTION_LIMIT, server::isReady);
  }

  /**
   * Heals the network, thaws who is frozen, starts who is dead, and waits until every server
   * serves: the way back for tests that share an ensemble.
   *
   * @throws AssertionError if a server does not serve within 30 s
   */
  public void restore() throws InterruptedException {
    heal();
    for (ServerProcess server : servers) {
      if (server.isFrozen()) {
        server.thaw();
      }
      server.launch();
    }
    awaitAll();
    leader();
  }

  private int idOf(ServerProcess server) {
    int place = servers.indexOf(server);
    if (place < 0) {
      throw new IllegalArgumentException(server + " is of another ensemble");
    }
    return place + 1;
  }

  /** Kills every server, deletes its data, and closes all proxies. Idempotent. */
  @Override
  public void close() {
    servers.forEach(ServerProcess::close);
    proxies.values().forEach(FaultProxy::close);
    network.close();
  }

  @Override
  public String toString() {
    return "Ensemble[" + connectString() + "]";
  }
}
