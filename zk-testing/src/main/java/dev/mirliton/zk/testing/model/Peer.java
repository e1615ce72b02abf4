package dev.mirliton.zk.testing.model;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * One server's part in keeping copies of a {@link StateMachine} alike: it finds a leader with the
 * others, takes over the leader's log, and commits what a quorum has logged, in one order
 * everywhere. The protocol is Zab, as far as a client can tell: an election by latest epoch and
 * longest log, discovery of a new epoch, synchronization, and broadcast. Followers learn of a
 * commit when the network brings it, so they lag.
 *
 * <p>A peer lives from {@link #start} to {@link #crash}; to restart, make another on the same
 * {@link PeerDisk}, or on a new one. It has no thread: all calls come from the one thread of
 * control of its world.
 *
 * <p>Two things differ from the real server's ways. A leader steps down when a server knocks that
 * has promised a later epoch, where the real one leaves that server outside. And a server that
 * starts applies what it knows to be committed, where the real one applies all its log: that can be
 * told apart only by reading from a server that is read-only.
 *
 * @param <R> what a request is
 * @param <T> what a transaction is
 * @since 0.1
 */
public final class Peer<R, T> {

  /** What a server is doing. */
  public enum Role {
    /** It has no leader. After a while of this, a server may call itself read-only. */
    LOOKING,
    /** It leads, or tries to. */
    LEADING,
    /** It follows, or tries to, and its votes and acknowledgements count. */
    FOLLOWING,
    /** It follows, or tries to, without a say. */
    OBSERVING
  }

  private final int id;
  private final PeerTiming timing;
  private final ModelWorld world;
  private final PeerNetwork<R, T> network;
  private final PeerDisk<T> disk;
  private final StateMachine<R, T> state;
  private final MemberHistory members;
  private final LogWriter writer;
  private PeerPhase<R, T> phase;
  private long round;
  private long lookingSince;
  private boolean serving;

  /**
   * Makes a server that does nothing until it is started.
   *
   * @param id its number, from 1
   * @param initial who belongs to the ensemble as long as the log tells nothing else
   */
  public Peer(
      int id,
      Membership initial,
      PeerTiming timing,
      ModelWorld world,
      PeerNetwork<R, T> network,
      PeerDisk<T> disk,
      StateMachine<R, T> state) {
    this.id = id;
    this.timing = timing;
    this.world = world;
    this.network = network;
    this.disk = disk;
    this.state = state;
    this.members = new MemberHistory(initial);
    this.writer = new LogWriter(world, disk, timing.logSync());
    this.phase = new Election<>(this);
  }

  /** Starts with what the disk holds. To be called once. */
  public void start() {
    state.reset(disk.committed().stream().map(LogEntry::txn).toList());
    disk.after(0).forEach(this::noteMembership);
    lookingSince = world.nowMillis();
    phase.begin();
  }

  /**
   * Ends at once, as a killed process does: says nothing to anybody, and may lose what it logged
   * and did not sync. Nothing must be asked of it any more.
   */
  public void crash() {
    phase.end();
    writer.close();
    serving = false;
    disk.crash(world.random());
  }

  /** Takes a message that another server sent. */
  public void receive(int from, PeerMessage<R, T> message) {
    if (phase.ended()) {
      return;
    }
    switch (message) {
      case PeerMessage.Ballot<R, T> ballot -> phase.ballot(from, ballot);
      case PeerMessage.Verdict<R, T> verdict -> phase.verdict(from, verdict);
      case PeerMessage.FromFollower<R, T> asked -> phase.fromFollower(from, asked);
      case PeerMessage.FromLeader<R, T> told -> phase.fromLeader(from, told);
    }
  }

  /**
   * Takes notice that another server's process is gone, so that nothing it sent before will arrive
   * any more. A hint: without it the same is found out by silence, later.
   */
  public void disconnected(int other) {
    if (!phase.ended()) {
      phase.disconnected(other);
    }
  }

  /**
   * Brings a request to the leader. It comes back by {@link StateMachine#commit}, or never, when
   * this server or its leader is lost on the way; if this server does not serve, never. Requests of
   * one server keep their order.
   */
  public void submit(R request) {
    if (serving) {
      phase.submit(request);
    }
  }

  /**
   * Calls {@code done}, later, when this server has committed everything that the leader had
   * proposed as the question reached it; never, when this server or its leader is lost before.
   * Keeps its order with the requests submitted here. A leader that does not know yet that it was
   * replaced answers as well, as a real one does.
   */
  public void sync(Runnable done) {
    if (serving) {
      phase.sync(done);
    }
  }

  /** Brings a message to {@link StateMachine#fromFollower} of the leader, if this server serves. */
  public void toLeader(Object message) {
    if (serving) {
      phase.toLeader(message);
    }
  }

  /**
   * Brings a message to {@link StateMachine#fromLeader} of a follower, in order with commits;
   * nothing happens if this server does not lead, or that one does not follow.
   */
  public void toFollower(int follower, Object message) {
    if (serving) {
      phase.toFollower(follower, message);
    }
  }

  /** Returns its number. */
  public int id() {
    return id;
  }

  /** Returns what it is doing. */
  public Role role() {
    return phase.role();
  }

  /** Returns who leads it, or who it hopes will; itself when it leads. */
  public OptionalInt leader() {
    return phase.leader() == 0 ? OptionalInt.empty() : OptionalInt.of(phase.leader());
  }

  /** Returns whether it is part of a quorum, and up to date as far as the network allows. */
  public boolean serving() {
    return serving;
  }

  /** Returns the epoch it serves in, or tries to; zero before one is agreed. */
  public long epoch() {
    return phase.epoch();
  }

  /** Returns since when it looks for a leader, in the world's milliseconds, if it does. */
  public OptionalLong lookingSinceMillis() {
    return role() == Role.LOOKING ? OptionalLong.of(lookingSince) : OptionalLong.empty();
  }

  /** Returns whether a majority of {@code voters} follows this leader, itself included. */
  public boolean isFollowedByMajority(Collection<Integer> voters) {
    Collection<Integer> synced = phase.synced();
    return 2 * voters.stream().filter(synced::contains).count() > voters.size();
  }

  /** Returns who belongs to the ensemble, as far as this server has committed changes. */
  public Membership membership() {
    return members.inForce(disk.committedZxid(), disk.committedZxid()).getFirst();
  }

  PeerTiming timing() {
    return timing;
  }

  ModelWorld world() {
    return world;
  }

  PeerDisk<T> disk() {
    return disk;
  }

  StateMachine<R, T> state() {
    return state;
  }

  LogWriter writer() {
    return writer;
  }

  void send(int to, PeerMessage<R, T> message) {
    network.send(id, to, message);
  }

  long round() {
    return round;
  }

  void round(long newer) {
    round = newer;
  }

  void lead(SortedMap<Integer, PeerMessage.Follow<R, T>> followers) {
    become(new PeerLeading<>(this, followers));
  }

  void follow(int leader) {
    become(new PeerFollowing<>(this, leader));
  }

  /** Gives up what it is doing and looks for a leader. */
  void look(String why) {
    world.note(id, "looks for a leader: " + why);
    lookingSince = world.nowMillis();
    become(new Election<>(this));
  }

  private void become(PeerPhase<R, T> next) {
    phase.end();
    phase.leave();
    phase = next;
    serve(false);
    if (!next.ended()) {
      next.begin();
    }
  }

  void serve(boolean now) {
    if (serving != now) {
      serving = now;
      state.serving(now);
    }
  }

  void append(LogEntry<T> entry) {
    disk.append(entry);
    noteMembership(entry);
  }

  void truncateAfter(long zxid) {
    disk.truncateAfter(zxid);
    members.truncateAfter(zxid);
  }

  /** Commits all of the log that is not beyond {@code zxid}. */
  void commitUpTo(long zxid) {
    // Each commit may do anything to this peer, even crash it.
    while (!phase.ended()) {
      var entry = disk.commitNext(zxid);
      if (entry == null) {
        return;
      }
      state.commit(entry.zxid(), entry.txn());
    }
  }

  /** Whether these are enough to agree on the log up to {@code zxid}. */
  boolean quorum(long zxid, Collection<Integer> ids) {
    return members.quorum(disk.committedZxid(), zxid, ids);
  }

  boolean quorum(Collection<Integer> ids) {
    return quorum(disk.lastZxid(), ids);
  }

  boolean votes(int server) {
    return members.voters(disk.committedZxid(), disk.lastZxid()).contains(server);
  }

  SortedSet<Integer> others() {
    var others = members.everyone(disk.committedZxid(), disk.lastZxid());
    others.remove(id);
    return Collections.unmodifiableSortedSet(others);
  }

  private void noteMembership(LogEntry<T> entry) {
    state.membership(entry.txn()).ifPresent(changed -> members.change(entry.zxid(), changed));
  }

  List<LogEntry<T>> uncommitted() {
    return disk.after(disk.committedZxid());
  }
}
