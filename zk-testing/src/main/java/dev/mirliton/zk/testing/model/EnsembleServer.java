package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Registration;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One server of a model ensemble: what its clients see, and its part in agreeing with the others.
 * It lives from {@link #start} to {@link #crash}; to restart, make another on the same {@link
 * Disk}.
 *
 * <p>Called from its world's one thread of control only.
 *
 * @since 0.1
 */
public final class EnsembleServer {
  private static final Duration UNTIL_READ_ONLY = Duration.ofSeconds(2);

  private final int id;
  private final DynamicConfig initial;
  private final ModelWorld world;
  private final ModelOptions options;
  private final Peer<Submission, Txn> peer;
  private final ServerCore core;
  private final Disk disk;
  private @Nullable Leadership leadership;
  private @Nullable Registration readOnlyAlarm;

  /** Carries messages between servers, as {@link PeerNetwork} says. */
  @FunctionalInterface
  public interface Wires {
    /**
     * Sends a message on its way.
     *
     * @param message to be handed to {@link EnsembleServer#receive} of the other
     */
    void send(int from, int to, Object message);
  }

  /** What a server keeps across a crash. */
  public static final class Disk {
    private final PeerDisk<Txn> log = new PeerDisk<>();

    /** Creates an empty one. */
    public Disk() {}
  }

  /** A client's connection, as whoever moves its bytes sees it. */
  public interface Connection {
    /** Takes what the client sent, in any pieces. Copies what it keeps. */
    void received(ByteBuffer bytes);

    /** The client is gone, or the way to it. Idempotent. */
    void disconnected();
  }

  /** What a follower asks of its leader besides writes. */
  private sealed interface Question {}

  private record Revalidate(int server, long ticket, long sessionId, int timeoutMs)
      implements Question {}

  private record Touch(long sessionId, int timeoutMs) implements Question {}

  private record Revalidated(long ticket, boolean lives) {}

  /**
   * Creates a server that does nothing until it is started.
   *
   * @param id which one, from 1
   * @param members who belongs to the ensemble, in the lines of {@code /zookeeper/config}
   */
  public EnsembleServer(
      int id, String members, ModelWorld world, ModelOptions options, Wires wires, Disk disk) {
    this.id = id;
    this.initial = parsed(members);
    this.world = world;
    this.options = options;
    this.disk = disk;
    peer =
        new Peer<>(
            id,
            membership(initial),
            PeerTiming.of(options.tick()),
            world,
            wires::send,
            disk.log,
            new Copy());
    core = new ServerCore(id, world, options, new ToLeader(), firstTree());
  }

  private DataTree firstTree() {
    DataTree tree = new DataTree();
    tree.initConfig(initial.toString(), 0, 0);
    return tree;
  }

  private static DynamicConfig parsed(String members) {
    try {
      return DynamicConfig.parse(members);
    } catch (Refusal malformed) {
      throw new IllegalArgumentException("these are no members: " + members, malformed);
    }
  }

  private static Membership membership(DynamicConfig config) {
    return new Membership(config.voters(), config.observers());
  }

  /** Starts with what the disk holds. To be called once. */
  public void start() {
    peer.start();
    expectReadOnly();
  }

  /** Ends at once, as a killed process does. Its connections are not told. */
  public void crash() {
    peer.crash();
    endLeadership();
  }

  /** Takes a message that another server sent. */
  @SuppressWarnings("unchecked") // they come from servers like this one
  public void receive(int from, Object message) {
    peer.receive(from, (PeerMessage<Submission, Txn>) message);
  }

  /** Takes notice that another server's process is gone. */
  public void disconnected(int other) {
    peer.disconnected(other);
  }

  /** Takes a client's new connection. */
  public Connection accept(ClientChannel channel) {
    ServerConnection connection = core.accept(channel);
    return new Connection() {
      @Override
      public void received(ByteBuffer bytes) {
        connection.receive(bytes);
      }

      @Override
      public void disconnected() {
        connection.disconnected();
      }
    };
  }

  /** Whether it is part of a quorum. */
  public boolean isServing() {
    return peer.serving();
  }

  /** Whether it leads a quorum. */
  public boolean isLeading() {
    return peer.serving() && peer.role() == Peer.Role.LEADING;
  }

