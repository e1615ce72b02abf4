package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A lying server, in front of one that answers every message with the same message. */
class WireProxyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int CREATE = 1;
  private static final int GET_DATA = 4;

  private Echo echo;
  private WireProxy proxy;

  @BeforeEach
  void open() throws Exception {
    echo = new Echo();
    proxy = WireProxy.to(echo.address());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    echo.close();
  }

  /** One who speaks in messages. */
  private final class Speaker implements AutoCloseable {
    private final Socket socket = World.current().socket();

    Speaker() throws IOException {
      socket.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
      socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
      say(new byte[] {1, 2, 3}); // a connect request
      assertArrayEquals(new byte[] {1, 2, 3}, hear());
    }

    void ask(int xid, int opCode) throws IOException {
      say(ByteBuffer.allocate(16).putInt(xid).putInt(opCode).array());
    }

    void say(byte[] payload) throws IOException {
      new DataOutputStream(socket.getOutputStream()).writeInt(payload.length);
      socket.getOutputStream().write(payload);
    }

    byte[] hear() throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return in.readNBytes(in.readInt());
    }

    int hearXid() throws IOException {
      return ByteBuffer.wrap(hear()).getInt();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void whatNoRuleConcernsPasses() throws Exception {
    proxy.every(frame -> frame.isRequest(CREATE), (frame, wire) -> {});
    try (Speaker speaker = new Speaker()) {
      speaker.ask(1, GET_DATA);

      assertEquals(1, speaker.hearXid());
      assertEquals(1, proxy.accepted());
    }
  }

  @Test
  void repliesAreKnownByWhatWasAsked() throws Exception {
    List<String> seen = new ArrayList<>();
    proxy.every(
        frame -> frame.direction() == Direction.TO_CLIENT,
        (frame, wire) -> {
          seen.add(frame.isHandshake() + " " + frame.opCode() + " " + frame.isReplyTo(CREATE));
          wire.send(frame);
        });
    try (Speaker speaker = new Speaker()) {
      speaker.ask(1, GET_DATA);
      speaker.hear();
      speaker.ask(2, CREATE);
      speaker.hear();
    }

    assertEquals(List.of("true 0 false", "false 4 false", "false 1 true"), seen);
  }

  @Test
  void repliesAreChangedRepeatedAndInvented() throws Exception {
    proxy.next(
        frame -> frame.isReplyTo(GET_DATA),
        (frame, wire) -> {
          wire.send(frame.withXid(77));
          wire.send(frame.withError(-5));
          wire.send(frame);
          wire.send(WireFrame.reply(9, 8, 7, new byte[] {6}));
          wire.send(WireFrame.event(3, "/a"));
        });
    try (Speaker speaker = new Speaker()) {
      speaker.ask(1, GET_DATA);

      assertEquals(77, speaker.hearXid());
      ByteBuffer refusal = ByteBuffer.wrap(speaker.hear());
      assertEquals(16, refusal.remaining(), "an error has no body");
      assertEquals(-5, refusal.getInt(12));
      assertEquals(1, speaker.hearXid());
      ByteBuffer invented = ByteBuffer.wrap(speaker.hear());
      assertEquals(17, invented.remaining());
      assertEquals(9, invented.getInt());
      assertEquals(8, invented.getLong());
      assertEquals(7, invented.getInt());
      ByteBuffer event = ByteBuffer.wrap(speaker.hear());
      assertEquals(-1, event.getInt());
      assertEquals(16 + 3 * 4 + 2, event.capacity());
    }
  }

  @Test
  void heldBackMessageIsOvertaken() throws Exception {
    proxy.next(
        frame -> frame.isReplyTo(CREATE),
        (late, wire) ->
            proxy.next(
                frame -> frame.isReplyTo(GET_DATA),
                (early, sameWire) -> {
                  sameWire.send(early);
                  wire.send(late);
                }));
    try (Speaker speaker = new Speaker()) {
      speaker.ask(1, CREATE);
      speaker.ask(2, GET_DATA);

      assertEquals(2, speaker.hearXid());
      assertEquals(1, speaker.hearXid());
    }
  }

  @Test
  void connectionBreaksWithinAMessage() throws Exception {
    for (Break how : List.of(Break.CLOSE, Break.HALF_CLOSE, Break.RESET)) {
      proxy.next(
          frame -> frame.isReplyTo(CREATE),
          (frame, wire) -> {
            wire.sendPart(frame, 7);
            wire.breakOff(how, frame.direction());
          });
      try (Speaker speaker = new Speaker()) {
        speaker.ask(1, CREATE);

        if (how == Break.RESET) {
          assertThrows(SocketException.class, () -> speaker.socket.getInputStream().readAllBytes());
        } else {
          assertEquals(7, speaker.socket.getInputStream().readAllBytes().length);
        }
      }
    }
  }

  @Test
  void whatIsNoMessageEndsTheConnection() throws Exception {
    try (Speaker speaker = new Speaker()) {
      new DataOutputStream(speaker.socket.getOutputStream()).writeInt(Integer.MAX_VALUE);

      assertThrows(EOFException.class, speaker::hear);
    }
  }

  @Test
  void healedProxyForgetsItsRules() throws Exception {
    proxy.every(
        frame -> frame.isReplyTo(CREATE),
        (frame, wire) -> wire.breakOff(Break.SILENCE, frame.direction()));
    try (Speaker speaker = new Speaker()) {
      speaker.ask(1, CREATE);
      Await.until(LIMIT, () -> echo.received() == 7 + 20);

      proxy.heal();

      assertThrows(EOFException.class, speaker::hear);
    }
    try (Speaker next = new Speaker()) {
      next.ask(1, CREATE);
      assertEquals(1, next.hearXid());
    }
  }

  @Test
  void ruleThatThrowsIsReported() throws Exception {
    WireProxy failing = WireProxy.to(echo.address());
    failing.next(
        WireFrame::isHandshake,
        (frame, wire) -> {
          throw new IllegalStateException("a rule that throws on purpose");
        });
    try (Socket socket = World.current().socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", failing.port()));
      socket.getOutputStream().write(new byte[] {0, 0, 0, 1, 1});
      assertEquals(-1, socket.getInputStream().read());
    }

    AssertionError reported = assertThrows(AssertionError.class, failing::close);

    assertTrue(String.valueOf(reported.getMessage()).contains("on purpose"));
  }

  @Test
  void frameShowsNoData() {
    WireFrame reply = WireFrame.reply(3, 4, 0, "secret".getBytes(StandardCharsets.UTF_8));

    assertFalse(reply.toString().contains("secret"));
    assertTrue(reply.toString().contains("xid 3"), reply.toString());
    assertEquals(6, reply.body().length);
    assertEquals(2, reply.withBody(new byte[2]).body().length);
  }
}
