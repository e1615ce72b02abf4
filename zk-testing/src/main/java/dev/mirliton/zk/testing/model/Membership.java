package dev.mirliton.zk.testing.model;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who belongs to an ensemble. Immutable.
 *
 * @param voters ids, from 1, of those whose majority decides
 * @param observers ids of those who follow without a say
 * @since 0.1
 */
public record Membership(SortedSet<Integer> voters, SortedSet<Integer> observers) {

  /** Copies both sets. */
  public Membership {
    voters = Collections.unmodifiableSortedSet(new TreeSet<>(voters));
    observers = Collections.unmodifiableSortedSet(new TreeSet<>(observers));
  }

  /**
   * Returns an ensemble of {@code size} voters, numbered from 1.
   *
   * @throws IllegalArgumentException if {@code size} is less than 1
   */
  public static Membership ofVoters(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("an ensemble has at least one voter, not " + size);
    }
    var voters = new TreeSet<Integer>();
    for (int id = 1; id <= size; id++) {
      voters.add(id);
    }
    return new Membership(voters, new TreeSet<>());
  }

  /** Returns whether {@code ids} hold a majority of the voters. */
  public boolean quorum(Collection<Integer> ids) {
    return 2 * voters.stream().filter(ids::contains).count() > voters.size();
  }
}
