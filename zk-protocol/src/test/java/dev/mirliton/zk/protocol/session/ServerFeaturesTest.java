package dev.mirliton.zk.protocol.session;

import static dev.mirliton.zk.protocol.session.SessionRig.lost;
import static dev.mirliton.zk.protocol.session.SessionRig.told;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.WatchEvent.Gap;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.session.SessionRig.Told;
import dev.mirliton.zk.protocol.wire.CreateTtlRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.GetAllChildrenNumberRequest;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.MultiRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.WhoAmIRequest;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What servers lack costs the connection once, and is known from then on. */
class ServerFeaturesTest {
  private static final long TEN_MINUTES_MS = 600_000;
  private static final Request COUNT = new GetAllChildrenNumberRequest("/a");
  private static final Request TTL = new CreateTtlRequest("/t", new byte[0], List.of(), 5, 1);

  private final SessionRig rig = SessionRig.live();

  private void count() {
    rig.submit(Ask.of(rig, "count", COUNT, true));
  }

  private void createTtl() {
    rig.submit(Ask.of(rig, "ttl", TTL, false));
  }

  private static Told lacking(String whom) {
    return lost(whom, Loss.Reason.UNSUPPORTED, Fate.NOT_SENT);
  }

  /** The server says that it does not know the request, and closes. */
  private void refuseAtTheDoor() {
    rig.reply(rig.sentXid(), -1, ErrorCode.UNIMPLEMENTED);
    rig.breakLink();
  }

  private void comeBackTo(String address) {
    rig.awaitAttempt();
    rig.resolve(address);
    rig.open();
    rig.handshake();
    rig.sent();
    rig.told();
  }

  /** Passes time on an idle connection whose server answers pings. */
  private void idle(long ms) {
    for (long passed = 0; passed < ms; passed += 1_000) {
      rig.advance(1_000);
      if (!rig.sent().isEmpty()) {
        rig.pong();
      }
    }
  }

  @Test
  void aServerIsAskedOnceForWhatItLacks() {
    count();
    refuseAtTheDoor();
    assertEquals(told("count", ErrorCode.UNIMPLEMENTED), rig.told().get(0));
    comeBackTo("10.0.0.1");

    count();

    assertEquals(List.of(), rig.sent());
    assertEquals(List.of(lacking("count")), rig.told());
  }

  @Test
  void whatWasAskedMeanwhileIsRefusedWithoutAskingAgain() {
    count();
    count();
    rig.get("/a");
    rig.sent();
    rig.reply(1, -1, ErrorCode.UNIMPLEMENTED);
    rig.reconnect();
    rig.told();
    rig.handshake();

    assertEquals(List.of(new GetDataRequest("/a", false)), rig.requests());
    assertEquals(List.of(lacking("count")), rig.told());
  }

  @Test
  void anotherServerIsAsked() {
    count();
    refuseAtTheDoor();
    comeBackTo("10.0.0.2");

    count();
    assertEquals(List.of(COUNT), rig.requests());

    rig.breakLink();
    comeBackTo("10.0.0.1");
    count();
    assertEquals(List.of(), rig.sent());
  }

  @Test
  void afterTenMinutesAServerIsAskedAgain() {
    count();
    refuseAtTheDoor();
    comeBackTo("10.0.0.1");

    idle(TEN_MINUTES_MS - 10_000);
    count();
    assertEquals(List.of(), rig.sent());

    idle(10_000);
    count();
    assertEquals(List.of(COUNT), rig.requests());
  }

  @Test
  void aServerThatNamesAnotherVersionIsAskedAgain() {
    InetSocketAddress address = new InetSocketAddress(Ask.address("10.0.0.1"), 2181);
    rig.session.versionNamed(address, "3.5.10");
    count();
    refuseAtTheDoor();
    comeBackTo("10.0.0.1");

    rig.session.versionNamed(address, "3.5.10");
    count();
    assertEquals(List.of(), rig.sent());

    rig.session.versionNamed(address, "3.6.4");
    count();
    assertEquals(List.of(COUNT), rig.requests());
  }

