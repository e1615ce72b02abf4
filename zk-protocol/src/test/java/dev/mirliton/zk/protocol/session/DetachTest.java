package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.SessionOver;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DetachTest {
  private SessionRig rig = SessionRig.live();

  private ZkOptions.@Nullable Attachment detach() {
    return rig.session.detach(rig.nowNs());
  }

  @Test
  void noServerIsTold() {
    assertNotNull(detach());

    assertEquals(
        List.of(new Disconnect(), new SessionOver(), new State(KeeperState.DETACHED)), rig.said());
    assertEquals(Long.MAX_VALUE, rig.session.wakeAtNs());
    rig.close();
    rig.session.abort(rig.nowNs());
    assertEquals(List.of(), rig.said());
  }

  @Test
  void whatWasSentHasAnUnknownFate() {
    rig.delete("/sent");
    rig.sent();
    rig.get("/unsent");

    detach();

    assertEquals(
        List.of(
            lost("delete /sent", Loss.Reason.DETACHED, Fate.UNKNOWN),
            lost("get /unsent", Loss.Reason.DETACHED, Fate.NOT_SENT)),
        rig.told());
  }

  @Test
  void laterRequestsAreRefused() {
    detach();
    rig.said();

    rig.get("/late");

    assertEquals(List.of(lost("get /late", Loss.Reason.DETACHED, Fate.NOT_SENT)), rig.said());
  }

  @Test
  void sessionIsLeftOnce() {
    assertNotNull(detach());

    assertNull(detach());
  }

  @Test
  void sessionIsLeftWhileNoServerIsReached() {
    rig.breakLink();
    rig.delete("/waits");
    rig.said();

    assertNotNull(detach());

    assertEquals(List.of(lost("delete /waits", Loss.Reason.DETACHED, Fate.NOT_SENT)), rig.told());
  }

  @Test
  void sessionThatIsBeingClosedIsNotLeft() {
    rig.close();
    rig.sent();

    assertNull(detach());

    assertEquals(List.of(), rig.said());
  }

  @Test
  void whoeverHasNoSessionLeavesNone() {
    rig = new SessionRig();
    rig.start();
    rig.said();

    assertNull(detach());

    assertEquals(List.of(), rig.said());
  }
}
