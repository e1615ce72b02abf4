package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.testing.model.PeerMessage.Ack;
import dev.mirliton.zk.testing.model.PeerMessage.Closed;
import dev.mirliton.zk.testing.model.PeerMessage.Commit;
import dev.mirliton.zk.testing.model.PeerMessage.Downward;
import dev.mirliton.zk.testing.model.PeerMessage.Follow;
import dev.mirliton.zk.testing.model.PeerMessage.Forward;
import dev.mirliton.zk.testing.model.PeerMessage.FromFollower;
import dev.mirliton.zk.testing.model.PeerMessage.FromLeader;
import dev.mirliton.zk.testing.model.PeerMessage.Left;
import dev.mirliton.zk.testing.model.PeerMessage.NewEpoch;
import dev.mirliton.zk.testing.model.PeerMessage.Ping;
import dev.mirliton.zk.testing.model.PeerMessage.Pong;
import dev.mirliton.zk.testing.model.PeerMessage.Promise;
import dev.mirliton.zk.testing.model.PeerMessage.Proposal;
import dev.mirliton.zk.testing.model.PeerMessage.SyncReply;
import dev.mirliton.zk.testing.model.PeerMessage.SyncRequest;
import dev.mirliton.zk.testing.model.PeerMessage.Synchronize;
import dev.mirliton.zk.testing.model.PeerMessage.UpToDate;
import dev.mirliton.zk.testing.model.PeerMessage.Upward;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Leading, in three steps that a quorum must carry each: it promises a new epoch, takes over this
 * server's log, and from then on logs what this server proposes, which is thereby committed.
 *
 * <p>Longer than most: the steps share everything, and their order is best read in one place.
 */
final class PeerLeading<R, T> extends PeerPhase<R, T> {

  private enum Step {
    DISCOVERY,
    SYNCHRONIZATION,
    BROADCAST
  }

  /** Somebody to be told once the log is committed up to a zxid. */
  private record WaitingSync(long zxid, Runnable done) {}

  private final SortedMap<Integer, Follow<R, T>> early;
  private final SortedMap<Integer, Member<R, T>> members = new TreeMap<>();
  private final Deque<WaitingSync> syncs = new ArrayDeque<>();
  private Step step = Step.DISCOVERY;
  private long epoch;
  private long lastProposed;
  private long since;

  /**
   * @param early those who wait to follow already
   */
  PeerLeading(Peer<R, T> peer, SortedMap<Integer, Follow<R, T>> early) {
    super(peer);
    this.early = early;
  }

  @Override
  Peer.Role role() {
    return Peer.Role.LEADING;
  }

  @Override
  int leader() {
    return peer.id();
  }

  @Override
  long epoch() {
    return epoch;
  }

  @Override
  void begin() {
    since = peer.world().nowMillis();
    early.forEach(this::welcome);
    chooseEpoch();
    tickAfter(peer.timing().halfTick());
  }

  @Override
  void leave() {
    members.forEach((follower, member) -> peer.send(follower, new Closed<>(member.link)));
  }

  @Override
  void fromFollower(int from, FromFollower<R, T> message) {
    if (message instanceof Follow<R, T> follow) {
      welcome(from, follow);
      chooseEpoch();
      return;
    }
    var member = members.get(from);
    if (member == null || member.link != message.link()) {
      return;
    }
    member.lastHeard = peer.world().nowMillis();
    switch (message) {
      case Promise<R, T> promise -> promised(from, member, promise);
      case Ack<R, T> ack -> acked(from, member, ack.zxid());
      case Forward<R, T> forward -> propose(forward.request());
      case SyncRequest<R, T> asked -> {
        var reply = new SyncReply<R, T>(asked.link(), asked.number());
        syncBehindProposals(() -> peer.send(from, reply));
      }
      case Upward<R, T> upward -> peer.state().fromFollower(from, upward.message());
      case Left<R, T> left -> members.remove(from);
      case Pong<R, T> pong -> {}
      case Follow<R, T> follow -> {}
    }
  }

  @Override
  void fromLeader(int from, FromLeader<R, T> message) {}

  @Override
  void disconnected(int other) {
    members.remove(other);
  }

  @Override
  void submit(R request) {
    propose(request);
  }

  @Override
  void sync(Runnable done) {
    syncBehindProposals(() -> schedule(Duration.ZERO, "synced", done));
  }

  @Override
  void toLeader(Object message) {
    peer.state().fromFollower(peer.id(), message);
  }

  @Override
  void toFollower(int follower, Object message) {
    var member = members.get(follower);
    if (member != null && member.synchronizedOnce()) {
      peer.send(follower, new Downward<>(member.link, message));
    }
  }

  private void welcome(int from, Follow<R, T> follow) {
    var member = new Member<>(follow, peer.world().nowMillis());
    members.put(from, member);
    if (epoch == 0) {
      return;
    }
    if (follow.acceptedEpoch() > epoch) {
      // It could never follow this epoch. The next one will be later than what it has promised.
      peer.look("server " + from + " has promised epoch " + follow.acceptedEpoch());
    } else {
      peer.send(from, new NewEpoch<>(member.link, epoch));
    }
  }

  private void chooseEpoch() {
    if (ended() || epoch != 0 || !peer.quorum(self(member -> true))) {
      return;
    }
    long latest = peer.disk().acceptedEpoch();
    for (var member : members.values()) {
      latest = Math.max(latest, member.acceptedEpoch);
    }
    epoch = latest + 1;
    peer.disk().acceptEpoch(epoch);
    members.forEach((id, member) -> peer.send(id, new NewEpoch<>(member.link, epoch)));
    considerSynchronizing();
  }