  /** Returns what it is to its ensemble: {@code leader}, {@code follower}, {@code looking}. */
  public String mode() {
    return core.mode().text();
  }

  /** Returns the last transaction that it carried out. */
  public long lastZxid() {
    return core.lastZxid();
  }

  /** Returns all that was agreed on since the ensemble began, as far as this server knows. */
  public List<CommittedChange> committed() {
    return CommittedChange.of(disk.log.committed());
  }

  private void expectReadOnly() {
    if (options.readOnlyMode() && readOnlyAlarm == null) {
      readOnlyAlarm =
          world.schedule(
              UNTIL_READ_ONLY,
              "read-only",
              () -> {
                readOnlyAlarm = null;
                if (!peer.serving()) {
                  serve(ServerMode.READ_ONLY);
                }
              });
    }
  }

  private void serve(ServerMode mode) {
    if (readOnlyAlarm != null) {
      readOnlyAlarm.close();
      readOnlyAlarm = null;
    }
    if (core.mode() != mode) {
      world.note(id, mode.text());
      core.serve(mode);
    }
  }

  private void endLeadership() {
    if (leadership != null) {
      leadership.end();
      leadership = null;
    }
  }

  /** The copy of the tree that the servers keep alike. */
  private final class Copy implements StateMachine<Submission, Txn> {
    @Override
    public void reset(List<Txn> committed) {
      DataTree tree = firstTree();
      committed.forEach(tree::apply);
      core.load(tree);
    }

    @Override
    public Txn prepare(long zxid, Submission submission) {
      Leadership leads = leadership;
      if (leads == null) {
        throw new IllegalStateException("server " + id + " prepares but does not lead");
      }
      return leads.prepare(zxid, submission);
    }

    @Override
    public void commit(long zxid, Txn txn) {
      core.committed(txn);
    }

    @Override
    public void serving(boolean serving) {
      endLeadership();
      if (!serving) {
        serve(ServerMode.LOOKING);
        expectReadOnly();
      } else if (peer.role() == Peer.Role.LEADING) {
        leadership =
            new Leadership(id, world, options, reconfiguration(), core.tree(), peer::submit);
        serve(ServerMode.LEADER);
      } else {
        serve(peer.role() == Peer.Role.OBSERVING ? ServerMode.OBSERVER : ServerMode.FOLLOWER);
      }
    }

    private Reconfiguration reconfiguration() {
      return new EnsembleReconfiguration(() -> core.tree().config(), peer::isFollowedByMajority);
    }

    @Override
    public Optional<Membership> membership(Txn txn) {
      return txn.change() instanceof Change.Reconfig change
          ? Optional.of(EnsembleServer.membership(parsed(change.config())))
          : Optional.empty();
    }

    @Override
    public void fromFollower(int follower, Object message) {
      Leadership leads = leadership;
      if (leads == null) {
        return;
      }
      switch ((Question) message) {
        case Touch touch -> leads.touch(touch.sessionId(), touch.timeoutMs());
        case Revalidate asked -> {
          boolean lives = leads.revalidate(asked.server(), asked.sessionId(), asked.timeoutMs());
          if (asked.server() == id) {
            core.revalidated(asked.ticket(), lives);
          } else {
            peer.toFollower(follower, new Revalidated(asked.ticket(), lives));
          }
        }
      }
    }

    @Override
    public void fromLeader(Object message) {
      Revalidated answer = (Revalidated) message;
      core.revalidated(answer.ticket(), answer.lives());
    }
  }

  /** The way from this server's clients to the leader. */
  private final class ToLeader implements Proposals {
    @Override
    public void submit(Submission submission) {
      peer.submit(submission);
    }

    @Override
    public void sync(long ticket) {
      peer.sync(() -> core.synced(ticket));
    }

    @Override
    public void revalidate(long ticket, long sessionId, int timeoutMs) {
      peer.toLeader(new Revalidate(id, ticket, sessionId, timeoutMs));
    }

    @Override
    public void touch(long sessionId, int timeoutMs) {
      peer.toLeader(new Touch(sessionId, timeoutMs));
    }
  }
}
