package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class FateTest {
  private static final DeleteRequest WRITE = new DeleteRequest("/w", -1);
  private static final GetDataRequest READ = new GetDataRequest("/r", false);

  private final SessionRig rig = SessionRig.live();

  private List<?> sentOnTheNextConnection() {
    rig.reconnect();
    rig.handshake();
    return rig.requests();
  }

  @Test
  void aWriteThatWasSentHasAnUnknownFateAndIsNotSentAgain() {
    rig.delete("/w");
    rig.sent();

    assertEquals(List.of(), sentOnTheNextConnection());
    assertEquals(List.of(lost("delete /w", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void aWriteOfWhichNoByteWasTakenIsSentOnTheNextConnection() {
    rig.delete("/w");

    assertEquals(List.of(WRITE), sentOnTheNextConnection());
    assertEquals(List.of(), rig.told());
  }

  @Test
  void oneByteMakesAFateUnknown() {
    rig.delete("/w");
    rig.take(1);

    assertEquals(List.of(), sentOnTheNextConnection());
    assertEquals(List.of(lost("delete /w", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void everyByteOfTheRequestBeforeLeavesTheNextUnsent() {
    rig.delete("/first");
    int firstFrame = rig.session.outgoing().size();
    rig.delete("/w");
    rig.take(firstFrame);

    assertEquals(List.of(WRITE), sentOnTheNextConnection());
    assertEquals(
        List.of(lost("delete /first", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void positionsGoOnWhenTheBufferWasEmptied() {
    for (int xid = 1; xid <= 5; xid++) {
      rig.delete("/done");
      rig.sent();
      rig.reply(xid, 1, 0);
    }
    rig.delete("/taken");
    rig.sent();
    rig.delete("/w");
    rig.told();

    assertEquals(List.of(WRITE), sentOnTheNextConnection());
    assertEquals(
        List.of(lost("delete /taken", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void readsAreAskedAgain() {
    rig.get("/r");
    rig.sent();

    assertEquals(List.of(READ), sentOnTheNextConnection());
    rig.reply(2, 1, 0);
    assertEquals(List.of(told("get /r", 0)), rig.told());
  }

  @Test
  void whatIsAskedAgainKeepsItsOrderAndComesBeforeWhatWasAskedSince() {
    rig.get("/r1");
    rig.delete("/lost");
    rig.get("/r2");
    rig.sent();
    rig.delete("/unsent");
    rig.get("/r3");
    rig.breakLink();
    rig.delete("/since");
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();

    assertEquals(
        List.of(
            new GetDataRequest("/r1", false),
            new GetDataRequest("/r2", false),
            new DeleteRequest("/unsent", -1),
            new GetDataRequest("/r3", false),
            new DeleteRequest("/since", -1)),
        rig.requests());
  }

  @Test
  void whatIsAskedAgainKeepsItsOrderThroughTwoLosses() {
    rig.get("/r1");
    rig.sent();
    rig.get("/r2");
    rig.delete("/unsent");

    rig.reconnect();
    rig.handshake();
    rig.take(1);

    assertEquals(
        List.of(
            new GetDataRequest("/r1", false),
            new GetDataRequest("/r2", false),
            new DeleteRequest("/unsent", -1)),
        sentOnTheNextConnection());
  }

  @Test
  void whatNobodyWantsAnyMoreIsNotSentAgain() {
    rig.get("/r").abandon();
    rig.sent();
    rig.get("/unsent").abandon();

    assertEquals(List.of(), sentOnTheNextConnection());
  }

  @Test
  void whatNobodyWantsAnyMoreIsNotSentAtAll() {
    rig.breakLink();
    rig.get("/r").abandon();
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();

    assertEquals(List.of(), rig.requests());
  }
}
