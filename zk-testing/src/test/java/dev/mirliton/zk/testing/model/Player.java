package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.GetAclResponse;
import dev.mirliton.zk.protocol.wire.GetChildren2Response;
import dev.mirliton.zk.protocol.wire.GetChildrenResponse;
import dev.mirliton.zk.protocol.wire.GetDataResponse;
import dev.mirliton.zk.protocol.wire.GetEphemeralsResponse;
import dev.mirliton.zk.protocol.wire.MultiResponse;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.PingRequest;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.Response;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import dev.mirliton.zk.protocol.wire.WhoAmIResponse;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import dev.mirliton.zk.testing.model.Operation.Call;
import dev.mirliton.zk.testing.model.Operation.Context;
import dev.mirliton.zk.testing.model.Operation.Manner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets the clients of one round do what they do, and writes down what they saw in words that do not
 * depend on what two servers may do differently: sessions by the client's number, times not at all,
 * transactions counted from the beginning of the round, sets sorted.
 */
final class Player {
  private static final int SESSION_MS = 60_000;
  private static final int PASSWORD_BYTES = 16;
  private static final Pattern ZXID = Pattern.compile("zxid=(-?\\d+)");
  private static final Pattern TIME = Pattern.compile("time=(\\d+)");

  private final Side side;
  private final String root;
  private final Client[] clients = new Client[OperationGenerator.CLIENTS];
  private final Map<Long, String> sessionNames = new HashMap<>();
  private final List<String> seen = new ArrayList<>();
  private long base = -1;

  /** A client's memory. */
  private static final class Client {
    private Side.@Nullable Wire wire;
    private long session;
    private byte[] password = new byte[PASSWORD_BYTES];
    private long formerSession;
    private byte[] formerPassword = new byte[PASSWORD_BYTES];
    private long lastZxid;
    private int xid;
  }

  Player(Side side, String root) {
    this.side = side;
    this.root = root;
    Arrays.setAll(clients, i -> new Client());
  }

  /** Does it, and returns what was seen, line by line. */
  List<String> play(Operation operation) {
    seen.clear();
    Client client = clients[operation.client()];
    try {
      switch (operation) {
        case Operation.Connect connect -> connect(client, operation.client(), connect.manner());
        case Operation.Drop drop -> drop(client);
        case Operation.Word word -> word(word.word());
        case Operation.Ask ask -> {
          if (client.wire == null) {
            connect(client, ask.client(), Manner.PROPER);
          }
          ask(client, ask.calls());
        }
      }
    } catch (IllegalStateException silence) {
      seen.add("! " + silence.getMessage());
    }
    return List.copyOf(seen);
  }

  /** Closes all connections. */
  void close() {
    for (Client client : clients) {
      drop(client);
    }
  }

  private static void drop(Client client) {
    if (client.wire != null) {
      client.wire.close();
      client.wire = null;
    }
  }

  private void word(String word) {
    Side.Wire wire = side.open();
    wire.send(word.getBytes(StandardCharsets.US_ASCII));
    seen.add("answer " + new String(wire.rest(), StandardCharsets.US_ASCII));
    wire.close();
  }

  // ---- sessions

  private void connect(Client client, int number, Manner manner) {
    Side.Wire wire = side.open();
    wire.send(handshake(client, manner));
    if (manner == Manner.TORN) {
      seen.add(wire.frame() == null ? "closed" : "answered a torn handshake");
      wire.close();
      return;
    }
    byte[] frame = wire.frame();
    if (frame == null) {
      seen.add("closed");
      wire.close();
      return;
    }
    ConnectResponse response = ConnectResponse.decode(new WireReader(ByteBuffer.wrap(frame)));
    seen.add(
        "session "
            + (response.sessionId() != 0)
            + " timeout "
            + response.timeoutMs()
            + " password "
            + response.password().length
            + (Arrays.equals(response.password(), new byte[PASSWORD_BYTES]) ? " zero" : "")
            + " read-only "
            + response.readOnly());
    // Taken over, or given up: one connection for each client.
    if (client.wire != null && response.sessionId() == client.session) {
      seen.add("former connection " + (client.wire.frame() == null ? "closed" : "speaks"));
    }
    if (response.isExpired()) {
      seen.add(wire.frame() == null ? "closed" : "speaks on");
      wire.close();
      if (manner == Manner.WRONG_PASSWORD) {
        // The server ends the connection of the session all the same.
        drop(client);
      }
      return;
    }
    drop(client);
    client.wire = wire;
    client.session = response.sessionId();
    client.password = response.password();
    sessionNames.put(client.session, "session of " + number);
  }

