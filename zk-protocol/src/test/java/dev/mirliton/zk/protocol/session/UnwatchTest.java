package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.RemoveWatchesRequest;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.WatcherType;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnwatchTest {
  private static final Request SKILL = new ExistsRequest("/zookeeper/config", false);

  private final SessionRig rig = SessionRig.live();

  /** Lets the server show that it is new enough to be asked to remove. */
  private void showSkill() {
    rig.unwatch(rig.watched(WatchKind.CHILD, "/first"));
    assertEquals(List.of(SKILL), rig.requests());
    rig.reply(2, 1, ErrorCode.OK);
    assertEquals(remove("/first", WatcherType.CHILDREN), rig.requests());
    rig.reply(3, 1, ErrorCode.OK);
  }

  private static List<Request> remove(String path, int type) {
    return List.of(new RemoveWatchesRequest(path, type));
  }

  @Test
  void theServersWatchIsRemovedWithTheLastLocalOne() {
    showSkill();
    Eye first = rig.watched(WatchKind.CHILD, "/a");
    Eye second = rig.watched(WatchKind.CHILD, "/a");

    rig.unwatch(first);
    assertEquals(List.of(), rig.requests());

    rig.unwatch(second);
    assertEquals(remove("/a", WatcherType.CHILDREN), rig.requests());
  }

  @Test
  void dataAndExistWatchesAreOneOnTheServer() {
    showSkill();
    Eye data = rig.watched(WatchKind.DATA, "/a");
    Eye exist = rig.watched(WatchKind.EXIST, "/a");

    rig.unwatch(data);
    assertEquals(List.of(), rig.requests());

    rig.unwatch(exist);
    assertEquals(remove("/a", WatcherType.DATA), rig.requests());
  }

  @Test
  void aLastingWatchIsRemovedAsAnyWhenItIsAloneOnItsPath() {
    rig.unwatch(rig.watched(WatchKind.PERSISTENT, "/p"));
    assertEquals(remove("/p", WatcherType.ANY), rig.requests());
    rig.reply(2, 1, ErrorCode.OK);

    rig.unwatch(rig.watched(WatchKind.RECURSIVE, "/r"));
    assertEquals(remove("/r", WatcherType.ANY), rig.requests());
  }

  @Test
  void aLastingWatchIsRemovedByItsTypeWhenOthersWatchThere() {
    rig.watched(WatchKind.DATA, "/a");
    Eye persistent = rig.watched(WatchKind.PERSISTENT, "/a");
    Eye recursive = rig.watched(WatchKind.RECURSIVE, "/a");

    rig.unwatch(persistent);
    assertEquals(remove("/a", WatcherType.PERSISTENT), rig.requests());

    rig.unwatch(recursive);
    assertEquals(remove("/a", WatcherType.PERSISTENT_RECURSIVE), rig.requests());
  }

  @Test
  void nothingIsRemovedWhileARequestOnItsWaySetsTheSame() {
    Eye first = rig.watched(WatchKind.DATA, "/a");
    rig.watch(WatchKind.EXIST, "/a");
    int xid = rig.sentXid();

    rig.unwatch(first);
    assertEquals(List.of(), rig.requests());

    rig.reply(xid, 1, ErrorCode.OK);
    rig.told();
    rig.event(EventType.NODE_DATA_CHANGED, "/a");
    assertEquals(1, rig.told().size());
  }

  @Test
  void aWatchThatFiredNeedsNoRemoval() {
    Eye eye = rig.watched(WatchKind.DATA, "/a");
    rig.event(EventType.NODE_DATA_CHANGED, "/a");

    rig.unwatch(eye);

    assertEquals(List.of(), rig.requests());
  }

  @Test
  void aWatchClosedBeforeItsAnswerIsTakenBackWithTheAnswer() {
    Eye eye = rig.watch(WatchKind.PERSISTENT, "/a");
    int xid = rig.sentXid();

    rig.unwatch(eye);
    assertEquals(List.of(), rig.requests());

    rig.reply(xid, 1, ErrorCode.OK);
    assertEquals(remove("/a", WatcherType.ANY), rig.requests());
    rig.told();
    rig.event(EventType.NODE_CREATED, "/a");
    assertEquals(List.of(), rig.told());
  }

  @Test
  void aWatchClosedWhileDisconnectedIsNotSetAgain() {
    Eye eye = rig.watched(WatchKind.DATA, "/a");
    rig.breakLink();
    rig.unwatch(eye);
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();

    assertEquals(List.of(), rig.requests());
  }

  @Test
  void aRemovalThatWasNotSentIsForgottenWithItsConnection() {
    SessionRig narrow = SessionRig.live(setup -> setup.maxInFlight = 1);
    Eye eye = narrow.watched(WatchKind.DATA, "/a");
    narrow.delete("/fills/the/connection");
    narrow.sent();
    narrow.unwatch(eye);

    narrow.reconnect();
    narrow.handshake();

    assertEquals(List.of(), narrow.requests());
  }

  @Test
  void aServerThatCannotRemoveIsNotAsked() {
    rig.unwatch(rig.watched(WatchKind.DATA, "/a"));
    assertEquals(List.of(SKILL), rig.requests());
    rig.reply(2, 1, ErrorCode.NO_NODE);
    assertEquals(List.of(), rig.requests());

    rig.unwatch(rig.watched(WatchKind.DATA, "/b"));

    assertEquals(List.of(), rig.requests());
  }

  @Test
  void eachServerIsAskedForItsSkill() {
    rig.unwatch(rig.watched(WatchKind.DATA, "/a"));
    rig.reply(rig.sentXid(), 1, ErrorCode.NO_NODE);
    rig.reconnect();
    rig.handshake();

    rig.unwatch(rig.watched(WatchKind.DATA, "/b"));

    assertEquals(List.of(SKILL), rig.requests());
  }

  @Test
  void whatIsClosedWhileTheServerIsAskedIsRemovedUnlessItIsNeededAgain() {
    rig.unwatch(rig.watched(WatchKind.DATA, "/a"));
    int skill = rig.sentXid();
    rig.watch(WatchKind.CHILD, "/b");
    int children = rig.sentXid();
    rig.watch(WatchKind.DATA, "/a");
    rig.sent();
    rig.reply(skill, 1, ErrorCode.OK);
    assertEquals(List.of(), rig.requests());

    rig.reply(children, 1, ErrorCode.OK);
    rig.reply(children + 1, 1, ErrorCode.OK);
    rig.told();
    rig.event(EventType.NODE_DATA_CHANGED, "/a");
    assertEquals(1, rig.told().size());
  }

  @Test
  void aLastingWatchThatTheServerCannotRemoveAloneGoesWithTheLastOne() {
    Eye data = rig.watched(WatchKind.DATA, "/a");
    rig.unwatch(rig.watched(WatchKind.PERSISTENT, "/a"));
    rig.reply(rig.sentXid(), 1, ErrorCode.MARSHALLING_ERROR);
    assertEquals(List.of(), rig.requests());

    rig.unwatch(data);

    assertEquals(
        List.of(
            new RemoveWatchesRequest("/a", WatcherType.DATA),
            new RemoveWatchesRequest("/a", WatcherType.ANY)),
        rig.requests());
  }

  @Test
  void aLastingWatchThatWasLeftBehindGoesWhenTheOneShotBesideItHasFired() {
    rig.watched(WatchKind.DATA, "/a");
    rig.unwatch(rig.watched(WatchKind.RECURSIVE, "/a"));
    rig.reply(rig.sentXid(), 1, ErrorCode.MARSHALLING_ERROR);

    rig.event(EventType.NODE_DATA_CHANGED, "/a");

    assertEquals(remove("/a", WatcherType.ANY), rig.requests());
    rig.event(EventType.NODE_DATA_CHANGED, "/a");
    assertEquals(List.of(), rig.requests());
  }

  @Test
  void aRemovalOfWhatTheServerDoesNotHaveIsNoFailure() {
    showSkill();
    rig.said();
    rig.unwatch(rig.watched(WatchKind.DATA, "/a"));

    rig.reply(rig.sentXid(), 1, ErrorCode.NO_WATCHER);

    assertEquals(List.of(), rig.said());
  }
}
