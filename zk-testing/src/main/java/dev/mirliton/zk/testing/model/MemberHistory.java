package dev.mirliton.zk.testing.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who belonged to the ensemble after which transaction, as one server's log tells it. A change that
 * is logged and not yet committed is in force beside the last that is committed: what must be
 * agreed needs a quorum of each.
 */
final class MemberHistory {

  private final TreeMap<Long, Membership> changes = new TreeMap<>();

  MemberHistory(Membership initial) {
    changes.put(0L, initial);
  }

  void change(long zxid, Membership membership) {
    changes.put(zxid, membership);
  }

  void truncateAfter(long zxid) {
    changes.tailMap(zxid, false).clear();
  }

  /** Who matters to a log that is committed up to one zxid and goes on to another. */
  List<Membership> inForce(long committed, long last) {
    var inForce = new ArrayList<Membership>();
    inForce.add(changes.floorEntry(committed).getValue());
    if (last > committed) {
      inForce.addAll(changes.subMap(committed, false, last, true).values());
    }
    return inForce;
  }

  boolean quorum(long committed, long last, Collection<Integer> ids) {
    return inForce(committed, last).stream().allMatch(membership -> membership.quorum(ids));
  }

  SortedSet<Integer> voters(long committed, long last) {
    var voters = new TreeSet<Integer>();
    inForce(committed, last).forEach(membership -> voters.addAll(membership.voters()));
    return voters;
  }

  SortedSet<Integer> everyone(long committed, long last) {
    var everyone = voters(committed, last);
    inForce(committed, last).forEach(membership -> everyone.addAll(membership.observers()));
    return everyone;
  }
}
