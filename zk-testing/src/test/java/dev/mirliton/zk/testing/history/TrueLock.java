package dev.mirliton.zk.testing.history;

import java.util.random.RandomGenerator;

/** A lock with a store that really is one, and what random callers do to it. */
final class TrueLock implements RandomHistory.Truth<LockWithFencing.Op, LockWithFencing.Answer> {
  private String owner = "";
  private long given;
  private long seen;

  /** An acquisition does not wait here: with the lock taken, it gives up and says so. */
  @Override
  public LockWithFencing.Answer perform(LockWithFencing.Op operation) {
    return switch (operation) {
      case LockWithFencing.Acquire acquire -> acquire(acquire.owner());
      case LockWithFencing.Release release -> release(release.owner());
      case LockWithFencing.Write write -> write(write.token());
    };
  }

  private LockWithFencing.Answer acquire(String process) {
    if (!owner.isEmpty()) {
      return new LockWithFencing.NotHeld();
    }
    owner = process;
    // Tokens have gaps, as transaction numbers do.
    given += 1 + given % 3;
    return new LockWithFencing.Acquired(given);
  }

  private LockWithFencing.Answer release(String process) {
    if (!owner.equals(process)) {
      return new LockWithFencing.NotHeld();
    }
    owner = "";
    return new LockWithFencing.Released();
  }

  private LockWithFencing.Answer write(long token) {
    if (token < seen) {
      return new LockWithFencing.Refused();
    }
    seen = token;
    return new LockWithFencing.Accepted();
  }

  LockWithFencing.Op anyOperation(String process, RandomGenerator random) {
    String caller = "c" + random.nextInt(2);
    return switch (random.nextInt(3)) {
      case 0 -> new LockWithFencing.Acquire("/l", caller);
      case 1 -> new LockWithFencing.Release("/l", caller);
      default ->
          new LockWithFencing.Write("/l", given - random.nextInt((int) Math.min(given, 2) + 1));
    };
  }

  static LockWithFencing.Answer mutated(LockWithFencing.Answer answer, RandomGenerator random) {
    return switch (answer) {
      case LockWithFencing.Acquired acquired ->
          new LockWithFencing.Acquired(acquired.token() + random.nextInt(3) - 1);
      case LockWithFencing.Released released -> new LockWithFencing.NotHeld();
      case LockWithFencing.NotHeld notHeld -> new LockWithFencing.Released();
      case LockWithFencing.Accepted accepted -> new LockWithFencing.Refused();
      case LockWithFencing.Refused refused -> new LockWithFencing.Accepted();
    };
  }
}
