package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.WatchEvent.Gap;
import dev.mirliton.zk.protocol.session.SessionRig.Disconnect;
import dev.mirliton.zk.protocol.session.SessionRig.SessionOver;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.session.SessionRig.Told;
import dev.mirliton.zk.protocol.wire.CloseRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloseTest {
  private static final List<Object> END =
      List.of(new Disconnect(), new SessionOver(), new State(KeeperState.CLOSED));

  private SessionRig rig = SessionRig.live();

  @AfterEach
  void aClosedSessionWantsNothingMore() {
    assertEquals(Long.MAX_VALUE, rig.session.wakeAtNs());
    rig.get("/late");
    assertEquals(List.of(lost("get /late", Loss.Reason.CLOSED, Fate.NOT_SENT)), rig.said());
  }

  @Test
  void theEndIsSentBehindEveryRequest() {
    rig.delete("/a");
    rig.close();
    assertEquals(List.of(new DeleteRequest("/a", -1), new CloseRequest()), rig.requests());

    rig.reply(1, 1, ErrorCode.OK);
    assertEquals(List.of(told("delete /a", 0)), rig.said());

    rig.reply(2, 2, ErrorCode.OK);
    assertEquals(END, rig.said());
  }

  @Test
  void theEndWaitsForRequestsThatWaitForRoom() {
    rig = SessionRig.live(setup -> setup.maxInFlight = 1);
    rig.delete("/a");
    rig.delete("/b");
    rig.close();
    assertEquals(List.of(new DeleteRequest("/a", -1)), rig.requests());

    rig.reply(1, 1, ErrorCode.OK);
    assertEquals(List.of(new DeleteRequest("/b", -1), new CloseRequest()), rig.requests());

    rig.reply(2, 1, ErrorCode.OK);
    rig.reply(3, 1, ErrorCode.OK);
    rig.said();
  }

  @Test
  void theEndIsSentWhenTheLastThatWaitedIsGivenUp() {
    rig = SessionRig.live(setup -> setup.maxInFlight = 1);
    rig.delete("/a");
    rig.submit(Ask.delete(rig, "/b").within(50));
    rig.close();
    rig.sent();

    rig.advance(50);

    assertEquals(List.of(new CloseRequest()), rig.requests());
    rig.reply(1, 1, ErrorCode.OK);
    rig.reply(2, 1, ErrorCode.OK);
    rig.said();
  }

  @Test
  void requestsAfterTheCloseAreRefused() {
    rig.close();
    rig.delete("/a");
    assertEquals(List.of(lost("delete /a", Loss.Reason.CLOSED, Fate.NOT_SENT)), rig.said());

    rig.reply(rig.sentXid(), 1, ErrorCode.OK);
    rig.said();
  }

  @Test
  void aFarewellWithoutAnswerIsSaidAgain() {
    rig.delete("/a");
    rig.close();
    rig.sent();

    rig.breakLink();
    assertEquals(List.of(lost("delete /a", Loss.Reason.CLOSED, Fate.UNKNOWN)), rig.told());
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();
    rig.said();

    rig.reply(rig.sentXid(), 1, ErrorCode.OK);
    assertEquals(END, rig.said());
  }

  @Test
  void withoutAConnectionWaitingRequestsFailAndTheEndIsSentOnTheNext() {
    rig.breakLink();
    rig.delete("/a");
    rig.said();
    rig.close();
    assertEquals(List.of(lost("delete /a", Loss.Reason.CLOSED, Fate.NOT_SENT)), rig.said());

    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();
    assertEquals(List.of(), rig.said(State.class));

    rig.reply(rig.sentXid(), 1, ErrorCode.OK);
    assertEquals(END, rig.said());
  }

  @Test
  void watchesAreNotSetAgainForTheLastFarewell() {
    rig.watched(WatchKind.DATA, "/w");
    rig.breakLink();
    rig.close();
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();

    assertEquals(List.of(new CloseRequest()), rig.requests());

    rig.reply(2, 1, ErrorCode.OK);
    rig.said();
  }

  @Test
  void whatIsAskedAgainIsNotKeptWhenTheLineDropsDuringTheClose() {
    rig = SessionRig.live(setup -> setup.maxInFlight = 1);
    rig.get("/sent");
    rig.sent();
    rig.delete("/waits");
    rig.close();
    rig.said();

    rig.breakLink();
    assertEquals(
        List.of(
            lost("get /sent", Loss.Reason.CLOSED, Fate.UNKNOWN),
            lost("delete /waits", Loss.Reason.CLOSED, Fate.NOT_SENT)),
        rig.told());

    rig.session.abort(rig.nowNs());
    rig.said();
  }

  @Test
  void whoeverNeverHadASessionIsClosedAtOnce() {
    rig = new SessionRig();
    rig.delete("/a");
    rig.start();
    rig.said();

    rig.close();

    assertEquals(
        List.of(
            lost("delete /a", Loss.Reason.CLOSED, Fate.NOT_SENT),
            new Disconnect(),
            new SessionOver(),
            new State(KeeperState.CLOSED)),
        rig.said());
  }

  @Test
  void aSessionThatExpiresDuringTheCloseIsClosed() {
    rig.breakLink();
    rig.close();
    rig.awaitAttempt();
    rig.reachServer();
    rig.said();

    rig.refuseSession();

    assertEquals(List.of(new State(KeeperState.CLOSED)), rig.said(State.class));
  }

  @Test
  void abortEndsEverythingNow() {
    rig.delete("/sent");
    rig.sent();
    rig.delete("/unsent");

    rig.session.abort(rig.nowNs());

    List<Object> said = rig.said();
    assertTrue(said.contains(lost("delete /sent", Loss.Reason.CLOSED, Fate.UNKNOWN)));
    assertTrue(said.contains(lost("delete /unsent", Loss.Reason.CLOSED, Fate.NOT_SENT)));
    assertEquals(new State(KeeperState.CLOSED), said.get(said.size() - 1));

    rig.session.abort(rig.nowNs());
    rig.close();
    assertEquals(List.of(), rig.said());
  }

  @Test
  void watchesAreToldOfTheEnd() {
    rig.watched(WatchKind.CHILD, "/w");
    rig.close();
    int xid = rig.sentXid();

    rig.reply(xid, 2, ErrorCode.OK);

    assertEquals(List.of(new Told("CHILD /w", new Gap("/w", Gap.Reason.SESSION_OVER))), rig.told());
  }

  @Test
  void closingTwiceIsClosingOnce() {
    rig.close();
    rig.close();
    assertEquals(List.of(new CloseRequest()), rig.requests());

    rig.reply(1, 1, ErrorCode.OK);
    rig.said();
  }
}
