package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mirliton.zk.protocol.wire.ConnectResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What belongs to an attempt that was given up comes late, and changes nothing. */
class StaleAttemptTest {
  private final SessionRig rig = new SessionRig();

  /** Everything an old attempt could still say. */
  private void sayEverything(int attempt) {
    long now = rig.nowNs();
    long wakeAtNs = rig.session.wakeAtNs();
    ByteBuffer answer =
        SessionRig.frame(new ConnectResponse(0, 9_000, 5, new byte[16], null)::encode);
    rig.session.resolved(attempt, List.of(Ask.address("10.9.9.9")), now);
    rig.session.resolved(attempt, List.of(), now);
    rig.session.unresolved(attempt, new IOException("late"), now);
    rig.session.opened(attempt, now);
    rig.session.received(attempt, answer, now);
    rig.session.disconnected(attempt, new IOException("late"), now);

    assertFalse(answer.hasRemaining());
    assertEquals(List.of(), rig.said());
    assertEquals(List.of(), rig.sent());
    assertEquals(wakeAtNs, rig.session.wakeAtNs());
  }

  @Test
  void isIgnoredInEveryPhase() {
    rig.start();
    int resolving = rig.session.attempt();
    rig.resolve("10.0.0.1");
    int connecting = rig.session.attempt();
    rig.said();
    sayEverything(resolving);

    rig.open();
    rig.sent();
    sayEverything(resolving);

    rig.breakLink();
    rig.said();
    sayEverything(resolving);
    sayEverything(connecting);

    rig.awaitAttempt();
    rig.said();
    sayEverything(connecting);

    rig.reachServer();
    rig.handshake();
    rig.sent();
    rig.said();
    sayEverything(connecting);
    int live = rig.session.attempt();

    rig.breakLink();
    rig.said();
    sayEverything(live);

    rig.session.abort(rig.nowNs());
    rig.said();
    sayEverything(live);
    sayEverything(rig.session.attempt());
  }

  @Test
  void aPauseBelongsToNoAttemptThatAnybodyKnows() {
    rig.start();
    int resolving = rig.session.attempt();

    rig.failToResolve();
    rig.said();

    sayEverything(resolving);
  }
}
