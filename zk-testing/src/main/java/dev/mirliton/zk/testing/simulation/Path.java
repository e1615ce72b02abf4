package dev.mirliton.zk.testing.simulation;

import java.time.Duration;

/** The way of packets from one host to another, one direction of it, and what ails it. */
final class Path {
  private static final double SELDOM = 0.005;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final Host from;
  private final Host to;
  private final Chance chance;
  private final long baseNs;
  private int blocks;
  private boolean breaks;
  private long extraNs;
  private long bytesPerSecond = Long.MAX_VALUE;

  Path(Host from, Host to, Chance chance) {
    this.from = from;
    this.to = to;
    this.chance = chance;
    baseNs = from == to ? 5_000 : chance.between(50_000, 400_000);
  }

  Host from() {
    return from;
  }

  Host to() {
    return to;
  }

  /** Returns how long a packet travels. */
  long travelNs(int bytes) {
    long jitterNs =
        chance.happens(SELDOM) ? chance.between(0, 40_000_000) : chance.between(0, baseNs);
    return baseNs + jitterNs + extraNs + sendingNs(bytes);
  }

  /** Returns how long it takes to put so many bytes on their way. */
  long sendingNs(int bytes) {
    return isNarrow() ? bytes * NANOS_PER_SECOND / bytesPerSecond : 0;
  }

  /** Whether few bytes pass at a time. */
  boolean isNarrow() {
    return bytesPerSecond != Long.MAX_VALUE;
  }

  /** Whether packets get lost. */
  boolean isBlocked() {
    return blocks > 0 || from != to && (from.isIsolated() || to.isIsolated());
  }

  /** Loses packets, until as many calls of {@link #unblock}. */
  void block() {
    blocks++;
  }

  void unblock() {
    blocks--;
  }

  /** Has the next connection break on which something arrives, within that; or has it not. */
  void breakNext(boolean breaks) {
    this.breaks = breaks;
  }

  /** Whether what arrives now breaks off; says so once. */
  boolean takeBreak() {
    boolean taken = breaks;
    breaks = false;
    return taken;
  }

  void delay(Duration extra) {
    extraNs = extra.toNanos();
  }

  /** Lets so many bytes through each second. */
  void throttle(long bytesPerSecond) {
    this.bytesPerSecond = bytesPerSecond;
  }

  @Override
  public String toString() {
    return from + " -> " + to;
  }
}
