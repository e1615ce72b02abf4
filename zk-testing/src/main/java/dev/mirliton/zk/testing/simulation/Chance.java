package dev.mirliton.zk.testing.simulation;

import java.util.random.RandomGenerator;

/**
 * A stream of random numbers that is the same on every machine and Java version: SplitMix64. Each
 * purpose draws from a stream of its own, so that one draw more for one purpose leaves the others
 * as they were.
 */
final class Chance implements RandomGenerator {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  private Chance(long state) {
    this.state = state;
  }

  /** Returns the stream of {@code seed} for one purpose. */
  static Chance of(long seed, String purpose) {
    long state = seed;
    for (int i = 0; i < purpose.length(); i++) {
      state = mixed(state + GOLDEN + purpose.charAt(i));
    }
    return new Chance(mixed(state + GOLDEN));
  }

  /** Scatters the bits of a number so that near numbers become far ones. */
  static long mixed(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public long nextLong() {
    state += GOLDEN;
    return mixed(state);
  }

  /** Whether something happens that happens so often, from 0 to 1. */
  boolean happens(double probability) {
    return probability > 0 && nextDouble() < probability;
  }

  /** Returns a number between {@code least} and {@code most}, both included. */
  long between(long least, long most) {
    return least >= most ? least : nextLong(least, most + 1);
  }
}
