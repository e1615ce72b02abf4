package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchEvent.Gap;
import dev.mirliton.zk.protocol.session.SessionRig.Sent;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.session.SessionRig.Told;
import dev.mirliton.zk.protocol.session.SessionRig.WatchesSetAgain;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RearmTest {
  private final SessionRig rig = SessionRig.live();

  private List<Request> setAgain() {
    rig.reconnect();
    rig.handshake();
    return rig.requests();
  }

  private static Told gap(String whom, String path) {
    return new Told(whom, new Gap(path, Gap.Reason.RECONNECTED));
  }

  @Test
  void oneShotWatchesAreSetAgainByARequestThatOldServersKnow() {
    rig.watched(WatchKind.DATA, "/d");
    rig.watched(WatchKind.EXIST, "/e");
    rig.watched(WatchKind.CHILD, "/c");

    assertEquals(
        List.of(new SetWatchesRequest(1, List.of("/d"), List.of("/e"), List.of("/c"))), setAgain());
  }

  @Test
  void lastingWatchesAreSetAgainByTheNewerRequest() {
    rig.watched(WatchKind.DATA, "/d");
    rig.watched(WatchKind.PERSISTENT, "/p");
    rig.watched(WatchKind.RECURSIVE, "/r");

    assertEquals(
        List.of(
            new SetWatches2Request(
                1, List.of("/d"), List.of(), List.of(), List.of("/p"), List.of("/r"))),
        setAgain());
  }

  @Test
  void anExistsThatFoundItsZnodeWatchesData() {
    rig.watch(WatchKind.EXIST, "/found");
    rig.reply(rig.sentXid(), 1, ErrorCode.OK);

    assertEquals(
        List.of(new SetWatchesRequest(1, List.of("/found"), List.of(), List.of())), setAgain());
  }

  @Test
  void aWatchWhoseRequestFailedIsNotSet() {
    for (WatchKind kind : WatchKind.values()) {
      rig.watch(kind, "/a");
      rig.reply(rig.sentXid(), 1, ErrorCode.NO_AUTH);
    }
    rig.watch(WatchKind.DATA, "/a");
    rig.reply(rig.sentXid(), 1, ErrorCode.NO_NODE);

    assertEquals(List.of(), setAgain());
  }

  @Test
  void aWatchThatHasFiredIsNotSetAgain() {
    rig.watched(WatchKind.DATA, "/a");
    rig.event(EventType.NODE_DATA_CHANGED, "/a");

    assertEquals(List.of(), setAgain());
  }

  @Test
  void aLastingWatchIsSetAgainAfterAnyNumberOfEvents() {
    rig.watched(WatchKind.PERSISTENT, "/a");
    rig.event(EventType.NODE_DATA_CHANGED, "/a");
    rig.event(EventType.NODE_DELETED, "/a");

    assertEquals(1, setAgain().size());
  }

  @Test
  void watchesAreSetAgainBeforeAnyRequestAndBeforeConnectedIsSaid() {
    rig.watched(WatchKind.DATA, "/a");
    rig.breakLink();
    rig.delete("/b");
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();

    assertEquals(
        List.of(
            new SetWatchesRequest(1, List.of("/a"), List.of(), List.of()),
            new DeleteRequest("/b", -1)),
        rig.requests());
  }

  @Test
  void lastingWatchesAreToldOfTheGapWhenTheyAreSetAgain() {
    rig.watched(WatchKind.DATA, "/d");
    rig.watched(WatchKind.PERSISTENT, "/p");
    rig.watched(WatchKind.RECURSIVE, "/r");
    rig.reconnect();
    rig.told();
    rig.handshake();
    int xid = rig.sentXid();
    assertEquals(List.of(), rig.told());

    rig.event(EventType.NODE_DATA_CHANGED, "/d");
    rig.reply(xid, 2, ErrorCode.OK);

    assertEquals(
        List.of(
            new Told("DATA /d", new WatchEvent.DataChanged("/d")),
            gap("PERSISTENT /p", "/p"),
            gap("RECURSIVE /r", "/r")),
        rig.told());
  }

  @Test
  void itIsToldOnceThatAllWatchesAreSetAgain() {
    for (int i = 0; i < 200; i++) {
      rig.watched(WatchKind.DATA, "/" + i + "x".repeat(996));
    }
    rig.reconnect();
    rig.handshake();
    List<Object> batches = rig.sent();
    assertEquals(2, batches.size());

    rig.said();
    rig.reply(((Sent) batches.get(0)).xid(), 2, ErrorCode.OK);
    assertEquals(List.of(), rig.said(WatchesSetAgain.class));

    rig.reply(((Sent) batches.get(1)).xid(), 2, ErrorCode.OK);
    assertEquals(List.of(new WatchesSetAgain(200)), rig.said(WatchesSetAgain.class));
  }

  @Test
  void oneShotWatchesHaveNoGap() {
    rig.watched(WatchKind.DATA, "/d");
    rig.reconnect();
    rig.handshake();
    int xid = rig.sentXid();
    rig.told();

    rig.reply(xid, 2, ErrorCode.OK);

    assertEquals(List.of(), rig.told());
  }

  @Test
  void aServerThatWillNotSetWatchesAgainIsLeft() {
    rig.watched(WatchKind.PERSISTENT, "/p");
    rig.reconnect();
    rig.handshake();
    int xid = rig.sentXid();
    rig.said();

    rig.reply(xid, 2, ErrorCode.THROTTLED_OP);

    assertEquals(List.of(new State(KeeperState.CONNECTING)), rig.said(State.class));
    assertEquals(1, setAgainAfterLoss().size());
  }

  private List<Request> setAgainAfterLoss() {
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();
    return rig.requests();
  }

  @Test
  void anUnansweredSetAgainIsAskedAnewAndNotSentTwice() {
    rig.watched(WatchKind.DATA, "/a");

    assertEquals(1, setAgain().size());
    assertEquals(1, setAgain().size());
  }

  @Test
  void manyWatchesAreSetAgainInBatchesThatAllNameTheSameTransaction() {
    Set<String> expected = new HashSet<>();
    for (int i = 0; i < 600; i++) {
      String path = "/" + String.format("%03d", i) + "x".repeat(996);
      expected.add(path);
      rig.watched(WatchKind.DATA, path);
    }
    rig.get("/seen");
    rig.reply(rig.sentXid(), 0x99, ErrorCode.OK);
    rig.reconnect();
    rig.handshake();

    List<String> paths = new ArrayList<>();
    List<Object> sent = rig.sent();
    for (Object frame : sent) {
      SetWatchesRequest batch = (SetWatchesRequest) ((Sent) frame).request();
      assertEquals(0x99, batch.relativeZxid());
      int chars = batch.dataWatches().stream().mapToInt(String::length).sum();
      assertTrue(chars < 128 * 1024 + 1_000, chars + " characters");
      paths.addAll(batch.dataWatches());
    }
    assertEquals(5, sent.size());
    assertEquals(600, paths.size());
    assertEquals(expected, new HashSet<>(paths));
  }

  @Test
  void aServerThatClosesOnABatchGetsSmallerOnes() {
    int limit = 10_000;
    for (int i = 0; i < 60; i++) {
      rig.watched(WatchKind.DATA, "/" + i + "x".repeat(996));
    }

    for (int connections = 1; ; connections++) {
      assertTrue(connections <= 5, "connections");
      List<Request> batches = setAgain();
      if (batches.stream().allMatch(batch -> chars(batch) < limit)) {
        assertEquals(60, batches.stream().mapToInt(RearmTest::paths).sum());
        break;
      }
    }
  }

  private static int chars(Request batch) {
    return ((SetWatchesRequest) batch).dataWatches().stream().mapToInt(String::length).sum();
  }

  private static int paths(Request batch) {
    return ((SetWatchesRequest) batch).dataWatches().size();
  }

  @Test
  void batchesAreNeverLongerThanAPacket() {
    SessionRig small = SessionRig.live(setup -> setup.maxPacketBytes = 1_000);
    for (int i = 100; i < 400; i++) {
      small.watched(WatchKind.DATA, "/漢" + i);
    }

    small.reconnect();
    small.handshake();

    int paths = 0;
    for (Request request : small.requests()) {
      paths += ((SetWatchesRequest) request).dataWatches().size();
    }
    assertEquals(300, paths);
  }
}
