package dev.mirliton.zk.testing.model;

import static dev.mirliton.zk.testing.model.Agreement.check;

import dev.mirliton.zk.testing.model.Agreement.Change;
import dev.mirliton.zk.testing.model.Agreement.Wish;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server of a test: its disk, and while it is up, its peer and what that has committed. */
final class Replica implements StateMachine<Wish, Change> {

  final int id;
  PeerDisk<Change> disk = new PeerDisk<>();
  Peer<Wish, Change> peer;
  boolean up;
  final List<Change> committed = new ArrayList<>();
  final List<String> heard = new ArrayList<>();
  private final PeerWorld world;
  private final Membership initial;
  // Wishes whose fate is open, in order, since this server began to serve.
  private final Deque<Integer> pending = new ArrayDeque<>();
  private boolean serving;
  private long lastPrepared;
  private int life;
  private int wishes;

  Replica(int id, Membership initial, PeerWorld world) {
    this.id = id;
    this.initial = initial;
    this.world = world;
    this.peer = newPeer();
  }

  private Peer<Wish, Change> newPeer() {
    return new Peer<>(id, initial, world.timing, world, world, disk, this);
  }

  void start() {
    check(!up, "server %s is up already", id);
    life++;
    up = true;
    serving = false;
    peer = newPeer();
    peer.start();
  }

  void crash() {
    up = false;
    serving = false;
    pending.clear();
    peer.crash();
  }

  String name() {
    return id + "." + life;
  }

  boolean serves() {
    return up && peer.serving();
  }

  boolean leads() {
    return serves() && peer.role() == Peer.Role.LEADING;
  }

  private boolean keeps(long zxid) {
    return disk.floor(zxid) == zxid && disk.durableZxid() >= zxid;
  }

  /** Asks for a change; returns its number. */
  int submit() {
    return submit(null);
  }

  int submit(@Nullable Membership membership) {
    int number = ++wishes;
    if (peer.serving()) {
      pending.addLast(number);
    }
    peer.submit(new Wish(id, life, number, membership));
    return number;
  }

  boolean hasCommitted(int server, int number) {
    return committed.stream()
        .anyMatch(change -> change.wish().server() == server && change.wish().number() == number);
  }

  /** Asks to catch up; the answer must come after all that this server asked for before. */
  void sync() {
    if (peer.serving()) {
      var before = List.copyOf(pending);
      peer.sync(
          () ->
              check(
                  before.stream().noneMatch(pending::contains),
                  "server %s synced before its wishes %s were committed",
                  name(),
                  pending));
    }
  }

  @Override
  public void reset(List<Change> known) {
    committed.clear();
    for (var change : known) {
      world.agreement.committed(name(), committed.size(), change);
      committed.add(change);
    }
  }

  @Override
  public Change prepare(long zxid, Wish request) {
    check(serving, "server %s prepares and does not serve", name());
    check(zxid > lastPrepared, "server %s prepares 0x%x after 0x%x", name(), zxid, lastPrepared);
    lastPrepared = zxid;
    world.agreement.leads(name(), zxid >>> 32);
    return new Change(zxid, request);
  }

  @Override
  public void commit(long zxid, Change change) {
    check(zxid == change.zxid(), "%s came as 0x%x", change, zxid);
    world.agreement.committed(name(), committed.size(), change);
    committed.add(change);
    var holders = world.replicas().filter(each -> each.keeps(zxid)).map(each -> each.id).toList();
    check(
        peer.membership().quorum(holders),
        "server %s committed %s, which only %s keep",
        name(),
        change,
        holders);
    var wish = change.wish();
    if (wish.source().equals(name()) && pending.contains(wish.number())) {
      check(
          pending.removeFirst() == wish.number(),
          "%s was committed before wish %s",
          wish,
          wish.number() - 1);
    }
  }

  @Override
  public void serving(boolean now) {
    check(serving != now, "server %s was told twice: serving %s", name(), now);
    serving = now;
    // What was open is of unknown fate now: it may come or not.
    pending.clear();
  }

  @Override
  public void fromFollower(int follower, Object message) {
    heard.add(follower + ": " + message);
    peer.toFollower(follower, "re " + message);
  }

  @Override
  public void fromLeader(Object message) {
    heard.add("leader: " + message);
  }

  @Override
  public Optional<Membership> membership(Change change) {
    return Optional.ofNullable(change.wish().membership());
  }
}
