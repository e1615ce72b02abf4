package dev.mirliton.zk.testing.simulation;

/**
 * Whose an event is: a simulated process, a server, or the world itself. What happens to a dead
 * actor does not happen, and to one that stands still happens later.
 */
class Actor {
  private final String name;
  private final int number;
  private boolean dead;
  private long stillUntilNs;

  Actor(String name, int number) {
    this.name = name;
    this.number = number;
  }

  /** Returns its name, which is its lane in a timeline. */
  String actorName() {
    return name;
  }

  /** Returns a number that no other actor of the run has. */
  int number() {
    return number;
  }

  boolean isDead() {
    return dead;
  }

  void die() {
    dead = true;
  }

  /** Returns until when it stands still, in the past if it does not. */
  long stillUntilNs() {
    return stillUntilNs;
  }

  void standStillUntil(long timeNs) {
    stillUntilNs = Math.max(stillUntilNs, timeNs);
  }

  @Override
  public String toString() {
    return name;
  }
}
