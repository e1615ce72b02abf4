package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.protocol.session.SessionRig.SessionOver;
import dev.mirliton.zk.protocol.session.SessionRig.State;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.EmptyResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A conversation is the same in whatever pieces its bytes arrive. */
class TornInputTest {
  /** Cuts what arrives at one time into what arrives one after the other. */
  private interface Cut extends Function<byte[], List<byte[]>> {}

  private static final Cut WHOLE = List::of;

  private static Consumer<WireWriter> header(int xid, long zxid, int error) {
    return new ReplyHeader(xid, zxid, error)::encode;
  }

  private static Consumer<WireWriter> event(int type, String path) {
    return out -> {
      new ReplyHeader(Xid.NOTIFICATION, 50, 0).encode(out);
      new WatcherEvent(type, WatcherEvent.SYNC_CONNECTED, path).encode(out);
    };
  }

  @SafeVarargs
  private static byte[] frames(Consumer<WireWriter>... payloads) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Consumer<WireWriter> payload : payloads) {
      all.writeBytes(SessionRig.frame(payload).array());
    }
    return all.toByteArray();
  }

  private static void receive(SessionRig rig, Cut cut, byte[] bytes) {
    for (byte[] piece : cut.apply(bytes)) {
      rig.receive(ByteBuffer.wrap(piece));
    }
  }

  /** Returns everything that was said and sent. */
  private static List<Object> converse(Cut cut) {
    SessionRig rig =
        new SessionRig(
            setup -> setup.credentials = List.of(Authentication.digest("ann", "secret")));
    List<Object> record = new ArrayList<>();
    rig.start();
    rig.get("/a");
    rig.reachServer();
    record.addAll(rig.sent());
    Consumer<WireWriter> granted =
        new ConnectResponse(0, 9_000, SessionRig.SESSION_ID, SessionRig.PASSWORD, false)::encode;
    receive(rig, cut, frames(granted, header(Xid.AUTH, 0, 0)));
    rig.watch(WatchKind.EXIST, "/w");
    rig.watch(WatchKind.RECURSIVE, "/");
    rig.delete("/b");
    rig.get("/c");
    record.addAll(rig.sent());
    receive(
        rig,
        cut,
        frames(
            SessionRig.replyFrame(1, 40, new EmptyResponse()),
            header(2, 41, ErrorCode.NO_NODE),
            event(EventType.NODE_CREATED, "/w"),
            header(Xid.PING, 0, 0),
            header(3, 42, 0),
            event(EventType.NODE_DELETED, "/x/y"),
            header(5, 42, ErrorCode.NOT_READ_ONLY),
            header(4, 43, 0)));
    record.addAll(rig.said());
    rig.delete("/d");
    record.addAll(rig.sent());
    receive(rig, cut, frames(header(77, 1, 0), header(6, 1, 0)));
    rig.advance(SessionRig.PAUSE_MS);
    rig.reachServer();
    record.addAll(rig.sent());
    receive(rig, cut, frames(new ConnectResponse(0, 0, 0, new byte[16], false)::encode));
    record.addAll(rig.said());
    return record;
  }

  @Test
  void theConversationGoesThroughEveryPhase() {
    List<Object> record = converse(WHOLE);

    assertTrue(record.contains(new State(KeeperState.CONNECTED)), record::toString);
    assertTrue(record.contains(new State(KeeperState.CONNECTING)), record::toString);
    assertTrue(record.contains(new State(KeeperState.EXPIRED)), record::toString);
    assertTrue(record.contains(new SessionOver()), record::toString);
    assertEquals(
        9, record.stream().filter(SessionRig.Told.class::isInstance).count(), record::toString);
  }

  @Test
  void tornAtAnyOneOffsetItIsTheSame() {
    List<Object> whole = converse(WHOLE);

    for (int at = 0; at < 250; at++) {
      int offset = at;
      Cut inTwo =
          all -> {
            int middle = Math.min(offset, all.length);
            return List.of(Arrays.copyOf(all, middle), Arrays.copyOfRange(all, middle, all.length));
          };
      assertEquals(whole, converse(inTwo), "torn at " + at);
    }
  }

  @Test
  void byteByByteItIsTheSame() {
    Cut bytes =
        all -> {
          List<byte[]> each = new ArrayList<>();
          for (byte one : all) {
            each.add(new byte[] {one});
          }
          return each;
        };

    assertEquals(converse(WHOLE), converse(bytes));
  }

  @Test
  void inPiecesOfAnyLengthItIsTheSame() {
    List<Object> whole = converse(WHOLE);

    for (long seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Cut anyhow =
          all -> {
            List<byte[]> cut = new ArrayList<>();
            for (int from = 0; from < all.length; ) {
              int to = Math.min(all.length, from + 1 + random.nextInt(40));
              cut.add(Arrays.copyOfRange(all, from, to));
              from = to;
            }
            return cut;
          };
      assertEquals(whole, converse(anyhow), "seed " + seed);
    }
  }
}