  @Test
  void whatIsSwitchedOffMayBeAskedAnyNumberOfTimes() {
    createTtl();
    rig.reply(rig.sentXid(), 1, ErrorCode.UNIMPLEMENTED);

    createTtl();
    assertEquals(List.of(TTL), rig.requests());
    rig.reply(2, 1, ErrorCode.UNIMPLEMENTED);
    idle(10_000);
    rig.breakLink();
    comeBackTo("10.0.0.1");
    createTtl();

    assertEquals(List.of(TTL), rig.requests());
  }

  @Test
  void whatIsNotSentYetWaitsForTheNextConnectionWhenTheServerIsAboutToClose() {
    count();
    rig.reply(rig.sentXid(), -1, ErrorCode.UNIMPLEMENTED);
    rig.told();

    rig.delete("/a");
    assertEquals(List.of(), rig.sent());
    rig.reconnect();
    rig.handshake();

    assertEquals(List.of(new DeleteRequest("/a", -1)), rig.requests());
    assertEquals(List.of(), rig.told());
  }

  @Test
  void aServerThatRefusesAtTheDoorAndDoesNotCloseIsLeft() {
    count();
    rig.reply(rig.sentXid(), -1, ErrorCode.UNIMPLEMENTED);
    rig.delete("/a");
    rig.said();

    rig.advance(1_999);
    assertEquals(List.of(), rig.said());
    rig.advance(1);

    assertEquals(List.of(new State(KeeperState.CONNECTING)), rig.said(State.class));
  }

  @Test
  void aServerTooOldForItClosesAndIsNotAskedAgain() {
    createTtl();
    refuseAtTheDoor();
    comeBackTo("10.0.0.1");

    createTtl();

    assertEquals(List.of(), rig.sent());
    assertEquals(List.of(lacking("ttl")), rig.told());
  }

  @Test
  void whatEveryServerHasIsAskedWhateverOneSaid() {
    rig.get("/a");
    refuseAtTheDoor();
    comeBackTo("10.0.0.1");

    rig.get("/a");

    assertEquals(List.of(new GetDataRequest("/a", false)), rig.requests());
  }

  /** It would neither answer nor close. */
  @Test
  void aServerBefore34IsNotAskedForAnythingNewer() {
    rig.breakLink();
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake(SessionRig.SESSION_ID, SessionRig.TIMEOUT_MS, null);
    rig.said();

    count();
    createTtl();
    rig.submit(Ask.of(rig, "multi", new MultiRequest(List.of()), false));
    rig.submit(Ask.of(rig, "whoAmI", new WhoAmIRequest(), true));
    rig.get("/a");

    assertEquals(List.of(new GetDataRequest("/a", false)), rig.requests());
    assertEquals(
        List.of(lacking("count"), lacking("ttl"), lacking("multi"), lacking("whoAmI")), rig.told());
  }

  private static Told ended(WatchKind kind, String path) {
    return new Told(kind + " " + path, new Gap(path, Gap.Reason.UNSUPPORTED));
  }

  @Test
  void aServerBefore34EndsLastingWatches() {
    rig.watched(WatchKind.PERSISTENT, "/p");
    rig.watched(WatchKind.CHILD, "/c");
    rig.breakLink();
    rig.awaitAttempt();
    rig.reachServer();
    rig.told();
    rig.handshake(SessionRig.SESSION_ID, SessionRig.TIMEOUT_MS, null);

    assertEquals(
        List.of(new SetWatchesRequest(1, List.of(), List.of(), List.of("/c"))), rig.requests());
    assertEquals(List.of(ended(WatchKind.PERSISTENT, "/p")), rig.told());
  }

  @Test
  void aServerTooOldForLastingWatchesIsTriedOnceMoreAndThenEndsThem() {
    rig.watched(WatchKind.DATA, "/d");
    rig.watched(WatchKind.PERSISTENT, "/p");
    rig.watched(WatchKind.RECURSIVE, "/r");
    rig.reconnect();
    rig.handshake();
    assertEquals(
        List.of(
            new SetWatches2Request(
                1, List.of("/d"), List.of(), List.of(), List.of("/p"), List.of("/r"))),
        rig.requests());
    rig.told();

    rig.reply(4, -1, ErrorCode.UNIMPLEMENTED);
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();

    assertEquals(
        List.of(new SetWatchesRequest(1, List.of("/d"), List.of(), List.of())), rig.requests());
    assertEquals(
        List.of(ended(WatchKind.PERSISTENT, "/p"), ended(WatchKind.RECURSIVE, "/r")), rig.told());
    rig.reply(5, 1, ErrorCode.OK);
    rig.advance(1_000);
    assertEquals(List.of(), rig.said(State.class));
  }