  private byte[] handshake(Client client, Manner manner) {
    long session = client.session;
    byte[] password = client.password.clone();
    switch (manner) {
      case WRONG_PASSWORD -> password[3]++;
      case UNKNOWN_SESSION -> {
        session = client.formerSession != 0 ? client.formerSession : 0x7777;
        password = client.formerPassword;
      }
      default -> {}
    }
    ConnectRequest request =
        new ConnectRequest(
            0,
            manner == Manner.AHEAD ? Long.MAX_VALUE : client.lastZxid,
            manner == Manner.IMPATIENT ? 1 : SESSION_MS,
            session,
            password,
            manner == Manner.OLD ? null : Boolean.FALSE);
    byte[] packet = packet(request::encode);
    if (manner == Manner.TORN) {
      packet = packet(out -> out.writeInt(0));
    }
    return packet;
  }

  private static byte[] packet(Consumer<WireWriter> body) {
    WireWriter out = new WireWriter(ByteBuffer.allocate(256));
    int start = out.beginFrame();
    body.accept(out);
    out.endFrame(start);
    byte[] packet = new byte[out.position()];
    out.buffer().flip().get(packet);
    return packet;
  }

  // ---- requests

  private void ask(Client client, List<Call> calls) {
    if (client.wire == null) {
      return;
    }
    WireWriter out = new WireWriter(ByteBuffer.allocate(1024));
    Context context = new Context(root, client.lastZxid);
    int first = client.xid + 1;
    for (Call call : calls) {
      int start = out.beginFrame();
      RequestHeader.encode(out, xid(++client.xid, call.opCode()), call.opCode());
      call.body().accept(out, context);
      out.endFrame(start);
    }
    byte[] packets = new byte[out.position()];
    out.buffer().flip().get(packets);
    client.wire.send(packets);
    boolean alive = true;
    for (int i = 0; i < calls.size() && alive; i++) {
      alive = replies(client, xid(first + i, calls.get(i).opCode()), calls.get(i).opCode());
    }
    if (alive && ends(calls)) {
      alive = !seen.add(client.wire.frame() == null ? "closed" : "speaks on");
    }
    if (!alive) {
      ended(client, calls);
    }
    if (calls.stream().anyMatch(Call::writes)) {
      tellOthers(client);
    }
  }

  private boolean ends(List<Call> calls) {
    String last = seen.getLast();
    return switch (calls.getLast().opCode()) {
      case OpCode.CLOSE_SESSION -> true;
      case OpCode.AUTH -> last.contains(ErrorCode.name(ErrorCode.AUTH_FAILED));
      case OpCode.CHECK, OpCode.ERROR, OpCode.NOTIFICATION -> true;
      default -> calls.getLast().opCode() > OpCode.WHO_AM_I;
    };
  }

  private static void ended(Client client, List<Call> calls) {
    drop(client);
    if (calls.getLast().opCode() == OpCode.CLOSE_SESSION) {
      client.formerSession = client.session;
      client.formerPassword = client.password;
      client.session = 0;
      client.password = new byte[PASSWORD_BYTES];
    }
  }

  // What others were told is with them once they have the answer to a ping.
  private void tellOthers(Client writer) {
    for (int i = 0; i < clients.length; i++) {
      Client other = clients[i];
      if (other != writer && other.wire != null) {
        int before = seen.size();
        other.wire.send(
            packet(out -> RequestHeader.encode(out, Xid.PING, new PingRequest().opCode())));
        if (!replies(other, Xid.PING, OpCode.PING)) {
          drop(other);
        }
        seen.set(seen.size() - 1, "client " + i + " is up to date");
        for (int line = before; line < seen.size() - 1; line++) {
          seen.set(line, "client " + i + " " + seen.get(line));
        }
      }
    }
  }

