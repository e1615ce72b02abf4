package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.FrameDecoder;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.Response;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.Xid;
import dev.mirliton.zk.testing.trace.TraceEvent;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Reads what passes on one connection between a client and a server, for a run's timeline. Changes
 * nothing.
 */
final class WireTap {
  private static final int LARGEST_FRAME = 64 * 1024 * 1024;

  private final Kernel kernel;
  private final Map<Integer, Request> pending = new HashMap<>();
  private boolean greeted;
  private boolean welcomed;
  private long asked; // the session that the client has
  private long granted; // the session that the message in hand is about, if it is

  private WireTap(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Reads along on a new connection; {@code messages} numbers what is sent in the whole run. */
  static void on(Kernel kernel, Network.Opened opened, LongSupplier messages) {
    WireTap tap = new WireTap(kernel);
    String client = opened.client().host().name();
    String server = opened.server().host().name();
    opened.client().outgoing().tap(tap.new Lane(client, server, tap::request, messages));
    opened.server().outgoing().tap(tap.new Lane(server, client, tap::reply, messages));
    String what = "connection " + opened.number() + " with ";
    tap.record(TraceEvent.Kind.CONNECTED, client, 0, what + server);
    tap.record(TraceEvent.Kind.CONNECTED, server, 0, what + client);
  }

  private void record(TraceEvent.Kind kind, String lane, long message, String text) {
    kernel.trace().record(kernel.nowNs(), kind, lane, message, () -> text);
  }

  private String request(ByteBuffer frame) {
    WireReader in = new WireReader(frame);
    if (!greeted) {
      greeted = true;
      ConnectRequest connect = ConnectRequest.decode(in);
      asked = connect.sessionId();
      return connect.sessionId() == 0
          ? "connect, new session of " + connect.timeoutMs() + " ms"
          : "connect, session 0x" + Long.toHexString(connect.sessionId());
    }
    RequestHeader header = RequestHeader.decode(in);
    Request request = Request.decode(header.opCode(), in);
    if (header.xid() > 0) {
      pending.put(header.xid(), request);
      return WireWords.of(request) + ", xid " + header.xid();
    }
    return WireWords.of(request);
  }

  private String reply(ByteBuffer frame) {
    WireReader in = new WireReader(frame);
    if (!welcomed) {
      welcomed = true;
      ConnectResponse connect = ConnectResponse.decode(in);
      granted = connect.timeoutMs() <= 0 ? asked : connect.sessionId();
      return connect.timeoutMs() <= 0
          ? "session 0x" + Long.toHexString(asked) + " expired"
          : "session 0x"
              + Long.toHexString(connect.sessionId())
              + " of "
              + connect.timeoutMs()
              + " ms";
    }
    ReplyHeader header = ReplyHeader.decode(in);
    return switch (header.xid()) {
      case Xid.NOTIFICATION -> WireWords.of(Response.decode(OpCode.NOTIFICATION, in));
      case Xid.PING -> "ping answered";
      case Xid.AUTH -> "auth " + ErrorCode.name(header.err());
      default -> answer(header, in);
    };
  }

  private String answer(ReplyHeader header, WireReader in) {
    Request request = pending.remove(header.xid());
    String xid = ", xid " + header.xid();
    if (request == null) {
      return "answer to an unknown request" + xid;
    }
    String outcome =
        header.err() == ErrorCode.OK
            ? WireWords.of(Response.decode(request.opCode(), in))
            : ErrorCode.name(header.err());
    return WireWords.of(request) + ": " + outcome + xid;
  }

  /** One direction. */
  private final class Lane implements Pipe.Tap {
    private final String from;
    private final String to;
    private final Function<ByteBuffer, String> words;
    private final LongSupplier messages;
    private final FrameDecoder sent = new FrameDecoder(LARGEST_FRAME);
    private final FrameDecoder arrived = new FrameDecoder(LARGEST_FRAME);
    private final Queue<Message> travelling = new ArrayDeque<>();

    private record Message(long number, String text, long session) {}

    Lane(String from, String to, Function<ByteBuffer, String> words, LongSupplier messages) {
      this.from = from;
      this.to = to;
      this.words = words;
      this.messages = messages;
    }

    @Override
    public void sent(byte[] bytes) {
      sent.feed(ByteBuffer.wrap(bytes), this::send);
    }

    private void send(ByteBuffer frame) {
      String text;
      try {
        text = words.apply(frame);
      } catch (WireFormatException unreadable) {
        text = "unreadable: " + unreadable.getMessage();
      }
      Message message = new Message(messages.getAsLong(), text, granted);
      travelling.add(message);
      granted = 0;
      record(TraceEvent.Kind.SENT, from, message.number, text);
    }

    @Override
    public void arrived(byte[] bytes) {
      arrived.feed(
          ByteBuffer.wrap(bytes),
          frame -> {
            Message message = travelling.poll();
            if (message != null) {
              record(TraceEvent.Kind.RECEIVED, to, message.number, message.text);
              if (message.session != 0) {
                record(TraceEvent.Kind.SESSION, to, message.session, message.text);
              }
            }
          });
    }

    @Override
    public void lost() {
      for (Message message : travelling) {
        record(TraceEvent.Kind.LOST, to, message.number, message.text);
      }
      travelling.clear();
    }
  }
}
