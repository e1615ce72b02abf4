package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.SlowCallback;

/** Says in the log which callbacks of a queue took long, without filling it. */
final class SlowCallbackLog {
  /** Often enough to be seen, and a day of it is still a page. */
  private static final long PAUSE_NS = 60_000_000_000L;

  private final Object client;
  private boolean hasSpoken; // on the queue only, as the next two
  private long spokenNs;
  private long unsaid;

  /** Where a thread is, as the stack of an exception that nobody throws. */
  private static final class Whereabouts extends Exception {
    private static final long serialVersionUID = 1;

    Whereabouts(String thread, StackTraceElement[] stack) {
      super("thread " + thread + " is here", null, false, true);
      setStackTrace(stack);
    }
  }

  /**
   * Creates one.
   *
   * @param client named in each line
   */
  SlowCallbackLog(Object client) {
    this.client = client;
  }

  /**
   * A callback has ended. On its queue.
   *
   * @param known whether there was a line about it while it ran
   */
  void ended(SlowCallback slow, boolean known, long nowNs) {
    if (!known && hasSpoken && nowNs - spokenNs < PAUSE_NS) {
      unsaid++;
      return;
    }
    Topics.CALLBACK.warn(
        "{}: a callback ran on queue {} for {}, {} wait behind it: {}, told of {}{}"
            + " (docs/errors.md#slow-callback)",
        client.toString(),
        slow.queue(),
        Span.text(slow.duration().toNanos()),
        slow.waiting(),
        slow.listener(),
        slow.subject(),
        unsaid == 0 ? "" : "; so did " + unsaid + " others since the last such line");
    hasSpoken = true;
    spokenNs = nowNs;
    unsaid = 0;
  }

  /** A callback has been running for long. */
  void stillRunning(SlowCallback slow, String thread, StackTraceElement[] stack) {
    Topics.CALLBACK.warn(
        "{}: a callback has been running on queue {} for {}, {} wait behind it: {}, told of {}"
            + " (docs/errors.md#slow-callback)",
        client.toString(),
        slow.queue(),
        Span.text(slow.duration().toNanos()),
        slow.waiting(),
        slow.listener(),
        slow.subject(),
        new Whereabouts(thread, stack));
  }
}
