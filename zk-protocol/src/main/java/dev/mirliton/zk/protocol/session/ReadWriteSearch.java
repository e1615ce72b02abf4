package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Hosts;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The search for a server that writes, while one that does not serves. All are asked at once, so
 * that a dead one hides none; then there is a pause, which doubles.
 */
final class ReadWriteSearch {
  /** As long as an election takes at best. */
  private static final long FIRST_PAUSE_NS = 100_000_000;

  private final Supplier<List<Hosts.Server>> servers;
  private final SessionOutput output;
  private boolean active;
  private int number; // of the present round of questions; what belongs to another is ignored
  private int awaited;
  private long pauseNs;
  private long longestPauseNs;
  private long nextNs;

  ReadWriteSearch(Supplier<List<Hosts.Server>> servers, SessionOutput output) {
    this.servers = servers;
    this.output = output;
  }

  /**
   * Begins the search.
   *
   * @param timeoutNs the session's timeout. A third of it is the longest pause: an ensemble that
   *     has found its quorum again gives each session its whole timeout, within which the client
   *     must have come back
   */
  void start(long timeoutNs, long nowNs) {
    active = true;
    longestPauseNs = timeoutNs / 3;
    pauseNs = Math.min(FIRST_PAUSE_NS, longestPauseNs);
    pause(nowNs);
  }

  private void pause(long nowNs) {
    number++;
    awaited = 0;
    nextNs = nowNs + pauseNs;
    pauseNs = Math.min(longestPauseNs, 2 * pauseNs);
  }

  /** Ends the search, if there is one. */
  void stop() {
    if (active) {
      active = false;
      number++;
      output.stopProbes();
    }
  }

  long wakeAtNs() {
    return active && awaited == 0 ? nextNs : Long.MAX_VALUE;
  }

  void tick(long nowNs) {
    if (!active || awaited > 0 || nowNs - nextNs < 0) {
      return;
    }
    List<Hosts.Server> asked = servers.get();
    awaited = asked.size();
    asked.forEach(server -> output.probe(number, server));
  }

  /**
   * A server was asked.
   *
   * @param address where it said that it writes, or null if it did not
   * @return whether the search has found what it is for, and is over
   */
  boolean probed(int forNumber, @Nullable InetSocketAddress address, long nowNs) {
    if (!active || forNumber != number) {
      return false;
    }
    if (address != null) {
      stop();
      return true;
    }
    if (--awaited == 0) {
      pause(nowNs);
    }
    return false;
  }
}
