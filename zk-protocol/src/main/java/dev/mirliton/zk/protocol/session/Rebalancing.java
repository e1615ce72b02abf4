package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Hosts;
import java.util.List;

/**
 * How the clients of one list of servers spread evenly over another, each deciding for itself by
 * drawing. With <i>M</i> servers before, each with as many clients, and <i>N</i> after, each must
 * end up with <i>M/N</i> of what it had (ZOOKEEPER-1355).
 *
 * @param before how many servers there were
 * @param after how many there are
 * @param added those that are new
 */
record Rebalancing(int before, int after, List<Hosts.Server> added) {

  static Rebalancing of(List<Hosts.Server> before, List<Hosts.Server> after) {
    return new Rebalancing(
        before.size(),
        after.size(),
        after.stream().filter(server -> !before.contains(server)).toList());
  }

  /**
   * Returns the probability with which a client moves to one of the added servers although its own
   * stays. Zero unless the list grows: otherwise those that stay have too few clients, not too
   * many.
   */
  double toAdded() {
    return after > before ? 1 - (double) before / after : 0;
  }

  /**
   * Returns the probability with which a client whose server is gone moves to one of the added
   * servers, and not to one that stays.
   */
  double goneToAdded() {
    if (after >= before) {
      return added.isEmpty() ? 0 : 1;
    }
    int gone = before - (after - added.size());
    return (double) added.size() * before / after / gone;
  }
}