  /**
   * A server that closes while there is more to read resets the connection, and its answer is lost.
   */
  @Test
  void aRefusalThatGotLostIsAskedForBeforeAnythingElse() {
    rig.watched(WatchKind.PERSISTENT, "/p");
    rig.get("/a");
    rig.sent();
    rig.reconnect();
    rig.handshake();
    assertEquals(2, rig.requests().size());
    rig.said();

    rig.reconnect();
    rig.handshake();
    assertEquals(
        List.of(new SetWatches2Request(0, List.of(), List.of(), List.of(), List.of(), List.of())),
        rig.requests());
    rig.said();
    rig.reply(5, -1, ErrorCode.UNIMPLEMENTED);
    rig.awaitAttempt();
    rig.reachServer();
    rig.handshake();

    assertEquals(List.of(new GetDataRequest("/a", false)), rig.requests());
    assertEquals(List.of(ended(WatchKind.PERSISTENT, "/p")), rig.told());
  }

  @Test
  void afterADoubtThatWasUnfoundedWatchesAreSetAgain() {
    rig.watched(WatchKind.PERSISTENT, "/p");
    rig.reconnect();
    rig.handshake();
    rig.sent();
    rig.reconnect();
    rig.handshake();
    rig.reply(rig.sentXid(), 1, ErrorCode.OK);
    Request again =
        new SetWatches2Request(1, List.of(), List.of(), List.of(), List.of("/p"), List.of());

    assertEquals(List.of(again), rig.requests());
    rig.reply(4, 1, ErrorCode.OK);
    rig.reconnect();
    rig.handshake();
    assertEquals(List.of(again), rig.requests());
  }

  @Test
  void aRefusalThatGotLostAmongManyIsHeardWhenTheyGoOneAtATime() {
    count();
    count();
    rig.sent();
    rig.reconnect();
    rig.handshake();
    int alone = rig.sentXid();

    rig.reply(alone, -1, ErrorCode.UNIMPLEMENTED);
    assertEquals(List.of(), rig.sent());
    assertEquals(List.of(told("count", ErrorCode.UNIMPLEMENTED)), rig.told());
    rig.reconnect();
    rig.handshake();

    assertEquals(List.of(), rig.sent());
    assertEquals(List.of(lacking("count")), rig.told());
  }

  @Test
  void aNewerServerIsPreferredToTheEndOfLastingWatches() {
    rig.watched(WatchKind.PERSISTENT, "/p");
    rig.reconnect();
    rig.handshake();
    rig.said();
    rig.reply(rig.sentXid(), -1, ErrorCode.UNIMPLEMENTED);
    rig.awaitAttempt();
    rig.resolve("10.0.0.2");
    rig.open();
    rig.said();
    rig.handshake();

    rig.reply(rig.sentXid(), 1, ErrorCode.OK);

    assertEquals(
        List.of(
            new State(KeeperState.CONNECTED),
            new Told("PERSISTENT /p", new Gap("/p", Gap.Reason.RECONNECTED))),
        rig.said().stream().filter(said -> said instanceof State || said instanceof Told).toList());
  }

  @Test
  void addressesOfOldDoNotPileUp() {
    ServerFeatures features = new ServerFeatures();
    for (int i = 0; i < 300; i++) {
      InetSocketAddress address =
          new InetSocketAddress(Ask.address("10.0." + i / 256 + "." + i % 256), 2181);
      features.connected(address, false, i * ServerFeatures.REMEMBERED_NS);
      features.refused(OpCode.ADD_WATCH, i * ServerFeatures.REMEMBERED_NS);
    }

    assertEquals(1, features.size());
  }
}
