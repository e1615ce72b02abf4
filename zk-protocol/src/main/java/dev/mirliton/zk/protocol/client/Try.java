package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.NodeException;
import dev.mirliton.zk.ProtocolException;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.ZkException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One try of an operation that may be tried again: when its calls must be done, and whether any of
 * its writes can have happened. A write counts from before it is submitted until it is known not to
 * have happened.
 */
final class Try {
  private final @Nullable Try outer;
  private final long endNs;
  private final AtomicInteger writes = new AtomicInteger();
  private volatile @Nullable Throwable lostRead;
  private volatile boolean over;

  Try(@Nullable Try outer, long endNs) {
    this.outer = outer;
    this.endNs = endNs;
  }

  /** Returns the given deadline, or the end of this try if that comes first. */
  long bound(long deadlineNs) {
    long mine = over || deadlineNs - endNs <= 0 ? deadlineNs : endNs;
    return outer == null ? mine : outer.bound(mine);
  }

  /** Called before a request is submitted. */
  void asks(boolean read) {
    if (!read) {
      writes.incrementAndGet();
    }
    if (outer != null) {
      outer.asks(read);
    }
  }

  /** Called before anybody else hears that a request failed. */
  void failed(boolean read, Throwable failure) {
    if (read) {
      lostRead = failure;
    } else if (!mayHaveHappened(failure)) {
      writes.decrementAndGet();
    }
    if (outer != null) {
      outer.failed(read, failure);
    }
  }

  /** Ends it: calls made later are nobody's. */
  void end() {
    over = true;
  }

  /**
   * Whether a try that ended with {@code failure} certainly changed nothing. A failure of unknown
   * fate must be that of a read: it might come from a client that is not this try's.
   */
  boolean changedNothing(Throwable failure) {
    return writes.get() == 0 && (!mayHaveHappened(failure) || isLostRead(failure));
  }

  private boolean isLostRead(Throwable failure) {
    Throwable read = lostRead;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause == read) {
        return true;
      }
    }
    return false;
  }

  private static boolean mayHaveHappened(Throwable failure) {
    return !(failure instanceof ZkException known)
        || switch (known) {
          case NodeException refused -> false;
          case AccessException refused -> false;
          case TransactionException refused -> false;
          case UnsupportedException refused -> false;
          case UnavailableException lost -> lost.fate() == Fate.UNKNOWN;
          case SessionException lost -> lost.fate() == Fate.UNKNOWN;
          case ProtocolException garbled -> true;
        };
  }
}
