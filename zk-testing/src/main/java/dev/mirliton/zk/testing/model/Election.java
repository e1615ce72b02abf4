package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.testing.model.PeerMessage.Ballot;
import dev.mirliton.zk.testing.model.PeerMessage.Closed;
import dev.mirliton.zk.testing.model.PeerMessage.Follow;
import dev.mirliton.zk.testing.model.PeerMessage.FromFollower;
import dev.mirliton.zk.testing.model.PeerMessage.FromLeader;
import dev.mirliton.zk.testing.model.PeerMessage.Left;
import dev.mirliton.zk.testing.model.PeerMessage.Verdict;
import dev.mirliton.zk.testing.model.PeerMessage.Vote;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looking for a leader: everyone votes for the best server they have heard of, until a quorum votes
 * alike and no better vote comes for a while. Who comes late joins a leader that others follow.
 *
 * <p>A ballot counts in its round only, and whoever hears of a later round moves there. A wrong
 * choice costs time and nothing else: what is safe is decided by the epochs.
 */
final class Election<R, T> extends PeerPhase<R, T> {

  private final SortedMap<Integer, Vote> ballots = new TreeMap<>();
  private final SortedMap<Integer, Verdict<R, T>> verdicts = new TreeMap<>();
  // Those who have already decided for this server, while it has not.
  private final SortedMap<Integer, Follow<R, T>> followers = new TreeMap<>();
  private Vote vote = new Vote(-1, 0, 0);
  private long changes;

  Election(Peer<R, T> peer) {
    super(peer);
  }

  @Override
  Peer.Role role() {
    return Peer.Role.LOOKING;
  }

  @Override
  int leader() {
    return 0;
  }

  @Override
  long epoch() {
    return 0;
  }

  @Override
  void begin() {
    enter(peer.round() + 1);
    announce();
    considerDeciding();
    askAgainAfter(peer.timing().halfTick());
  }

  @Override
  void leave() {
    followers.forEach((follower, follow) -> peer.send(follower, new Closed<>(follow.link())));
  }

  @Override
  void ballot(int from, Ballot<R, T> ballot) {
    verdicts.remove(from);
    if (!peer.votes(from) && !peer.votes(ballot.vote().leader())) {
      // An observer, or a server that is no longer a member, asks. A voter may well vote for one
      // of whom this server does not know yet that it has become a voter.
      if (ballot.round() < peer.round()) {
        peer.send(from, new Ballot<>(peer.round(), vote));
      }
      return;
    }
    if (ballot.round() < peer.round()) {
      if (peer.votes(peer.id())) {
        peer.send(from, new Ballot<>(peer.round(), vote));
      }
      return;
    }
    if (ballot.round() > peer.round()) {
      enter(ballot.round());
      adopt(ballot.vote());
      announce();
    } else if (adopt(ballot.vote())) {
      announce();
    }
    ballots.put(from, ballot.vote());
    considerDeciding();
  }

  @Override
  void verdict(int from, Verdict<R, T> verdict) {
    int leader = verdict.leader();
    if (verdict.round() != peer.round() || leader == peer.id()) {
      return;
    }
    verdicts.put(from, verdict);
    var believers = new TreeSet<Integer>();
    believers.add(peer.id());
    verdicts.forEach(
        (server, theirs) -> {
          if (theirs.leader() == leader) {
            believers.add(server);
          }
        });
    var own = verdicts.get(leader);
    // It may lead others than this server knows to be members.
    if (own != null
        && own.leader() == leader
        && (peer.quorum(believers) || own.members().quorum(believers))) {
      followers.remove(leader);
      peer.follow(leader);
    }
  }

  @Override
  void fromFollower(int from, FromFollower<R, T> message) {
    if (message instanceof Follow<R, T> follow) {
      followers.put(from, follow);
      considerDeciding();
    } else if (message instanceof Left<R, T>) {
      followers.remove(from);
    }
  }

  @Override
  void fromLeader(int from, FromLeader<R, T> message) {}

  @Override
  void disconnected(int other) {
    ballots.remove(other);
    verdicts.remove(other);
    followers.remove(other);
  }

  private void enter(long round) {
    peer.round(round);
    ballots.clear();
    verdicts.clear();
    changes++;
    vote =
        peer.votes(peer.id())
            ? new Vote(peer.disk().currentEpoch(), peer.disk().lastZxid(), peer.id())
            : new Vote(-1, 0, peer.id());
  }

  private boolean adopt(Vote other) {
    if (other.compareTo(vote) <= 0) {
      return false;
    }
    vote = other;
    changes++;
    return true;
  }

  private void announce() {
    peer.others().forEach(other -> peer.send(other, new Ballot<>(peer.round(), vote)));
  }

  private void askAgainAfter(Duration delay) {
    schedule(
        delay,
        "ask again for a leader",
        () -> {
          announce();
          var longest = peer.timing().tick().multipliedBy(2);
          var doubled = delay.multipliedBy(2);
          askAgainAfter(doubled.compareTo(longest) < 0 ? doubled : longest);
        });
  }

  private boolean agreed() {
    var alike = new TreeSet<Integer>();
    alike.add(peer.id());
    if (vote.leader() == peer.id()) {
      // They decided earlier, and no longer vote.
      alike.addAll(followers.keySet());
    }
    ballots.forEach(
        (server, theirs) -> {
          if (theirs.equals(vote)) {
            alike.add(server);
          }
        });
    return peer.quorum(alike);
  }

  private void considerDeciding() {
    if (!agreed()) {
      return;
    }
    long seen = changes;
    schedule(
        peer.timing().electionWait(),
        "decide for a leader",
        () -> {
          if (seen == changes && agreed()) {
            decide();
          }
        });
  }

  private void decide() {
    if (vote.leader() == peer.id()) {
      var led = new TreeMap<>(followers);
      followers.clear();
      peer.lead(led);
    } else {
      peer.follow(vote.leader());
    }
  }
}
