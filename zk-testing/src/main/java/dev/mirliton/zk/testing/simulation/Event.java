package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.Registration;

/** Something that will happen at a time, unless it is cancelled before. */
final class Event implements Comparable<Event>, Registration {
  final long timeNs;
  final Actor actor;
  final String what;
  private static final Runnable NOTHING = () -> {};

  private final int tie;
  private final long sequence;
  private Runnable action;

  /**
   * Creates an event.
   *
   * @param tie decides by chance among those of the same time
   * @param sequence decides among those that chance leaves equal
   */
  Event(long timeNs, int tie, long sequence, Actor actor, String what, Runnable action) {
    this.timeNs = timeNs;
    this.tie = tie;
    this.sequence = sequence;
    this.actor = actor;
    this.what = what;
    this.action = action;
  }

  /** Returns the same event at a later time. */
  Event postponed(long toNs, long newSequence) {
    return new Event(toNs, 0, newSequence, actor, what, this::run);
  }

  void run() {
    Runnable once = action;
    close();
    once.run();
  }

  boolean isCancelled() {
    return action == NOTHING;
  }

  @Override
  public void close() {
    action = NOTHING;
  }

  @Override
  public int compareTo(Event other) {
    int byTime = Long.compare(timeNs, other.timeNs);
    if (byTime != 0) {
      return byTime;
    }
    int byTie = Integer.compare(tie, other.tie);
    return byTie != 0 ? byTie : Long.compare(sequence, other.sequence);
  }
}
