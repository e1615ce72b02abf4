package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchEvent.Gap;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.testing.Break;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.WireFrame;
import dev.mirliton.zk.testing.WireProxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How watches of every kind are set again: in which requests, in which order, and what if not. */
@EveryHandler
class WatchRearmTest extends FaultSuite {
  /**
   * What one request may hold of paths: the official client's limit, which old servers count on.
   */
  private static final int BATCH_BYTES = 128 * 1024;

  private static boolean setsAgain(WireFrame frame) {
    return frame.isRequest(OpCode.SET_WATCHES) || frame.isRequest(OpCode.SET_WATCHES2);
  }

  /** A request that sets watches again, of either kind. */
  private static SetWatches2Request decoded(WireFrame frame) {
    WireReader body = new WireReader(ByteBuffer.wrap(frame.body()));
    if (frame.opCode() == OpCode.SET_WATCHES2) {
      return SetWatches2Request.decode(body);
    }
    SetWatchesRequest old = SetWatchesRequest.decode(body);
    return new SetWatches2Request(
        old.relativeZxid(),
        old.dataWatches(),
        old.existWatches(),
        old.childWatches(),
        List.of(),
        List.of());
  }

  private static Stream<String> paths(SetWatches2Request request) {
    return Stream.of(
            request.dataWatches(),
            request.existWatches(),
            request.childWatches(),
            request.persistentWatches(),
            request.persistentRecursiveWatches())
        .flatMap(List::stream);
  }

  /** Watches of each kind, as many of each. */
  private static final class Garden {
    final List<Watch> data = new ArrayList<>();
    final List<Watch> exist = new ArrayList<>();
    final List<Watch> child = new ArrayList<>();
    final List<Watch> lasting = new ArrayList<>();
    final List<Watch> recursive = new ArrayList<>();

    /** Plants them, each on a path of its own whose name is so long. */
    static Garden of(ZkClient zk, ZkClient witness, int ofEach, int nameLength)
        throws InterruptedException {
      String tail = "n".repeat(nameLength);
      Garden garden = new Garden();
      List<AsyncResult<?>> created = new ArrayList<>();
      for (int i = 0; i < ofEach; i++) {
        for (String kind : List.of("d", "c", "p", "r")) {
          created.add(witness.async().create("/" + kind + i + tail, NOTHING));
        }
      }
      for (AsyncResult<?> each : created) {
        each.get();
      }
      List<AsyncResult<? extends Watched<?>>> oneShot = new ArrayList<>();
      List<AsyncResult<Watch>> lasting = new ArrayList<>();
      for (int i = 0; i < ofEach; i++) {
        oneShot.add(zk.async().getAndWatch("/d" + i + tail));
        oneShot.add(zk.async().existsAndWatch("/e" + i + tail));
        oneShot.add(zk.async().childrenAndWatch("/c" + i + tail));
        lasting.add(zk.async().watch("/p" + i + tail, WatchMode.PERSISTENT));
        lasting.add(zk.async().watch("/r" + i + tail, WatchMode.PERSISTENT_RECURSIVE));
      }
      for (int i = 0; i < ofEach; i++) {
        garden.data.add(oneShot.get(3 * i).get().watch());
        garden.exist.add(oneShot.get(3 * i + 1).get().watch());
        garden.child.add(oneShot.get(3 * i + 2).get().watch());
        garden.lasting.add(lasting.get(2 * i).get());
        garden.recursive.add(lasting.get(2 * i + 1).get());
      }
      return garden;
    }

    List<Watch> all() {
      return Stream.of(data, exist, child, lasting, recursive).flatMap(List::stream).toList();
    }
  }

  /** Changes something under the i-th watch of each one-shot kind; these hear of it afterwards. */
  private static void changeOneShot(ZkClient witness, Garden garden, int i)
      throws InterruptedException {
    witness.set(garden.data.get(i).path(), bytes("x"));
    witness.create(garden.exist.get(i).path(), NOTHING);
    witness.create(garden.child.get(i).path() + "/new", NOTHING);
  }

  private void assertOneShotTell(Garden garden, int i) throws InterruptedException {
    assertTells(new WatchEvent.DataChanged(garden.data.get(i).path()), garden.data.get(i));
    assertTells(new WatchEvent.Created(garden.exist.get(i).path()), garden.exist.get(i));
    assertTells(new WatchEvent.ChildrenChanged(garden.child.get(i).path()), garden.child.get(i));
    for (Watch once : List.of(garden.data.get(i), garden.exist.get(i), garden.child.get(i))) {
      assertFalse(once.isActive(), "it told once and for all");
    }
  }

  private void assertLastingTell(ZkClient witness, Garden garden, int i)
      throws InterruptedException {
    Watch lasting = garden.lasting.get(i);
    Watch recursive = garden.recursive.get(i);
    skipGaps(lasting);
    skipGaps(recursive);
    witness.set(lasting.path(), bytes("x"));
    witness.create(recursive.path() + "/new", NOTHING);
    assertTells(new WatchEvent.DataChanged(lasting.path()), lasting);
    assertTells(new WatchEvent.Created(recursive.path() + "/new"), recursive);
  }

  /** Takes what tells of a reconnect: at least one, one for each that went so far. */
  private static void skipGaps(Watch watch) throws InterruptedException {
    assertEquals(new Gap(watch.path(), Gap.Reason.RECONNECTED), watch.next());
  }

