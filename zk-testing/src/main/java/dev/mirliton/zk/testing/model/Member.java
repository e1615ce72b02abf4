package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.testing.model.PeerMessage.Follow;
import dev.mirliton.zk.testing.model.PeerMessage.Promise;
import org.jspecify.annotations.Nullable;

/** A follower, as its leader knows it, for one attempt to follow. */
final class Member<R, T> {

  final int link;
  final long acceptedEpoch;
  @Nullable Promise<R, T> promise;
  // Whether it was sent the log, and so must be sent every proposal after that.
  boolean following;
  // The end of what it has made durable; -1 until it has taken over the log.
  long acked = -1;
  long lastHeard;

  Member(Follow<R, T> follow, long now) {
    link = follow.link();
    acceptedEpoch = follow.acceptedEpoch();
    lastHeard = now;
  }

  /** Whether it promised the epoch to this leader, and to no other before. */
  boolean promised() {
    return promise != null && promise.fresh();
  }

  boolean synchronizedOnce() {
    return acked >= 0;
  }
}
