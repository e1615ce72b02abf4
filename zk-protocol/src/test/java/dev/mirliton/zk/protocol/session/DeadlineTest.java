package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.protocol.session.SessionRig.Sent;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.RemoveWatchesRequest;
import dev.mirliton.zk.protocol.wire.WatcherType;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private final SessionRig rig = SessionRig.live();

  @Test
  void aSentRequestFailsAsUnknownExactlyAtItsDeadline() {
    rig.submit(Ask.delete(rig, "/a").within(50));
    rig.sent();

    rig.advance(49);
    assertEquals(List.of(), rig.told());

    rig.advance(1);
    assertEquals(List.of(lost("delete /a", Loss.Reason.DEADLINE, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void aRequestThatTheLinkDidNotTakeFailsAsUnsent() {
    rig.submit(Ask.delete(rig, "/a").within(50));

    rig.advance(50);

    assertEquals(List.of(lost("delete /a", Loss.Reason.DEADLINE, Fate.NOT_SENT)), rig.told());
  }

  @Test
  void aRequestThatFailedAsUnsentIsNotSentLater() {
    rig.delete("/before");
    rig.take(3);
    rig.submit(Ask.delete(rig, "/first").within(50));
    rig.get("/between");
    rig.submit(Ask.delete(rig, "/last").within(50));
    rig.delete("/after");

    rig.advance(50);

    assertEquals(
        List.of(
            lost("delete /first", Loss.Reason.DEADLINE, Fate.NOT_SENT),
            lost("delete /last", Loss.Reason.DEADLINE, Fate.NOT_SENT)),
        rig.told());
    assertEquals(
        List.of(
            new Sent(1, new DeleteRequest("/before", -1)),
            new Sent(3, new GetDataRequest("/between", false)),
            new Sent(5, new DeleteRequest("/after", -1))),
        rig.sent());
    rig.reply(1, 1, 0);
    rig.reply(3, 1, 0);
    rig.delete("/next");
    rig.breakLink();
    assertEquals(
        List.of(
            told("delete /before", 0),
            told("get /between", 0),
            lost("delete /after", Loss.Reason.DISCONNECTED, Fate.UNKNOWN)),
        rig.told());
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();
    assertEquals(List.of(new DeleteRequest("/next", -1)), rig.requests());
  }

  @Test
  void aLateReplyIsIgnoredAndTheNextIsStillTold() {
    rig.submit(Ask.get(rig, "/late").within(50));
    rig.get("/next");
    rig.sent();
    rig.advance(50);
    rig.told();

    rig.reply(1, 1, 0);
    rig.reply(2, 1, 0);

    assertEquals(List.of(told("get /next", 0)), rig.said());
  }

  @Test
  void aWaitingRequestFailsUnsentAndIsNeverSent() {
    rig.breakLink();
    rig.submit(Ask.delete(rig, "/a").within(50));
    rig.delete("/b");
    rig.advance(50);
    assertEquals(List.of(lost("delete /a", Loss.Reason.DEADLINE, Fate.NOT_SENT)), rig.told());

    rig.advance(SessionRig.PAUSE_MS);
    rig.reachServer();
    rig.handshake();

    assertEquals(List.of(new DeleteRequest("/b", -1)), rig.requests());
  }

  @Test
  void aReadThatWasSentBeforeTheLossFailsAsUnknown() {
    rig.submit(Ask.get(rig, "/a").within(50));
    rig.sent();
    rig.breakLink();

    rig.advance(50);

    assertEquals(List.of(lost("get /a", Loss.Reason.DEADLINE, Fate.UNKNOWN)), rig.told());
  }

  @Test
  void aRequestGivenUpIsNotToldAgainWhenTheLineDrops() {
    rig.submit(Ask.delete(rig, "/a").within(50));
    rig.sent();
    rig.advance(50);
    rig.told();

    rig.breakLink();

    assertEquals(List.of(), rig.told());
  }

  @Test
  void deadlinesAreKeptInAnyOrder() {
    rig.submit(Ask.get(rig, "/300").within(300));
    rig.submit(Ask.get(rig, "/100").within(100));
    rig.submit(Ask.get(rig, "/200").within(200));
    rig.sent();

    for (String name : List.of("/100", "/200", "/300")) {
      rig.advance(100);
      assertEquals(List.of(lost("get " + name, Loss.Reason.DEADLINE, Fate.UNKNOWN)), rig.told());
    }
  }

  @Test
  void aWatchThatIsSetTooLateIsTakenBack() {
    Eye eye = new Eye(rig, WatchKind.PERSISTENT, "/w");
    rig.submit(Ask.watching(rig, eye).within(50));
    int xid = rig.sentXid();
    rig.advance(50);
    assertEquals(List.of(lost("PERSISTENT /w", Loss.Reason.DEADLINE, Fate.UNKNOWN)), rig.told());

    rig.reply(xid, 1, 0);

    assertEquals(List.of(new RemoveWatchesRequest("/w", WatcherType.ANY)), rig.requests());
    rig.event(1, "/w");
    assertEquals(List.of(), rig.told());
  }
}
