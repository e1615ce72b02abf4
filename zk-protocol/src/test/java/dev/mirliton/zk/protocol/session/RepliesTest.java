package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.protocol.session.SessionRig.Sent;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.session.SessionRig.Told;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import dev.mirliton.zk.protocol.wire.Xid;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepliesTest {
  private final SessionRig rig = SessionRig.live();

  private void assertConnected(boolean connected) {
    assertEquals(
        connected ? List.of() : List.of(new State(KeeperState.CONNECTING)),
        rig.said().stream().filter(State.class::isInstance).toList());
  }

  @Test
  void repliesGoToRequestsInOrder() {
    rig.get("/a");
    rig.delete("/b");
    rig.sent();

    rig.reply(1, 5, ErrorCode.OK);
    rig.reply(2, 6, ErrorCode.NO_NODE);

    assertEquals(List.of(told("get /a", 0), told("delete /b", ErrorCode.NO_NODE)), rig.told());
  }

  @Test
  void eventsKeepTheirPlaceAmongReplies() {
    rig.watched(WatchKind.PERSISTENT, "/w");
    rig.get("/a");
    rig.get("/b");
    rig.sent();

    rig.reply(2, 5, ErrorCode.OK);
    rig.event(EventType.NODE_DATA_CHANGED, "/w");
    rig.reply(3, 6, ErrorCode.OK);

    assertEquals(
        List.of(
            told("get /a", 0),
            new Told("PERSISTENT /w", new WatchEvent.DataChanged("/w")),
            told("get /b", 0)),
        rig.told());
  }

  @ParameterizedTest
  @ValueSource(ints = {ErrorCode.UNIMPLEMENTED, ErrorCode.NOT_READ_ONLY})
  void refusalsAtTheDoorMayOvertakeReplies(int refusal) {
    rig.get("/a");
    rig.delete("/b");
    rig.get("/c");
    rig.sent();

    rig.reply(2, 5, refusal);
    rig.reply(1, 5, ErrorCode.OK);
    rig.reply(3, 5, ErrorCode.OK);

    assertEquals(
        List.of(told("delete /b", refusal), told("get /a", 0), told("get /c", 0)), rig.told());
  }

  @Test
  void anyOtherReplyOutOfOrderEndsTheConnection() {
    rig.delete("/a");
    rig.delete("/b");
    rig.sent();

    rig.reply(2, 5, ErrorCode.NO_NODE);

    assertEquals(
        List.of(
            lost("delete /a", Loss.Reason.DISCONNECTED, Fate.UNKNOWN),
            lost("delete /b", Loss.Reason.DISCONNECTED, Fate.UNKNOWN),
            new State(KeeperState.CONNECTING)),
        rig.said().subList(1, 4));
  }

  @Test
  void aRefusalThatBelongsToNoRequestEndsTheConnection() {
    rig.delete("/a");
    rig.sent();

    rig.reply(7, 5, ErrorCode.UNIMPLEMENTED);

    assertConnected(false);
  }

  @Test
  void aReplyThatNobodyAskedForEndsTheConnection() {
    rig.reply(1, 5, ErrorCode.OK);

    assertConnected(false);
  }

  @Test
  void anErrorCodeThatNobodyKnowsIsAnAnswer() {
    rig.get("/a");
    rig.sent();

    rig.reply(1, 5, -987);

    assertEquals(List.of(told("get /a", -987)), rig.told());
  }

  @Test
  void anEventTypeThatNobodyKnowsIsIgnored() {
    rig.watched(WatchKind.DATA, "/w");

    rig.event(42, "/w");
    rig.event(EventType.NONE, "");

    assertEquals(List.of(), rig.said());
  }

  @Test
  void anEventWithAPathThatIsNoneIsIgnored() {
    rig.watched(WatchKind.RECURSIVE, "/");

    rig.event(EventType.NODE_CREATED, "no/slash");
    rig.event(EventType.NODE_CREATED, "");

    assertEquals(List.of(), rig.said());
  }

  @Test
  void aTornEventEndsTheConnection() {
    rig.receive(
        out -> {
          out.writeInt(Xid.NOTIFICATION);
          out.writeLong(1);
          out.writeInt(0);
          out.writeInt(EventType.NODE_CREATED);
        });

    assertConnected(false);
  }

  @Test
  void aReplyTooShortForItsHeaderEndsTheConnection() {
    rig.receive(out -> out.writeInt(1));

    assertConnected(false);
  }

  @Test
  void whatFollowsALostConnectionInTheSameReadIsIgnored() {
    rig.get("/a");
    rig.delete("/b");
    rig.sent();
    var both = java.nio.ByteBuffer.allocate(100);
    both.put(SessionRig.frame(SessionRig.replyFrame(9, 1, empty())));
    both.put(SessionRig.frame(SessionRig.replyFrame(1, 1, empty())));

    rig.receive(both.flip());

    assertEquals(List.of(lost("delete /b", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)), rig.told());
  }

  private static dev.mirliton.zk.protocol.wire.Response empty() {
    return new dev.mirliton.zk.protocol.wire.EmptyResponse();
  }

  @Test
  void anAnswerThatMakesNoSenseConcernsItsRequestOnly() {
    rig.submit(Ask.get(rig, "/a").failingToAnswer(new WireFormatException("short")));
    rig.submit(Ask.get(rig, "/b").failingToAnswer(new IllegalStateException("a bug")));
    rig.get("/c");
    rig.sent();

    rig.reply(1, 5, ErrorCode.OK);
    rig.reply(2, 5, ErrorCode.OK);
    rig.reply(3, 5, ErrorCode.OK);

    assertEquals(
        List.of(
            lost("get /a", Loss.Reason.GARBLED, Fate.UNKNOWN),
            lost("get /b", Loss.Reason.GARBLED, Fate.UNKNOWN),
            told("get /c", 0)),
        rig.said());
  }

  @Test
  void xidsGoOnAcrossConnections() {
    rig.get("/a");
    rig.sent();

    rig.reconnect();
    rig.handshake();

    assertEquals(2, rig.sentXid());
  }

  @Test
  void xidsNeverRepeatOnAConnectionAndAreNeverZeroOrLess() {
    for (int xid = 1; xid <= 200; xid++) {
      rig.get("/a");
      assertEquals(xid, ((Sent) rig.sent().get(0)).xid());
      rig.reply(xid, 5, ErrorCode.OK);
    }
    assertEquals(200, rig.told().size());
    assertEquals(1, Xid.next(Integer.MAX_VALUE));
  }

  @Test
  void manyRequestsInFlightKeepTheirOrder() {
    for (int i = 1; i <= 700; i++) {
      rig.get("/" + i);
    }
    rig.sent();
    assertEquals(700, rig.session.inFlight());

    for (int i = 1; i <= 700; i++) {
      rig.reply(i, 5, ErrorCode.OK);
      assertEquals(List.of(told("get /" + i, 0)), rig.told());
    }
    assertTrue(rig.session.outgoing().isEmpty());
  }
}
