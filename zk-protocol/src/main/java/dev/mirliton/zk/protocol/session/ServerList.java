package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.ReconnectPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whom to try next: each server once a round, in an order drawn anew for every round, every address
 * of each; then a pause that doubles. Random numbers come from outside, so a seed repeats them.
 */
final class ServerList {
  private final List<Hosts.Server> servers;
  private final ReconnectPolicy policy;
  private final RandomGenerator random;
  private final ArrayDeque<Hosts.Server> round = new ArrayDeque<>();
  private final ArrayDeque<InetSocketAddress> addresses = new ArrayDeque<>();
  private Hosts.@Nullable Server current;
  private long pauseNs;

  ServerList(List<Hosts.Server> servers, ReconnectPolicy policy, RandomGenerator random) {
    this.servers = servers;
    this.policy = policy;
    this.random = random;
    this.pauseNs = policy.first().toNanos();
    newRound();
  }

  private void newRound() {
    List<Hosts.Server> shuffled = new ArrayList<>(servers);
    shuffle(shuffled);
    round.clear();
    addresses.clear();
    round.addAll(shuffled);
  }

  private <T> void shuffle(List<T> list) {
    for (int i = list.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      T moved = list.get(i);
      list.set(i, list.get(other));
      list.set(other, moved);
    }
  }

  /** Returns the next server to resolve, or null when the round is over and a pause is due. */
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
    List<InetAddress> shuffled = new ArrayList<>(found);
    shuffle(shuffled);
    addresses.clear();
    for (InetAddress address : shuffled) {
      addresses.add(new InetSocketAddress(address, current().port()));
    }
  }

  /** Returns the current server's next address, or null when there is none left. */
  @Nullable InetSocketAddress nextAddress() {
    return addresses.poll();
  }

  /** Starts another round and returns how long to wait before it. */
  long pauseNs() {
    newRound();
    return drawPause();
  }

  private long drawPause() {
    double share = 1 - policy.jitter() * random.nextDouble();
    long pause = (long) (pauseNs * share);
    pauseNs = Math.min(policy.longest().toNanos(), pauseNs * 2);
    return pause;
  }

  /** A server answered, so servers are back: another round begins at once. */
  void startOver() {
    newRound();
    pauseNs = policy.first().toNanos();
  }

  /**
   * A connection was lost: another round begins, with the server that was lost at its end.
   *
   * @param servedNs how long the connection served
   * @param answered whether it brought an answer to anybody
   * @return how long to wait before that round: not at all, unless the connection was of no use and
   *     short. A server that drops whatever it has just accepted must not be asked as fast as the
   *     network allows.
   */
  long lost(long servedNs, boolean answered) {
    newRound();
    if (current != null && round.remove(current)) {
      round.addLast(current);
    }
    if (!answered && servedNs < policy.first().toNanos()) {
      return drawPause();
    }
    pauseNs = policy.first().toNanos();
    return 0;
  }
}
