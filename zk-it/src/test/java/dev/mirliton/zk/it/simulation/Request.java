package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.NodeException;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.UnsupportedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One deed that a client was asked for, and what it said of it. */
final class Request {
  private final Life life;
  private final Deed deed;
  private final Duration deadline;
  private final boolean async;
  private final long beganNs;
  private final int began; // places order what happens at one time
  private final long session;
  private int tellings;
  private long endedNs;
  private int ended;
  private boolean sameSession;
  private @Nullable Object answer;
  private @Nullable Throwable failure;

  /** What the client's word means. */
  enum Meaning {
    /** It certainly happened. */
    HAPPENED,
    /** It certainly did not. */
    DID_NOT,
    /** It may have, once. */
    UNKNOWN
  }

  Request(Life life, Deed deed, Duration deadline, boolean async) {
    this.life = life;
    this.deed = deed;
    this.deadline = deadline;
    this.async = async;
    beganNs = life.nowNs();
    began = life.nextPlace();
    session = life.sessionId();
  }

  /** The client answered. */
  void told(@Nullable Object value, @Nullable Throwable why) {
    tellings++;
    endedNs = life.nowNs();
    ended = life.nextPlace();
    sameSession = session != 0 && session == life.sessionId();
    answer = value;
    failure = why;
  }

  Deed deed() {
    return deed;
  }

  Duration deadline() {
    return deadline;
  }

  boolean isAsync() {
    return async;
  }

  long beganNs() {
    return beganNs;
  }

  int began() {
    return began;
  }

  int tellings() {
    return tellings;
  }

  long endedNs() {
    return endedNs;
  }

  int ended() {
    return ended;
  }

  /** Returns the session that it certainly belonged to, or 0. */
  long session() {
    return sameSession ? session : 0;
  }

  @Nullable Object answer() {
    return answer;
  }

  @Nullable Throwable failure() {
    return failure;
  }

  Meaning meaning() {
    return switch (failure) {
      case null -> tellings > 0 ? Meaning.HAPPENED : Meaning.UNKNOWN;
      case UnavailableException none -> of(none.fate());
      case SessionException over -> of(over.fate());
      case NodeException refused -> Meaning.DID_NOT;
      case TransactionException refused -> Meaning.DID_NOT;
      case UnsupportedException refused -> Meaning.DID_NOT;
      default -> Meaning.UNKNOWN; // looked at by the check of failures
    };
  }

  private static Meaning of(Fate fate) {
    return fate == Fate.NOT_SENT ? Meaning.DID_NOT : Meaning.UNKNOWN;
  }

  @Override
  public String toString() {
    return life
        + ": "
        + deed
        + " within "
        + deadline.toMillis()
        + " ms, from "
        + beganNs / 1_000_000
        + " ms"
        + (tellings == 0
            ? ", not answered"
            : " to "
                + endedNs / 1_000_000
                + " ms: "
                + (failure == null ? String.valueOf(answer) : failure.toString()));
  }
}