  private void promised(int from, Member<R, T> member, Promise<R, T> promise) {
    member.promise = promise;
    if (step != Step.DISCOVERY) {
      synchronize(from, member, promise);
    } else if (isAhead(promise)) {
      peer.look("server " + from + " has a better log");
    } else {
      considerSynchronizing();
    }
  }

  private boolean isAhead(Promise<R, T> follower) {
    var disk = peer.disk();
    return follower.currentEpoch() > disk.currentEpoch()
        || follower.currentEpoch() == disk.currentEpoch() && follower.lastZxid() > disk.lastZxid();
  }

  private void considerSynchronizing() {
    if (!peer.quorum(self(Member::promised))) {
      return;
    }
    step = Step.SYNCHRONIZATION;
    peer.disk().adoptEpoch(epoch);
    members.forEach(
        (id, member) -> {
          if (member.promise != null) {
            synchronize(id, member, member.promise);
          }
        });
    whenDurable(this::goOn);
  }

  /** Sends what makes the follower's log equal to this one. */
  private void synchronize(int follower, Member<R, T> member, Promise<R, T> promise) {
    // Whatever both logs hold they hold from the beginning: a zxid names one proposal, and logs are
    // only appended to in order.
    long keep = peer.disk().floor(promise.lastZxid());
    peer.send(follower, new Synchronize<>(member.link, keep, peer.disk().after(keep)));
    member.following = true;
  }

  private void acked(int from, Member<R, T> member, long zxid) {
    boolean first = !member.synchronizedOnce();
    member.acked = zxid;
    if (first && step == Step.BROADCAST) {
      peer.send(from, new UpToDate<>(member.link, peer.disk().committedZxid()));
    }
    goOn();
  }

  /** More of the log is durable somewhere. */
  private void goOn() {
    if (step == Step.BROADCAST) {
      commitWhatIsAgreed();
    } else {
      considerServing();
    }
  }

  private void considerServing() {
    long last = peer.disk().lastZxid();
    if (!peer.quorum(durableUpTo(last))) {
      return;
    }
    step = Step.BROADCAST;
    lastProposed = epoch << 32;
    peer.world().note(peer.id(), "leads epoch " + epoch);
    members.forEach(
        (id, member) -> {
          if (member.synchronizedOnce()) {
            peer.send(id, new UpToDate<>(member.link, last));
          }
        });
    peer.commitUpTo(last);
    if (!ended()) {
      peer.serve(true);
      stepDownIfRemoved();
    }
  }

  private void propose(R request) {
    if (step != Step.BROADCAST) {
      return;
    }
    long zxid = ++lastProposed;
    var entry = new LogEntry<>(zxid, peer.state().prepare(zxid, request));
    peer.append(entry);
    toFollowers(member -> new Proposal<>(member.link, entry));
    whenDurable(this::goOn);
  }

  private void commitWhatIsAgreed() {
    for (var entry : peer.uncommitted()) {
      long zxid = entry.zxid();
      if (ended() || !peer.quorum(zxid, durableUpTo(zxid))) {
        break;
      }
      toFollowers(member -> new Commit<>(member.link, zxid));
      peer.commitUpTo(zxid);
      while (!ended() && !syncs.isEmpty() && syncs.getFirst().zxid() <= zxid) {
        syncs.removeFirst().done().run();
      }
    }
    stepDownIfRemoved();
  }

  private void stepDownIfRemoved() {
    if (!ended() && !peer.votes(peer.id())) {
      peer.look("no longer a voter");
    }
  }

  private void syncBehindProposals(Runnable done) {
    if (peer.disk().committedZxid() == peer.disk().lastZxid()) {
      done.run();
    } else {
      syncs.addLast(new WaitingSync(peer.disk().lastZxid(), done));
    }
  }

  private void tickAfter(Duration delay) {
    schedule(
        delay,
        "lead",
        () -> {
          dropTheSilent();
          if (step == Step.BROADCAST ? !followed() : lateSince(since)) {
            peer.look("no quorum follows");
            return;
          }
          members.forEach(
              (id, member) -> {
                if (member.synchronizedOnce()) {
                  peer.send(id, new Ping<>(member.link));
                }
              });
          tickAfter(delay);
        });
  }

  @Override
  Collection<Integer> synced() {
    return self(Member::synchronizedOnce);
  }

  private boolean followed() {
    return peer.quorum(peer.disk().committedZxid(), synced());
  }

  private boolean lateSince(long began) {
    return peer.world().nowMillis() - began > peer.timing().initMillis();
  }

  private void dropTheSilent() {
    long now = peer.world().nowMillis();
    var timing = peer.timing();
    for (var each : List.copyOf(members.entrySet())) {
      var member = each.getValue();
      long limit = member.synchronizedOnce() ? timing.syncMillis() : timing.initMillis();
      if (now - member.lastHeard > limit) {
        members.remove(each.getKey());
        peer.send(each.getKey(), new Closed<>(member.link));
      }
    }
  }

  private TreeSet<Integer> durableUpTo(long zxid) {
    var ids = self(member -> member.acked >= zxid);
    if (peer.disk().durableZxid() < zxid) {
      ids.remove(peer.id());
    }
    return ids;
  }

  /** This server and those members. */
  private TreeSet<Integer> self(Predicate<Member<R, T>> which) {
    var ids = new TreeSet<Integer>();
    ids.add(peer.id());
    members.forEach(
        (id, member) -> {
          if (which.test(member)) {
            ids.add(id);
          }
        });
    return ids;
  }

  private void toFollowers(Function<Member<R, T>, PeerMessage<R, T>> message) {
    members.forEach(
        (id, member) -> {
          if (member.following) {
            peer.send(id, message.apply(member));
          }
        });
  }
}
