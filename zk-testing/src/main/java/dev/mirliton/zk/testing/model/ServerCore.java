package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.Response;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * One server as its clients see it: their connections and watches, and the tree as far as it is
 * committed here. Writes go out by {@link Proposals} and come back by {@link #committed}.
 *
 * <p>It knows no socket and no other server. Starts out {@link ServerMode#LOOKING}.
 *
 * <p>Above two hundred lines because all that its connections share meets here.
 */
final class ServerCore {
  // What proves that a session is the client's; every server knows it, no client can.
  private static final long SECRET = 0x5eed_0fa1_1600_0dL;
  private static final int PASSWORD_BYTES = 16;
  private static final int SERVER_SHIFT = 56;
  private static final long TIME_MASK = (1L << 40) - 1;
  private static final int TIME_SHIFT = 16;

  private final int id;
  private final ModelWorld world;
  private final ModelOptions options;
  private final Proposals proposals;
  private final WatchList watches = new WatchList();
  private final Set<ServerConnection> connections = new LinkedHashSet<>();
  private final Map<Long, ServerConnection> bySession = new HashMap<>();
  private final Map<Long, Pending> pending = new HashMap<>();
  private final Set<Long> localSessions = new HashSet<>();
  private DataTree tree;
  private Reads reads;
  private ServerMode mode = ServerMode.LOOKING;
  private long nextTicket;
  private long nextSession;

  /** What to do with a connection when the leader has answered. */
  private sealed interface Pending {
    ServerConnection connection();
  }

  private record PendingWrite(ServerConnection connection, Exchange exchange) implements Pending {}

  private record PendingSync(ServerConnection connection, Exchange exchange, Response body)
      implements Pending {}

  /** A session that begins, or goes on here. */
  private record PendingSession(ServerConnection connection) implements Pending {}

  /**
   * Creates a server.
   *
   * @param id which one, from 1; 0 for one that stands alone
   * @param tree what is committed; it belongs to the server from now on
   */
  ServerCore(int id, ModelWorld world, ModelOptions options, Proposals proposals, DataTree tree) {
    this.id = id;
    this.world = world;
    this.options = options;
    this.proposals = proposals;
    this.tree = tree;
    this.reads = new Reads(tree, watches);
    this.nextTicket = Math.max(1, world.random().nextLong() >>> 1);
    this.nextSession =
        ((long) id << SERVER_SHIFT) | ((world.nowMillis() & TIME_MASK) << TIME_SHIFT);
  }

  /** Takes a new connection; its bytes go to what is returned. */
  ServerConnection accept(ClientChannel channel) {
    ServerConnection connection = new ServerConnection(this, channel);
    connections.add(connection);
    return connection;
  }

  /**
   * Changes what the server is to its ensemble. All connections end: whatever they wait for has
   * gone to another leader.
   */
  void serve(ServerMode newMode) {
    List.copyOf(connections).forEach(ServerConnection::end);
    pending.clear();
    watches.clear();
    bySession.clear();
    localSessions.clear();
    mode = newMode;
  }

  /** Replaces all that is committed here, before {@link #serve}; the tree is the server's then. */
  void load(DataTree committed) {
    tree = committed;
    reads = new Reads(committed, watches);
  }

  // ---- from the leader

  /** Carries out a transaction, tells who watches, and answers who asked. */
  Applied committed(Txn txn) {
    Applied applied = tree.apply(txn);
    for (TreeEvent event : applied.events()) {
      watches.fire(event, txn.zxid());
    }
    Pending asked = txn.ticket() == 0 ? null : pending.remove(txn.ticket());
    if (txn.change() instanceof Change.CloseSession) {
      ServerConnection attached = bySession.get(txn.sessionId());
      if (attached != null && (asked == null || asked.connection() != attached)) {
        attached.end();
      }
    }
    switch (asked) {
      case null -> {}
      case PendingSession session -> welcome(session.connection());
      case PendingWrite write ->
          decide(write.connection(), write.exchange(), applied.err(), applied.body());
      case PendingSync sync -> throw new IllegalStateException("a sync is no transaction: " + txn);
    }
    return applied;
  }

  /** The leader has answered a sync, and everything it had proposed before is committed here. */
  void synced(long ticket) {
    if (pending.remove(ticket) instanceof PendingSync sync) {
      decide(sync.connection(), sync.exchange(), 0, sync.body());
    }
  }

  /** The leader has said whether a session lives. */
  void revalidated(long ticket, boolean lives) {
    if (pending.remove(ticket) instanceof PendingSession session) {
      if (lives) {
        welcome(session.connection());
      } else {
        session.connection().reject();
      }
    }
  }

  private static void decide(
      ServerConnection connection, Exchange exchange, int err, Response body) {
    exchange.decide(new Exchange.Reply(err, body));
    connection.advance();
  }

  private void welcome(ServerConnection connection) {
    connection.welcome(password(connection.sessionId()));
  }

  // ---- from connections

  /** Whether a client may try to open a session here. */
  boolean admits(ConnectRequest request) {
    if (mode == ServerMode.LOOKING || request.lastZxidSeen() > tree.lastZxid()) {
      return false;
    }
    return !isReadOnly() || Boolean.TRUE.equals(request.readOnly());
  }

  /** Returns the session timeout for one that is asked for; both in milliseconds. */
  int grant(int timeoutMs) {
    return (int)
        Math.clamp(
            timeoutMs, options.shortestSession().toMillis(), options.longestSession().toMillis());
  }

  void openSession(ServerConnection connection) {
    if (isReadOnly() && !options.localSessions()) {
      connection.rejectAsReadOnly();
      return;
    }
    long session = nextSession++;
    attach(connection, session);
    if (isReadOnly()) {
      localSessions.add(session);
      welcome(connection);
    } else {
      submit(
          connection,
          session,
          0,
          new PendingSession(connection),
          new Write.OpenSession(connection.timeoutMs()));
    }
  }

  void reopenSession(ServerConnection connection, long session, byte[] password) {
    // The one it had goes first, even if the password turns out to be wrong.
    ServerConnection former = bySession.get(session);
    if (former != null) {
      former.end();
    }
    if (isReadOnly() && !options.readOnlySessions() && tree.sessions().containsKey(session)) {
      connection.end();
      return;
    }
    if (!Arrays.equals(password, password(session))) {
      connection.reject();
      return;
    }
    attach(connection, session);
    if (isReadOnly()) {
      if (!options.localSessions()
          || localSessions.contains(session)
          || tree.sessions().containsKey(session)) {
        welcome(connection);
      } else {
        connection.reject();
      }
    } else {
      long ticket = nextTicket++;
      pending.put(ticket, new PendingSession(connection));
      proposals.revalidate(ticket, session, connection.timeoutMs());
    }
  }

  private void attach(ServerConnection connection, long session) {
    connection.attach(session);
    bySession.put(session, connection);
  }

  /** Ends a session that only this server knows of; says whether there was one. */
  boolean closeLocalSession(long session) {
    return localSessions.remove(session);
  }

  void touch(ServerConnection connection) {
    if (!isReadOnly()) {
      proposals.touch(connection.sessionId(), connection.timeoutMs());
    }
  }

  void submit(ServerConnection connection, Exchange exchange, Write write) {
    submit(
        connection,
        connection.sessionId(),
        exchange.xid(),
        new PendingWrite(connection, exchange),
        write);
  }

  private void submit(
      ServerConnection connection, long session, int cxid, Pending waiting, Write write) {
    long ticket = nextTicket++;
    pending.put(ticket, waiting);
    proposals.submit(new Submission(id, ticket, session, cxid, write, connection.identities()));
  }

  void sync(ServerConnection connection, Exchange exchange, Response body) {
    long ticket = nextTicket++;
    pending.put(ticket, new PendingSync(connection, exchange, body));
    proposals.sync(ticket);
  }

  /** A connection has ended, and its watches with it. What it asked for may happen all the same. */
  void forget(ServerConnection connection) {
    connections.remove(connection);
    bySession.remove(connection.sessionId(), connection);
    watches.removeAll(connection);
    pending.values().removeIf(waiting -> waiting.connection() == connection);
  }

  // A session's password follows from its number, so that no server needs to be told.
  private static byte[] password(long session) {
    byte[] password = new byte[PASSWORD_BYTES];
    new Random(session ^ SECRET).nextBytes(password);
    return password;
  }

  // ---- what others look at

  int id() {
    return id;
  }

  ServerMode mode() {
    return mode;
  }

  boolean isReadOnly() {
    return mode == ServerMode.READ_ONLY;
  }

  ModelOptions options() {
    return options;
  }

  Reads reads() {
    return reads;
  }

  WatchList watches() {
    return watches;
  }

  /** Returns what is committed here. Only to be looked at. */
  DataTree tree() {
    return tree;
  }

  long lastZxid() {
    return tree.lastZxid();
  }

  Collection<ServerConnection> connections() {
    return Collections.unmodifiableSet(connections);
  }
}
