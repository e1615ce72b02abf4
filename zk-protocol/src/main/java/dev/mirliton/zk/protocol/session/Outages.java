package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.ReconnectPolicy.Outage;
import java.time.Duration;

/**
 * Since when there has been no server of any use, and how often one was looked for in vain: what a
 * reconnect policy is told.
 *
 * <p>A connection ends an outage if it was of use: it brought an answer to somebody, or lasted for
 * a moment. A server that drops whatever it has just accepted must not be asked as fast as the
 * network allows. Nor must two clients that hold one session: each connects, and so takes the
 * session from the other. So connections that are lost again and again within the session's timeout
 * end no outage either, whatever they brought.
 */
final class Outages {
  /** Long enough for a server to end a session that it does not like, and for nothing else. */
  private static final long MOMENT_NS = 100_000_000;

  /** Two servers that restart one after the other are not yet suspicious. */
  private static final int SUSPICIOUS = 3;

  /**
   * How many rounds count as failed for a suspicion alone: by the default policy a pause of 800 ms.
   * That is peace enough between two clients, and for a bad line, which looks the same, no outage.
   */
  private static final int MOST_SUSPECTED = 4;

  /**
   * What a connection was good for.
   *
   * @param lengthNs how long requests could flow
   * @param answered whether it brought an answer to anybody
   * @param endedByServer whether the other side closed it, and not this one
   */
  record Service(long lengthNs, boolean answered, boolean endedByServer) {}

  private boolean wasConnected;
  private long startNs;
  private int failedRounds;
  private int shortConnections; // in a row

  /** Nobody was asked yet. */
  void begin(long nowNs) {
    startNs = nowNs;
  }

  void roundFailed() {
    failedRounds++;
  }

  /** A server grants a session, or goes on with it. */
  void connected(boolean newSession) {
    wasConnected = true;
    if (newSession) {
      shortConnections = 0;
    }
  }

  /**
   * The connection was lost.
   *
   * @param timeoutNs the session's timeout
   * @return whether this looks, for the first time in a row, as if another client used the session
   */
  boolean lost(Service service, long timeoutNs, long nowNs) {
    boolean taken = service.endedByServer() && service.lengthNs() < timeoutNs;
    shortConnections = taken ? shortConnections + 1 : 0;
    boolean ofUse = service.answered() || service.lengthNs() >= MOMENT_NS;
    if (!ofUse) {
      failedRounds++;
    } else if (shortConnections > SUSPICIOUS) {
      failedRounds = Math.min(failedRounds + 1, MOST_SUSPECTED);
    } else {
      ended(nowNs);
    }
    return shortConnections == SUSPICIOUS + 1;
  }

  /** The connection was of use, and another is looked for from now on. */
  void ended(long nowNs) {
    startNs = nowNs;
    failedRounds = 0;
  }

  /** Servers are back, although none of them serves yet. */
  void answered() {
    failedRounds = 0;
  }

  Outage outage(long nowNs) {
    return new Outage(wasConnected, failedRounds, Duration.ofNanos(nowNs - startNs));
  }
}
