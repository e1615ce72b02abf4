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
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Following: promise the leader's epoch, take over its log, then log what it proposes and commit
 * what it says is committed.
 */
final class PeerFollowing<R, T> extends PeerPhase<R, T> {

  private final int leader;
  private final int link;
  private final SortedMap<Long, Runnable> syncs = new TreeMap<>();
  private long syncsAsked;
  private long epoch;
  private long since;
  private long lastHeard;

  PeerFollowing(Peer<R, T> peer, int leader) {
    super(peer);
    this.leader = leader;
    this.link = peer.world().random().nextInt(1, Integer.MAX_VALUE);
  }

  @Override
  Peer.Role role() {
    return peer.votes(peer.id()) ? Peer.Role.FOLLOWING : Peer.Role.OBSERVING;
  }

  @Override
  int leader() {
    return leader;
  }

  @Override
  long epoch() {
    return epoch;
  }

  @Override
  void begin() {
    since = peer.world().nowMillis();
    tell(new Follow<>(link, peer.disk().acceptedEpoch()));
    watchLeader();
  }

  @Override
  void leave() {
    tell(new Left<>(link));
  }

  @Override
  void fromFollower(int from, FromFollower<R, T> message) {
    if (message instanceof Follow<R, T> follow) {
      peer.send(from, new Closed<>(follow.link()));
    }
  }

  @Override
  void fromLeader(int from, FromLeader<R, T> message) {
    if (from != leader || message.link() != link) {
      return;
    }
    lastHeard = peer.world().nowMillis();
    switch (message) {
      case NewEpoch<R, T> proposed -> promise(proposed.epoch());
      case Synchronize<R, T> log -> takeOver(log);
      case Proposal<R, T> proposal -> log(proposal.entry());
      case Commit<R, T> commit -> peer.commitUpTo(commit.zxid());
      case UpToDate<R, T> upToDate -> {
        peer.commitUpTo(upToDate.zxid());
        if (!ended()) {
          peer.serve(true);
        }
      }
      case SyncReply<R, T> reply -> {
        var done = syncs.remove(reply.number());
        if (done != null) {
          done.run();
        }
      }
      case Ping<R, T> ping -> tell(new Pong<>(link));
      case Downward<R, T> downward -> peer.state().fromLeader(downward.message());
      case Closed<R, T> closed -> peer.look("the leader closed");
    }
  }

  @Override
  void disconnected(int other) {
    if (other == leader) {
      peer.look("the leader is gone");
    }
  }

  @Override
  void submit(R request) {
    tell(new Forward<>(link, request));
  }

  @Override
  void sync(Runnable done) {
    syncs.put(++syncsAsked, done);
    tell(new SyncRequest<>(link, syncsAsked));
  }

  @Override
  void toLeader(Object message) {
    tell(new Upward<>(link, message));
  }

  private void promise(long proposed) {
    long accepted = peer.disk().acceptedEpoch();
    if (proposed < accepted) {
      peer.look("promised epoch " + accepted + ", not " + proposed);
      return;
    }
    epoch = proposed;
    peer.disk().acceptEpoch(proposed);
    tell(
        new Promise<>(
            link, proposed > accepted, peer.disk().currentEpoch(), peer.disk().lastZxid()));
  }

  private void takeOver(Synchronize<R, T> log) {
    peer.truncateAfter(log.keep());
    log.entries().forEach(peer::append);
    long last = peer.disk().lastZxid();
    // Only now is it as good as its leader: adopting the epoch before the log is durable would make
    // it win elections that it must lose.
    whenDurable(
        () -> {
          peer.disk().adoptEpoch(epoch);
          tell(new Ack<>(link, last));
        });
  }

  private void log(LogEntry<T> entry) {
    peer.append(entry);
    whenDurable(() -> tell(new Ack<>(link, entry.zxid())));
  }

  private void watchLeader() {
    schedule(
        peer.timing().halfTick(),
        "watch the leader",
        () -> {
          long now = peer.world().nowMillis();
          if (peer.serving() && now - lastHeard > peer.timing().syncMillis()) {
            peer.look("the leader is silent");
          } else if (!peer.serving() && now - since > peer.timing().initMillis()) {
            peer.look("no agreement with server " + leader);
          } else {
            watchLeader();
          }
        });
  }

  private void tell(PeerMessage<R, T> message) {
    peer.send(leader, message);
  }
}
