package dev.mirliton.zk.testing.model;

import java.util.List;

/**
 * What servers of an ensemble say to each other. A network carries it and does not look inside.
 *
 * <p>Each attempt to follow has a number of its own, its <em>link</em>, in every message of both
 * sides: what was meant for an earlier attempt, and arrives late, is known by it and dropped.
 *
 * @param <R> what a request is
 * @param <T> what a transaction is
 * @since 0.1
 */
public sealed interface PeerMessage<R, T> {

  /** Between servers that look for a leader, and those they ask. */
  sealed interface Electoral<R, T> extends PeerMessage<R, T> {}

  /** From a follower, or who wants to be one. */
  sealed interface FromFollower<R, T> extends PeerMessage<R, T> {
    /** The attempt it belongs to. */
    int link();
  }

  /** From a leader. */
  sealed interface FromLeader<R, T> extends PeerMessage<R, T> {
    /** The attempt it belongs to. */
    int link();
  }

  /** Who should lead: the later epoch, then the longer log, then the greater id. */
  record Vote(long epoch, long zxid, int leader) implements Comparable<Vote> {
    @Override
    public int compareTo(Vote other) {
      int byEpoch = Long.compare(epoch, other.epoch);
      int byZxid = byEpoch != 0 ? byEpoch : Long.compare(zxid, other.zxid);
      return byZxid != 0 ? byZxid : Integer.compare(leader, other.leader);
    }
  }

  /** I am looking, and in this round I vote so. */
  record Ballot<R, T>(long round, Vote vote) implements Electoral<R, T> {}

  /** You asked in that round: I am not looking, this one leads me, and I know of these members. */
  record Verdict<R, T>(long round, int leader, Membership members) implements Electoral<R, T> {}

  /** I want to follow you; no epoch up to this one will do. */
  record Follow<R, T>(int link, long acceptedEpoch) implements FromFollower<R, T> {}

  /** I promise the epoch. {@code fresh} is false if I had promised it before, maybe to another. */
  record Promise<R, T>(int link, boolean fresh, long currentEpoch, long lastZxid)
      implements FromFollower<R, T> {}

  /** My log is durable up to here. The first one says also: your log is mine, as is your epoch. */
  record Ack<R, T>(int link, long zxid) implements FromFollower<R, T> {}

  /** A request of one of my clients. */
  record Forward<R, T>(int link, R request) implements FromFollower<R, T> {}

  /** Tell me when all that you have proposed so far is committed. */
  record SyncRequest<R, T>(int link, long number) implements FromFollower<R, T> {}

  /** I am alive. */
  record Pong<R, T>(int link) implements FromFollower<R, T> {}

  /** Something between the state machines. */
  record Upward<R, T>(int link, Object message) implements FromFollower<R, T> {}

  /** I follow you no more. */
  record Left<R, T>(int link) implements FromFollower<R, T> {}

  /** This will be my epoch. */
  record NewEpoch<R, T>(int link, long epoch) implements FromLeader<R, T> {}

  /** Forget what follows {@code keep}, append these, and adopt my epoch. */
  record Synchronize<R, T>(int link, long keep, List<LogEntry<T>> entries)
      implements FromLeader<R, T> {}

  /** A quorum is in my epoch and all up to here is committed: serve. */
  record UpToDate<R, T>(int link, long zxid) implements FromLeader<R, T> {}

  /** Append this. */
  record Proposal<R, T>(int link, LogEntry<T> entry) implements FromLeader<R, T> {}

  /** All up to here is committed. */
  record Commit<R, T>(int link, long zxid) implements FromLeader<R, T> {}

  /** What you asked for by this number has come true, and you have been told of it. */
  record SyncReply<R, T>(int link, long number) implements FromLeader<R, T> {}

  /** I am alive. */
  record Ping<R, T>(int link) implements FromLeader<R, T> {}

  /** Something between the state machines. */
  record Downward<R, T>(int link, Object message) implements FromLeader<R, T> {}

  /** I do not lead you, or no more. */
  record Closed<R, T>(int link) implements FromLeader<R, T> {}
}
