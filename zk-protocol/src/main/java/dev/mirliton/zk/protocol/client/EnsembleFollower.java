package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.EnsembleMember;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.SessionExpiredException;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the list of servers in step with what the ensemble says of itself: reads its configuration,
 * with a watch, when a session begins and whenever the watch fires. On the client's queues.
 */
final class EnsembleFollower {
  private static final Logger LOG = LoggerFactory.getLogger("dev.mirliton.zk.client");

  /** What a server listens on that listens on every address it has. */
  private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

  private final SessionDriver driver;
  private final EnsembleCalls calls;
  private volatile long watching; // the session whose watch tells, or is being set; or 0

  private EnsembleFollower(View view) {
    this.driver = view.driver();
    this.calls = new EnsembleCalls(view);
  }

  /** Follows for as long as the client lives. */
  static void start(View view) {
    EnsembleFollower follower = new EnsembleFollower(view);
    view.driver().state().listen(follower::onState);
  }

  private void onState(StateChange change) {
    ZkSession session = change.session();
    if (change.state() == ConnectionState.CONNECTED
        && session != null
        && session.id() != watching) {
      watching = session.id();
      read();
    }
  }

  private void read() {
    calls.configAndWatch(this::onEvent).link(this::onRead);
  }

  private void onEvent(WatchEvent event) {
    if (!(event instanceof WatchEvent.Gap)) {
      read();
    }
  }

  private void onRead(AsyncResult<Observed<EnsembleConfig>> reading) {
    Throwable failure = reading.exception();
    if (failure instanceof UnavailableException || failure instanceof SessionExpiredException) {
      watching = 0; // the next connection is another chance
      return;
    }
    if (failure != null) {
      LOG.info("{}: cannot follow the ensemble: {}", driver, failure.getMessage());
      return;
    }
    EnsembleConfig config = reading.value().value();
    List<Hosts.Server> members =
        config.members().stream().map(EnsembleFollower::server).flatMap(Optional::stream).toList();
    LOG.debug("{}: the ensemble's servers are {}", driver, members);
    driver.learnServers(members);
  }

  /**
   * Returns where clients find a member, if that can be told: where it serves them; or, if that is
   * every address it has, where the other servers find it.
   */
  static Optional<Hosts.Server> server(EnsembleMember member) {
    return member
        .clientAddress()
        .map(
            client ->
                ANYWHERE.contains(client.host())
                    ? new Hosts.Server(member.addresses().getFirst().host(), client.port())
                    : client)
        .filter(server -> !ANYWHERE.contains(server.host()));
  }
}
