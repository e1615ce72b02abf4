package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a server does because it leads, for as long as it does: it turns writes into transactions,
 * ends the sessions of which nothing was heard, and sweeps empty containers. It has a tree of its
 * own, with all that is proposed, and knows nothing of who agrees.
 */
final class Leadership {
  private final int server;
  private final ModelWorld world;
  private final ModelOptions options;
  private final Preparation preparation;
  private final DataTree proposed;
  private final Consumer<Submission> own;
  private final SessionClock clock;

  /** The server that each session was last attached to. */
  private final Map<Long, Integer> attachments = new HashMap<>();

  private @Nullable Registration alarm;
  private long alarmMs;
  private @Nullable Registration sweep;
  private boolean over;

  /**
   * Begins. All sessions have their whole timeout before them.
   *
   * @param server who leads, from 1
   * @param committed what is agreed on so far; copied
   * @param own takes what the leader itself wants to be done, to be {@linkplain #prepare prepared}
   *     in turn; called from timers
   */
  Leadership(
      int server,
      ModelWorld world,
      ModelOptions options,
      Reconfiguration reconfiguration,
      DataTree committed,
      Consumer<Submission> own) {
    this.server = server;
    this.world = world;
    this.options = options;
    this.preparation = new Preparation(options, reconfiguration);
    this.proposed = committed.copy();
    this.own = own;
    this.clock = new SessionClock(options.tick().toMillis());
    proposed.sessions().forEach(this::track);
    scheduleSweep();
  }

  /** Ends: nothing is proposed any more. Idempotent. */
  void end() {
    over = true;
    if (alarm != null) {
      alarm.close();
    }
    if (sweep != null) {
      sweep.close();
    }
  }

  /**
   * Turns a write into a transaction, also one that must fail.
   *
   * @param zxid above that of all transactions before
   */
  Txn prepare(long zxid, Submission submission) {
    Txn txn =
        new Txn(
            zxid,
            world.nowMillis(),
            submission.sessionId(),
            submission.cxid(),
            submission.ticket(),
            hasMoved(submission)
                ? new Change.Failed(ErrorCode.SESSION_MOVED)
                : preparation.prepare(proposed, submission, zxid));
    proposed.apply(txn);
    switch (txn.change()) {
      case Change.OpenSession open -> {
        attachments.put(txn.sessionId(), submission.server());
        track(txn.sessionId(), open.timeoutMs());
      }
      case Change.CloseSession close -> {
        attachments.remove(txn.sessionId());
        clock.remove(txn.sessionId());
      }
      default -> {}
    }
    return txn;
  }

  // Asking to end or begin a session is anybody's right; all else takes the server it is at.
  private boolean hasMoved(Submission submission) {
    if (!(submission.write() instanceof Write.Ask)
        || !proposed.sessions().containsKey(submission.sessionId())) {
      return false;
    }
    Integer at = attachments.putIfAbsent(submission.sessionId(), submission.server());
    return at != null && at != submission.server();
  }

  /** Attaches a session to a server, and says whether it lives. */
  boolean revalidate(int server, long sessionId, int timeoutMs) {
    if (!clock.knows(sessionId)) {
      return false;
    }
    attachments.put(sessionId, server);
    track(sessionId, timeoutMs);
    return true;
  }

  /** A session was heard of; does nothing if it is over. */
  void touch(long sessionId, int timeoutMs) {
    if (clock.knows(sessionId)) {
      track(sessionId, timeoutMs);
    }
  }

  private void track(long sessionId, int timeoutMs) {
    clock.touch(sessionId, timeoutMs, world.nowMillis());
    scheduleAlarm();
  }

  // An alarm that comes too early does no harm; one for each touch would.
  private void scheduleAlarm() {
    OptionalLong next = clock.next();
    if (over || next.isEmpty() || (alarm != null && alarmMs <= next.getAsLong())) {
      return;
    }
    if (alarm != null) {
      alarm.close();
    }
    alarmMs = next.getAsLong();
    long delayMs = Math.max(0, alarmMs - world.nowMillis());
    alarm = world.schedule(Duration.ofMillis(delayMs), "end of sessions", this::endSessions);
  }

  private void endSessions() {
    alarm = null;
    for (long sessionId : clock.takeOver(world.nowMillis())) {
      world.note(server, "session 0x" + Long.toHexString(sessionId) + " expires");
      own.accept(new Submission(server, 0, sessionId, 0, new Write.CloseSession(), List.of()));
    }
    scheduleAlarm();
  }

  private void scheduleSweep() {
    if (!over) {
      sweep = world.schedule(options.sweepInterval(), "sweep of containers", this::sweepContainers);
    }
  }

  private void sweepContainers() {
    for (String path : proposed.containers()) {
      Znode node = proposed.node(path);
      if (node != null && node.children().isEmpty() && hasServed(node)) {
        own.accept(new Submission(server, 0, 0, 0, new Write.DeleteContainer(path), List.of()));
      }
    }
    scheduleSweep();
  }

  private boolean hasServed(Znode node) {
    return node.owner == Ownership.CONTAINER
        ? node.cversion > 0
        : world.nowMillis() - node.mtimeMs > Ownership.ttlMs(node.owner);
  }
}
