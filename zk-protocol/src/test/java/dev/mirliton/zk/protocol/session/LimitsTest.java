package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.Request;
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
    SessionRig rig = SessionRig.live(setup -> setup.maxQueued = 2);
    for (String path : List.of("/a", "/b", "/c", "/d", "/e")) {
      rig.delete(path);
    }

    assertEquals(2, rig.requests().size());
    assertEquals(List.of(lost("delete /e", Loss.Reason.QUEUE_FULL, Fate.NOT_SENT)), rig.told());

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

  @Test
  void aReplyLongerThanAPacketPoisonsItsRequestOnly() {
    SessionRig rig = SessionRig.live(setup -> setup.maxPacketBytes = 100);
    rig.get("/huge");
    rig.get("/fine");
    rig.sent();

    rig.receive(
        out -> {
          new ReplyHeader(1, 1, 0).encode(out);
          out.writeBuffer(new byte[200]);
        });
    assertEquals(List.of(lost("get /huge", Loss.Reason.GARBLED, Fate.UNKNOWN)), rig.told());

    rig.advance(SessionRig.PAUSE_MS);
    rig.reachServer();
    rig.handshake();
    int xid = rig.sentXid();
    rig.reply(xid, 1, 0);
    assertEquals(List.of(told("get /fine", 0)), rig.told());
  }

  @Test
  void bytesThatAreNoFrameBlameNobody() {
    SessionRig rig = SessionRig.live();
    rig.delete("/a");
    rig.sent();

    rig.receive(java.nio.ByteBuffer.wrap(new byte[] {-1, -1, -1, -1, 0, 0}));

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
    SessionRig rig = SessionRig.live(setup -> setup.maxQueued = 1);
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
