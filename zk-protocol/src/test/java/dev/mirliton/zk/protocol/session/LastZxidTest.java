package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.Xid;
import org.junit.jupiter.api.Test;

class LastZxidTest {
  private final SessionRig rig = SessionRig.live();

  private long shownNext() {
    rig.reconnect();
    return ((ConnectRequest) rig.sent().get(0)).lastZxidSeen();
  }

  @Test
  void repliesCountAsSeen() {
    rig.get("/a");
    rig.reply(rig.sentXid(), 40, ErrorCode.NO_NODE);

    assertEquals(40, shownNext());
  }

  @Test
  void repliesToGivenUpRequestsCountAsSeen() {
    rig.submit(Ask.get(rig, "/a").within(10));
    int xid = rig.sentXid();
    rig.advance(10);
    rig.reply(xid, 40, ErrorCode.OK);

    assertEquals(40, shownNext());
  }

  @Test
  void eventsDoNotCountAsSeen() {
    rig.get("/a");
    rig.reply(rig.sentXid(), 40, ErrorCode.OK);
    rig.event(EventType.NODE_CREATED, "/a", 50);

    assertEquals(40, shownNext());
  }

  @Test
  void pongsDoNotCountAsSeen() {
    rig.reply(Xid.PING, 50, ErrorCode.OK);

    assertEquals(0, shownNext());
  }

  @Test
  void wordsOnCredentialsDoNotCountAsSeen() {
    rig.authenticate(Authentication.digest("ann", "secret"));
    rig.sent();
    rig.reply(Xid.AUTH, 50, ErrorCode.OK);

    assertEquals(0, shownNext());
  }

  @Test
  void repliesWithoutATransactionDoNotCount() {
    rig.get("/a");
    rig.get("/b");
    rig.sent();
    rig.reply(1, 40, ErrorCode.OK);
    rig.reply(2, -1, ErrorCode.OK);

    assertEquals(40, shownNext());
  }

  @Test
  void answersToSettingWatchesAgainDoNotCountAsSeen() {
    // Else what happened meanwhile would be lost to the watches of a batch that was not answered.
    rig.watched(WatchKind.DATA, "/" + "a".repeat(140_000));
    rig.watched(WatchKind.DATA, "/" + "b".repeat(140_000));
    rig.reconnect();
    rig.handshake();
    assertEquals(2, rig.sent().size());

    rig.reply(3, 90, ErrorCode.OK);

    assertEquals(1, shownNext());
  }

  @Test
  void repliesThatOvertakeOthersDoNotCountAsSeen() {
    rig.get("/a");
    rig.delete("/b");
    rig.sent();

    rig.reply(2, 90, ErrorCode.NOT_READ_ONLY);

    assertEquals(0, shownNext());
  }

  @Test
  void whatWasSeenNeverGoesBack() {
    rig.get("/a");
    rig.get("/b");
    rig.sent();
    rig.reply(1, 40, ErrorCode.OK);
    rig.reply(2, 39, ErrorCode.OK);

    assertEquals(40, shownNext());
  }

  @Test
  void aNewSessionHasSeenNothing() {
    rig.get("/a");
    rig.reply(rig.sentXid(), 40, ErrorCode.OK);
    rig.reconnect();
    rig.refuseSession();
    rig.advance(SessionRig.PAUSE_MS);
    rig.reachServer();

    assertEquals(0, ((ConnectRequest) rig.sent().get(0)).lastZxidSeen());
  }
}
