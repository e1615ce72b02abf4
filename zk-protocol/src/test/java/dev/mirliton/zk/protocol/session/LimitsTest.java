package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.RemoveWatchesRequest;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.WatcherType;
import dev.mirliton.zk.protocol.wire.Xid;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitsTest {

  @Test
  void aFullQueueRefusesAndKeepsWhatItHas() {
    SessionRig rig = new SessionRig(setup -> setup.maxQueued = 2);
    rig.delete("/a");
    rig.delete("/b");
    rig.delete("/c");
    assertEquals(List.of(lost("delete /c", Loss.Reason.QUEUE_FULL, Fate.NOT_SENT)), rig.told());

    rig.start();
    rig.reachServer();
    rig.handshake();

    assertEquals(List.of(new DeleteRequest("/a", -1), new DeleteRequest("/b", -1)), rig.requests());
  }

  @Test
  void soManyMayBeInFlightAndSoManyMayWait() {
    SessionRig rig =
        SessionRig.live(
            setup -> {
              setup.maxInFlight = 2;
              setup.maxQueued = 1;
            });
    for (String path : List.of("/a", "/b", "/c", "/d")) {
      rig.delete(path);
    }

    assertEquals(2, rig.requests().size());
    assertEquals(List.of(lost("delete /d", Loss.Reason.QUEUE_FULL, Fate.NOT_SENT)), rig.told());

    rig.reply(1, 1, 0);
    assertEquals(List.of(new DeleteRequest("/c", -1)), rig.requests());
  }

  @Test
  void aRequestLongerThanAPacketIsRefusedAndLeavesNothingBehind() {
    SessionRig rig = SessionRig.live(setup -> setup.maxPacketBytes = 100);
    rig.delete("/a");
    rig.delete("/" + "long".repeat(30));
    rig.delete("/b");

    assertEquals(List.of(new DeleteRequest("/a", -1), new DeleteRequest("/b", -1)), rig.requests());
    assertEquals(
        lost("delete /" + "long".repeat(30), Loss.Reason.TOO_LONG, Fate.NOT_SENT),
        rig.told().get(0));
    rig.reply(1, 1, 0);
    rig.reply(2, 1, 0);
    assertEquals(List.of(told("delete /a", 0), told("delete /b", 0)), rig.told());
  }

  @Test
  void aRequestExactlyAsLongAsAPacketIsSent() {
    String path = "/" + "x".repeat(83); // xid, opcode, length, version: 16 bytes
    SessionRig rig = SessionRig.live(setup -> setup.maxPacketBytes = 100);

    rig.delete(path);

    assertEquals(104, rig.session.outgoing().size());
    assertEquals(List.of(new DeleteRequest(path, -1)), rig.requests());
  }

  @Test
  void aRequestThatCannotBeEncodedLeavesNothingBehind() {
    SessionRig rig = SessionRig.live();
    rig.delete("/a");
    rig.submit(Ask.get(rig, "/x").failingToEncode(new IllegalArgumentException("surrogate")));
    rig.delete("/b");

    assertEquals(List.of(new DeleteRequest("/a", -1), new DeleteRequest("/b", -1)), rig.requests());
    assertEquals(List.of(lost("get /x", Loss.Reason.GARBLED, Fate.NOT_SENT)), rig.told());
    rig.reply(1, 1, 0);
    rig.reply(2, 1, 0);
    assertEquals(List.of(told("delete /a", 0), told("delete /b", 0)), rig.told());
  }

  private static ByteBuffer reply(int xid, int bytes) {
    return SessionRig.frame(
        out -> {
          new ReplyHeader(xid, 1, 0).encode(out);
          out.writeBuffer(new byte[bytes]);
        });
  }

  @Test
  void aReplyLongerThanAPacketConcernsItsRequestOnly() {
    for (int cut = 0; cut <= 224; cut++) {
      SessionRig rig = SessionRig.live(setup -> setup.maxPacketBytes = 100);
      rig.get("/huge");
      rig.delete("/fine");
      rig.sent();
      ByteBuffer huge = reply(1, 200);

      rig.receive(huge.slice(0, cut));
      rig.receive(huge.slice(cut, huge.limit() - cut));
      rig.reply(2, 1, 0);

      assertEquals(
          List.of(
              lost("get /huge", Loss.Reason.PACKET_LIMIT, Fate.UNKNOWN), told("delete /fine", 0)),
          rig.said());
    }
  }

  @Test
  void aWatchThatCameWithALongReplyIsTakenBack() {
    SessionRig rig = SessionRig.live(setup -> setup.maxPacketBytes = 100);
    rig.watch(WatchKind.DATA, "/huge");
    rig.sent();

    rig.receive(reply(1, 200));
    rig.reply(rig.sentXid(), 1, 0); // new enough to remove watches

    assertEquals(List.of(new RemoveWatchesRequest("/huge", WatcherType.DATA)), rig.requests());
  }

  @Test
  void anEventLongerThanAPacketEndsTheConnection() {
    SessionRig rig = SessionRig.live(setup -> setup.maxPacketBytes = 100);
    rig.delete("/a");
    rig.sent();

    rig.receive(reply(Xid.NOTIFICATION, 200));

    assertEquals(List.of(lost("delete /a", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void aReplyFarLongerThanAPacketPoisonsItsRequestOnly() {
    SessionRig rig = SessionRig.live(setup -> setup.maxPacketBytes = 100);
    rig.get("/huge");
    rig.get("/fine");
    rig.sent();

    rig.receive(reply(1, 2_000));
    assertEquals(List.of(lost("get /huge", Loss.Reason.GARBLED, Fate.UNKNOWN)), rig.told());

    rig.advance(SessionRig.PAUSE_MS);
    rig.reachServer();
    rig.handshake();
    int xid = rig.sentXid();
    rig.reply(xid, 1, 0);
    assertEquals(List.of(told("get /fine", 0)), rig.told());
  }

  /** Reads that make the server close the connection. */
  private static final String LONG = "/" + "long".repeat(1_000);

  private static void comeBack(SessionRig rig) {
    rig.reconnect();
    rig.handshake();
  }

  @Test
  void aLongReadOnWhichServersCloseIsMadeThreeTimes() {
    SessionRig rig = SessionRig.live();
    rig.get(LONG);

    for (int i = 1; i <= 3; i++) {
      assertEquals(1, rig.requests().size());
      assertEquals(List.of(), rig.told());
      comeBack(rig);
    }

    assertEquals(List.of(), rig.requests());
    assertEquals(List.of(lost("get " + LONG, Loss.Reason.PACKET_LIMIT, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void amongManyTheReadOnWhichServersCloseIsFoundAndTheOthersAreAnswered() {
    SessionRig rig = SessionRig.live();
    List<String> fine = List.of("/a", LONG + "fine", "/b");
    rig.get("/a");
    rig.get(LONG + "fine");
    rig.get(LONG);
    rig.get("/b");
    List<Object> told = new ArrayList<>();

    for (int connections = 0; told.size() < 4; connections++) {
      assertTrue(connections < 10, "told only " + told);
      for (List<Object> sent = rig.sent(); !sent.isEmpty(); sent = rig.sent()) {
        for (Object frame : sent) {
          if (frame instanceof SessionRig.Sent request) {
            if (request.request().equals(new GetDataRequest(LONG, false))) {
              sent = List.of();
              break;
            }
            // The server closes before it has answered what came with the long one.
            if (sent.size() == 1) {
              rig.reply(request.xid(), 1, 0);
            }
          }
        }
        if (sent.isEmpty()) {
          break;
        }
      }
      told.addAll(rig.told());
      if (told.size() < 4) {
        comeBack(rig);
      }
    }

    assertTrue(
        told.contains(lost("get " + LONG, Loss.Reason.PACKET_LIMIT, Fate.UNKNOWN)),
        told.toString());
    for (String path : fine) {
      assertTrue(told.contains(told("get " + path, 0)), told.toString());
    }
  }

  @Test
  void aShortReadIsMadeAgainHoweverOftenTheNetworkBreaks() {
    SessionRig rig = SessionRig.live();
    rig.get("/short");

    for (int i = 0; i < 10; i++) {
      assertEquals(1, rig.requests().size());
      comeBack(rig);
    }

    rig.reply(rig.sentXid(), 1, 0);
    assertEquals(List.of(told("get /short", 0)), rig.told());
  }

  @Test
  void silenceDoesNotBlameALongRead() {
    SessionRig rig = SessionRig.live();
    rig.get(LONG);

    for (int i = 0; i < 5; i++) {
      assertTrue(rig.requests().contains(new GetDataRequest(LONG, false)));
      rig.said();
      rig.advance(SessionRig.TIMEOUT_MS * 2 / 3);
      rig.awaitAttempt();
      rig.reachServer();
      rig.handshake();
    }

    assertEquals(List.of(), rig.told());
  }

  @Test
  void whoeverGivesUpASuspectedReadLetsTheOthersGoOn() {
    SessionRig rig = SessionRig.live();
    rig.submit(Ask.get(rig, LONG).within(1_000));
    rig.sent();
    comeBack(rig);
    rig.delete("/a");
    rig.delete("/b");
    assertEquals(List.of(new GetDataRequest(LONG, false)), rig.requests());

    rig.advance(1_000);
    rig.reply(2, 1, 0);

    assertEquals(List.of(new DeleteRequest("/a", -1), new DeleteRequest("/b", -1)), rig.requests());
  }

  @Test
  void bytesThatAreNoFrameBlameNobody() {
    SessionRig rig = SessionRig.live();
    rig.delete("/a");
    rig.sent();

    rig.receive(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 0, 0}));

    assertEquals(List.of(lost("delete /a", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void aSlowLinkHoldsRequestsBackAndGetsThemInOrder() {
    SessionRig rig = SessionRig.live(setup -> setup.maxQueued = 10_000);
    List<Request> expected = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      expected.add(rig.delete("/" + i + "x".repeat(50_000)).request());
    }
    assertTrue(rig.session.inFlight() < 30, rig.session.inFlight() + " were encoded");

    List<Request> got = new ArrayList<>();
    while (!rig.session.outgoing().isEmpty()) {
      rig.take(70_001);
      assertTrue(rig.session.outgoing().size() < 256 * 1024 + 50_100);
    }
    for (Object frame : rig.got()) {
      got.add(((SessionRig.Sent) frame).request());
    }
    assertEquals(expected, got);
  }

  @Test
  void aRequestDoesNotOvertakeThoseHeldBack() {
    SessionRig rig = SessionRig.live(setup -> setup.maxInFlight = 1);
    rig.delete("/a");
    rig.delete("/b");
    rig.sent();
    rig.reply(1, 1, 0);
    rig.delete("/c");

    assertEquals(List.of(new DeleteRequest("/b", -1)), rig.requests());
    rig.reply(2, 1, 0);
    assertEquals(List.of(new DeleteRequest("/c", -1)), rig.requests());
  }
}
