package dev.mirliton.zk.testing.model;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * What a server is doing: looking for a leader, leading, or following. It hears everything until it
 * ends, and nothing after; what it does not care about it ignores.
 */
abstract class PeerPhase<R, T> {

  final Peer<R, T> peer;
  private boolean ended;

  PeerPhase(Peer<R, T> peer) {
    this.peer = peer;
  }

  abstract Peer.Role role();

  abstract void begin();

  /** Takes leave of others. Not called in a crash. */
  abstract void leave();

  /** Who leads, as far as this server knows; zero if it does not. */
  abstract int leader();

  /** The epoch it leads or follows in; zero before that is agreed. */
  abstract long epoch();

  abstract void fromFollower(int from, PeerMessage.FromFollower<R, T> message);

  abstract void fromLeader(int from, PeerMessage.FromLeader<R, T> message);

  abstract void disconnected(int other);

  void ballot(int from, PeerMessage.Ballot<R, T> ballot) {
    peer.send(from, new PeerMessage.Verdict<>(ballot.round(), leader(), peer.membership()));
  }

  void verdict(int from, PeerMessage.Verdict<R, T> verdict) {}

  /** Returns whose logs are like this leader's, itself included; none when it does not lead. */
  Collection<Integer> synced() {
    return List.of();
  }

  void submit(R request) {}

  void sync(Runnable done) {}

  void toLeader(Object message) {}

  void toFollower(int follower, Object message) {}

  final void end() {
    ended = true;
  }

  final boolean ended() {
    return ended;
  }

  /** Runs the task unless this phase is over by then. */
  final void schedule(Duration delay, String what, Runnable task) {
    peer.world().schedule(delay, what, unlessEnded(task));
  }

  /** Runs the task when what is logged now is durable, unless this phase is over by then. */
  final void whenDurable(Runnable task) {
    peer.writer().sync(unlessEnded(task));
  }

  private Runnable unlessEnded(Runnable task) {
    return () -> {
      if (!ended) {
        task.run();
      }
    };
  }
}