  private static int xid(int counter, int opCode) {
    return switch (opCode) {
      case OpCode.PING -> Xid.PING;
      case OpCode.AUTH -> Xid.AUTH;
      default -> counter;
    };
  }

  /** Reads up to the reply; says whether there was one. */
  private boolean replies(Client client, int xid, int opCode) {
    while (true) {
      byte[] frame = client.wire == null ? null : client.wire.frame();
      if (frame == null) {
        seen.add("closed");
        return false;
      }
      WireReader in = new WireReader(ByteBuffer.wrap(frame));
      ReplyHeader header = ReplyHeader.decode(in);
      if (header.xid() == Xid.NOTIFICATION) {
        WatcherEvent event = WatcherEvent.decode(in);
        seen.add(
            "event "
                + EventType.name(event.type())
                + " "
                + event.state()
                + " "
                + plain(event.path())
                + " in "
                + zxid(header.zxid()));
        continue;
      }
      if (base < 0) {
        base = header.zxid();
      }
      seen.add(
          (header.xid() == xid ? "reply " : "reply to another ")
              + zxid(header.zxid())
              + " "
              + ErrorCode.name(header.err())
              + body(header, opCode, in));
      if (header.xid() > 0 && header.zxid() > 0) {
        client.lastZxid = header.zxid();
      }
      return true;
    }
  }

  private String body(ReplyHeader header, int opCode, WireReader in) {
    if (header.err() != ErrorCode.OK) {
      return ""; // A real server may go on even so; nobody is to read it.
    }
    boolean known = OpCode.isRequest(opCode);
    String text = known ? describe(Response.decode(opCode, in)) : "";
    return " " + text + (in.remaining() == 0 ? "" : " and " + in.remaining() + " bytes");
  }

  // ---- words

  private String describe(Response response) {
    String text =
        switch (response) {
          case GetChildrenResponse r -> r.children().stream().sorted().toList().toString();
          case GetChildren2Response r -> r.children().stream().sorted().toList() + " " + r.stat();
          case GetEphemeralsResponse r -> r.ephemerals().stream().sorted().toList().toString();
          case WhoAmIResponse r ->
              r.identities().stream().map(Object::toString).sorted().toList().toString();
          case GetAclResponse r ->
              r.acl().stream().map(Object::toString).sorted().toList() + " " + r.stat();
          case GetDataResponse r -> data(r) + " " + r.stat();
          case MultiResponse r -> multi(r);
          default -> response.toString();
        };
    return plain(words(text));
  }

  private static String data(GetDataResponse response) {
    byte[] data = response.data();
    return data == null ? "null" : "0x" + HexFormat.of().formatHex(data);
  }

  private String multi(MultiResponse response) {
    StringBuilder text = new StringBuilder();
    for (MultiResponse.Result result : response.results()) {
      text.append("\n    ").append(OpCode.name(result.type()));
      text.append(' ').append(ErrorCode.name(result.err()));
      text.append(' ').append(describe(result.body()));
    }
    return text.toString();
  }

  private String words(String text) {
    String without = TIME.matcher(text).replaceAll("");
    String zxids = ZXID.matcher(without).replaceAll(zxid -> zxid(Long.parseLong(zxid.group(1))));
    String named = zxids;
    for (Map.Entry<Long, String> name : sessionNames.entrySet()) {
      named = named.replace("ephemeralOwner=" + name.getKey(), name.getValue());
    }
    return named;
  }

  private String plain(String text) {
    return text.replace(root, Operation.ROOT);
  }

  private String zxid(long zxid) {
    if (zxid <= 0) {
      return "zxid " + zxid;
    }
    return zxid <= base ? "zxid before" : "zxid +" + (zxid - base);
  }
}