  @Test
  void everyKindIsSetAgainInBatchesBeforeAnythingElse() throws Exception {
    ZkClient witness = connect();
    Queue<WireFrame> sent = new ConcurrentLinkedQueue<>();
    try (WireProxy proxy = WireProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      ZkSession before = session(zk);
      Garden garden = Garden.of(zk, witness, 150, 230);
      changeOneShot(witness, garden, 149); // told, and not set again
      assertOneShotTell(garden, 149);
      long seen = zk.exists("/").orElseThrow().pzxid();
      proxy.every(
          frame -> frame.direction() == Direction.TO_SERVER,
          (frame, wire) -> {
            if (wire.number() == 2) {
              sent.add(frame);
            }
            wire.send(frame);
          });
      Told<StateChange> changes = Told.by(zk);

      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);
      List<AsyncResult<?>> queued = book.writeEach(zk);
      for (int i : new int[] {0, 70, 148}) {
        changeOneShot(witness, garden, i);
      }
      proxy.welcome();
      for (AsyncResult<?> each : queued) {
        each.get();
      }

      List<WireFrame> requests = List.copyOf(sent);
      List<WireFrame> batches = requests.stream().filter(WatchRearmTest::setsAgain).toList();
      assertTrue(batches.size() >= 2, "requests that set watches: " + batches);
      assertTrue(requests.get(0).isHandshake());
      assertEquals(
          batches, requests.subList(1, 1 + batches.size()), "they come before everything else");
      for (WireFrame batch : batches) {
        assertTrue(batch.payload().length < BATCH_BYTES * 3 / 2, () -> "too long: " + batch);
      }
      List<SetWatches2Request> asked = batches.stream().map(WatchRearmTest::decoded).toList();
      assertEquals(
          1,
          asked.stream().mapToLong(SetWatches2Request::relativeZxid).distinct().count(),
          "one zxid, though answers arrive in between");
      assertTrue(asked.get(0).relativeZxid() >= seen, "what was seen is not told again");
      assertEquals(
          garden.all().stream()
              .filter(Watch::isActive)
              .map(w -> clients.root() + w.path())
              .sorted()
              .toList(),
          asked.stream().flatMap(WatchRearmTest::paths).sorted().toList(),
          "each once, with the root in front");
      for (int i : new int[] {0, 70, 148}) {
        assertOneShotTell(garden, i);
        assertLastingTell(witness, garden, i);
      }
      changeOneShot(witness, garden, 100);
      assertOneShotTell(garden, 100);
      assertServesIn(before, zk);
      book.verify(witness);
    }
  }

  @Test
  void connectionThatBreaksMeanwhileIsFollowedByAnother() throws Exception {
    ZkClient witness = connect();
    for (Break how : Break.values()) {
      ZkClient rooted = witness.rooted("/" + how);
      witness.create("/" + how, NOTHING);
      try (WireProxy proxy = WireProxy.to(server);
          ZkClient zk =
              connect(
                  options(proxy)
                      .root(clients.root() + "/" + how)
                      .maxPacketBytes(4_096)
                      // A silence takes two thirds of it, and a simulated network up to a second
                      // more.
                      .sessionTimeout(SHORT_SESSION.multipliedBy(2))
                      .reconnect(EAGER))) {
        ZkSession before = session(zk);
        Garden garden = Garden.of(zk, rooted, 6, 60);
        Queue<Long> zxids = new ConcurrentLinkedQueue<>();
        // Broken before the second request on the way there, and before the second answer back.
        proxy.next(
            WatchRearmTest::setsAgain,
            (first, wire) -> {
              zxids.add(decoded(first).relativeZxid());
              wire.send(first);
              proxy.next(
                  WatchRearmTest::setsAgain,
                  (second, same) -> {
                    proxy.next(
                        frame -> frame.isReplyTo(OpCode.SET_WATCHES2),
                        (frame, third) -> {
                          third.send(frame);
                          proxy.next(
                              next -> next.isReplyTo(OpCode.SET_WATCHES2),
                              (next, last) -> last.breakOff(how, Direction.TO_CLIENT));
                        });
                    same.breakOff(how, Direction.TO_CLIENT);
                  });
            });
        Told<StateChange> changes = Told.by(zk);

        proxy.refuse();
        proxy.cut();
        Told.await(changes, ConnectionState.SUSPENDED);
        for (int i = 0; i < 5; i++) {
          changeOneShot(rooted, garden, i);
        }
        proxy.welcome();

        for (int i = 0; i < 5; i++) {
          assertOneShotTell(garden, i);
        }
        assertServesIn(before, zk);
        assertTrue(proxy.accepted() >= 3, () -> "connections: " + proxy.accepted());
        changeOneShot(rooted, garden, 5);
        assertOneShotTell(garden, 5);
        for (int i = 0; i < 6; i++) {
          rooted.set(garden.lasting.get(i).path(), bytes("x"));
          assertTellsAfterGaps(
              new WatchEvent.DataChanged(garden.lasting.get(i).path()), garden.lasting.get(i));
        }
      }
    }
  }

  @Test
  void serverThatRefusesIsAskedAgain() throws Exception {
    ZkClient witness = connect();
    try (WireProxy proxy = WireProxy.to(server);
        ZkClient zk = connect(options(proxy).reconnect(EAGER))) {
      ZkSession before = session(zk);
      Watch watch = zk.existsAndWatch("/a").watch();
      proxy.next(
          frame -> frame.isReplyTo(OpCode.SET_WATCHES),
          (frame, wire) -> wire.send(frame.withError(-4711)));

      proxy.cut();

      assertServesIn(before, zk);
      assertEquals(3, proxy.accepted(), "connections");
      witness.create("/a", NOTHING);
      assertTells(new WatchEvent.Created("/a"), watch);
    }
  }
}
