package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Hosts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whom to try next: each server once a round, every address of each. First those that were given,
 * then those that were learned from the ensemble; either in an order drawn anew for every round,
 * unless the given order is to be kept. Random numbers come from outside, so a seed repeats them.
 */
final class ServerList {
  private final RandomGenerator random;
  private final boolean inOrder;
  private List<Hosts.Server> given;
  private List<Hosts.Server> learned = List.of();
  private final ArrayDeque<Hosts.Server> round = new ArrayDeque<>();
  private final ArrayDeque<InetSocketAddress> addresses = new ArrayDeque<>();
  private Hosts.@Nullable Server current;

  ServerList(List<Hosts.Server> given, boolean inOrder, RandomGenerator random) {
    this.given = given.stream().distinct().toList();
    this.inOrder = inOrder;
    this.random = random;
    newRound();
  }

  // ---- rounds ----------------------------------------------------------------------------------

  /** Begins another round. */
  void newRound() {
    round.clear();
    addresses.clear();
    round.addAll(drawn(given));
    round.addAll(drawn(learned));
  }

  /** Begins another round, with the current server at its end. */
  void newRoundElsewhere() {
    newRound();
    if (current != null && round.remove(current)) {
      round.addLast(current);
    }
  }

  /** Begins another round with one address of one server. */
  void newRoundAt(Hosts.Server server, InetSocketAddress address) {
    newRoundElsewhere();
    round.remove(server);
    current = server;
    addresses.add(address);
  }

  private <T> List<T> drawn(Collection<T> from) {
    List<T> list = new ArrayList<>(from);
    for (int i = inOrder ? 0 : list.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T moved = list.get(i);
      list.set(i, list.get(other));
      list.set(other, moved);
    }
    return list;
  }

  /** Returns the next server to resolve, or null when the round is over. */
  Hosts.@Nullable Server nextServer() {
    current = round.poll();
    return current;
  }

  /** Returns the server that was last handed out. */
  Hosts.Server current() {
    if (current == null) {
      throw new IllegalStateException("no server was handed out");
    }
    return current;
  }

  /** Takes the current server's addresses, to be tried in a random order. */
  void resolved(List<InetAddress> found) {
    addresses.clear();
    for (InetAddress address : drawn(found)) {
      addresses.add(new InetSocketAddress(address, current().port()));
    }
  }

  /** Tries no more addresses of the current server. */
  void skip() {
    addresses.clear();
  }

  /** Returns the current server's next address, or null when there is none left. */
  @Nullable InetSocketAddress nextAddress() {
    return addresses.poll();
  }

  // ---- changes ---------------------------------------------------------------------------------

  /** Returns every server. */
  List<Hosts.Server> all() {
    List<Hosts.Server> all = new ArrayList<>(given);
    all.addAll(learned);
    return all;
  }

  /** Whether the server that was last handed out, if any, is on the list no more. */
  boolean isCurrentGone() {
    return current != null && !given.contains(current) && !learned.contains(current);
  }

  /**
   * Replaces the servers that were given. The present round goes on: without those that are gone,
   * with those that are new.
   *
   * @return how clients spread over them
   */
  Rebalancing give(List<Hosts.Server> servers) {
    List<Hosts.Server> before = all();
    given = servers.stream().distinct().toList();
    learned = without(learned, given);
    Rebalancing change = Rebalancing.of(before, all());
    goOn(change.added());
    return change;
  }

  /** Replaces the servers that were learned, as {@link #give} does those that were given. */
  Rebalancing learn(List<Hosts.Server> servers) {
    List<Hosts.Server> before = all();
    learned = without(servers.stream().distinct().toList(), given);
    Rebalancing change = Rebalancing.of(before, all());
    goOn(change.added());
    return change;
  }

  private void goOn(List<Hosts.Server> added) {
    round.removeIf(server -> !given.contains(server) && !learned.contains(server));
    round.addAll(drawn(added));
  }

  private static List<Hosts.Server> without(List<Hosts.Server> all, List<Hosts.Server> those) {
    return all.stream().filter(server -> !those.contains(server)).toList();
  }

  /**
   * Whether the client is to leave its server, which serves it, for another; if so, begins a round
   * with those to go to.
   */
  boolean leavesFor(Rebalancing change) {
    if (isCurrentGone()) {
      newRound();
      prefer(change.added(), !inOrder && random.nextDouble() < change.goneToAdded());
      return true;
    }
    if (inOrder || change.toAdded() == 0 || random.nextDouble() >= change.toAdded()) {
      return false;
    }
    newRoundElsewhere();
    prefer(change.added(), true);
    return true;
  }

  /** Moves the servers in question to the front of the round, or to its end. */
  private void prefer(List<Hosts.Server> those, boolean first) {
    if (inOrder) {
      return;
    }
    List<Hosts.Server> before = List.copyOf(round);
    List<Hosts.Server> front = new ArrayList<>(before);
    List<Hosts.Server> back = new ArrayList<>(before);
    front.removeIf(server -> those.contains(server) != first);
    back.removeIf(server -> those.contains(server) == first);
    round.clear();
    round.addAll(front);
    round.addAll(back);
  }
}
