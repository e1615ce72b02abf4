package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Lifetime;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.history.ViolationError;
import dev.mirliton.zk.testing.model.CommittedChange;
import dev.mirliton.zk.testing.model.CommittedChange.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is said of sessions is true: states, who is alive, whose ephemeral znodes are there. */
final class SessionCheck {
  /** Two clocks, each off by 200 millionths, over the longest session timeout; and a rounding. */
  private static final long CLOCKS_NS = Duration.ofMillis(4).toNanos();

  /** How long a server may serve that the others have lost sight of. */
  private static final Duration SERVERS_LIMIT = Duration.ofMillis(2_500);

  private final Truth truth;

  SessionCheck(Truth truth) {
    this.truth = truth;
  }

  void verify(List<Life> lives, List<Life> open) {
    lives.forEach(this::verify);
    verifyEphemerals(lives, open);
  }

  void verify(Life life) {
    verifyStates(life);
    verifyLost(life);
    verifyAlive(life);
  }

  // ---- States

  private static void verifyStates(Life life) {
    Set<Long> over = new TreeSet<>();
    StateLog.Told before = null;
    for (StateLog.Told told : life.states().changes()) {
      if (!follows(before, told) || over.contains(told.sessionId()) && told.isConnected()) {
        throw broken(life, told, "states follow each other as the guide says");
      }
      if (before != null && before.change().state() == ConnectionState.SUSPENDED) {
        verifyNotTooLong(life, before, told.atNs());
      }
      if (told.change().state() == ConnectionState.LOST) {
        over.add(told.sessionId());
      }
      before = told;
    }
    if (before != null && before.change().state() == ConnectionState.SUSPENDED && life.isOpen()) {
      throw broken(life, before, "a client comes back when it can");
    }
  }

  private static boolean follows(StateLog.@Nullable Told before, StateLog.Told told) {
    if (before == null) {
      return told.change().state() != ConnectionState.SUSPENDED;
    }
    boolean same = before.sessionId() == told.sessionId();
    return switch (told.change().state()) {
      case CONNECTED ->
          before.change().state() == ConnectionState.SUSPENDED && same
              || before.change().state() == ConnectionState.LOST && !same;
      case SUSPENDED -> before.change().state() == ConnectionState.CONNECTED && same;
      case LOST ->
          same
              && (before.change().state() == ConnectionState.SUSPENDED
                  || told.change().detail().isTerminal());
    };
  }

  private static void verifyNotTooLong(Life life, StateLog.Told suspended, long untilNs) {
    ZkSession session = suspended.change().session();
    long timeoutNs = session == null ? 0 : session.timeout().toNanos();
    long standstillNs = life.pulse().stoodStillNs(suspended.atNs(), untilNs);
    long mostNs = timeoutNs * 4 / 3 + Life.SLACK.toNanos() + standstillNs;
    if (untilNs - suspended.atNs() > mostNs) {
      throw broken(life, suspended, "a session that cannot be alive is told to be lost");
    }
  }

  /**
   * The ensemble has ended a session. The client may have heard of a server for as long as that
   * took to hear of it itself, and hears nothing more then.
   */
  private void verifyLost(Life life) {
    StateLog.Told before = null;
    for (StateLog.Told told : life.states().changes()) {
      if (before != null && before.change().state() != ConnectionState.LOST) {
        verifyNotAfterExpiry(life, before, told.atNs());
      }
      before = told;
    }
    if (before != null && life.isOpen()) {
      verifyNotAfterExpiry(life, before, life.nowNs());
    }
  }

  private void verifyNotAfterExpiry(Life life, StateLog.Told told, long untilNs) {
    Long expiredNs = truth.expiredNs().get(told.sessionId());
    ZkSession session = told.change().session();
    if (expiredNs == null || session == null) {
      return;
    }
    long mostNs =
        session.timeout().toNanos() * 4 / 3
            + SERVERS_LIMIT.plus(Life.SLACK).toNanos()
            + life.pulse().stoodStillNs(expiredNs, untilNs);
    if (untilNs - expiredNs > mostNs) {
      throw broken(life, told, "expired at %d ms, and told late".formatted(expiredNs / 1_000_000));
    }
  }

  private static ViolationError broken(Life life, StateLog.Told at, String rule) {
    List<String> evidence = new ArrayList<>();
    life.states().changes().forEach(each -> evidence.add((each == at ? "* " : "  ") + each));
    return new ViolationError(life + ": " + rule, evidence);
  }

  // ---- Who is alive

  private void verifyAlive(Life life) {
    for (Map.Entry<Long, Long> alive : life.pulse().aliveNs().entrySet()) {
      Long expiredNs = truth.expiredNs().get(alive.getKey());
      if (expiredNs != null && alive.getValue() > expiredNs + CLOCKS_NS) {
        throw new ViolationError(
            "a session that is said to be alive was not expired before",
            List.of(
                "%s: session 0x%x was alive at %d ms and expired at %d ms"
                    .formatted(
                        life,
                        alive.getKey(),
                        alive.getValue() / 1_000_000,
                        expiredNs / 1_000_000)));
      }
    }
  }

  // ---- Ephemeral znodes

  private void verifyEphemerals(List<Life> lives, List<Life> open) {
    Set<Long> living = new TreeSet<>();
    open.forEach(life -> living.add(life.sessionId()));
    Set<String> mayBeThere = new TreeSet<>();
    Set<String> mustBeThere = new TreeSet<>();
    for (CommittedChange change : truth.all()) {
      boolean ephemeral =
          change.kind() == Kind.CREATED
              && (change.path().startsWith(Business.ALIVE + "/")
                  || change.path().startsWith(Comings.ROOT + "/"));
      if (ephemeral && living.contains(change.sessionId())) {
        mayBeThere.add(change.path());
      }
    }
    for (Life life : lives) {
      for (Request request : life.requests()) {
        if (request.deed() instanceof Deed.Create create
            && create.options().lifetime() instanceof Lifetime.Ephemeral
            && request.meaning() == Request.Meaning.HAPPENED
            && living.contains(request.session())) {
          mustBeThere.add(create.path());
        }
      }
    }
    for (String below : List.of(Business.ALIVE, Comings.ROOT)) {
      for (String path : truth.present(below)) {
        mustBeThere.remove(path);
        if (!mayBeThere.contains(path)) {
          throw new ViolationError(
              "ephemeral znodes go with their session", List.of("" + truth.of(path)));
        }
      }
    }
    if (!mustBeThere.isEmpty()) {
      throw new ViolationError(
          "ephemeral znodes stay with their session", List.copyOf(mustBeThere));
    }
  }
}
