package dev.mirliton.zk.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A session on a plain socket: the few requests that the harness itself needs, one at a time. It
 * owes nothing to the client under test, so that a broken client breaks no clean-up. Used by one
 * thread.
 */
final class WireSession implements AutoCloseable {
  static final int OK = 0;
  static final int NO_NODE = -101;
  static final int NODE_EXISTS = -110;
  static final int NOT_EMPTY = -111;

  private static final int DELETE = 2;
  private static final int GET_CHILDREN = 8;
  private static final int CLOSE_SESSION = -11;
  private static final int PASSWORD_BYTES = 16;
  private static final int ALL_PERMISSIONS = 31;
  private static final int LONGEST_PACKET_BYTES = 64 << 20;
  private static final Body NONE = out -> {};

  private final Socket socket;
  private long id;
  private byte[] password = new byte[PASSWORD_BYTES];
  private int timeoutMs;
  private int xid;

  private WireSession(Socket socket) {
    this.socket = socket;
  }

  /** A reply: its error code, and what follows the header. */
  private record Reply(int error, DataInputStream body) {}

  /**
   * Opens a session.
   *
   * @throws IOException if the server does not answer within {@code limit}
   */
  static WireSession open(InetSocketAddress server, Duration timeout, Duration limit)
      throws IOException {
    return connect(server, 0, new byte[PASSWORD_BYTES], timeout, limit);
  }

  /**
   * Takes a session over; the server then drops its old connection. If the server does not know the
   * session, or not with this password, the result {@link #isRefused}.
   *
   * @throws IOException if the server does not answer within {@code limit}
   */
  static WireSession attach(
      InetSocketAddress server, long id, byte[] password, Duration timeout, Duration limit)
      throws IOException {
    return connect(server, id, password, timeout, limit);
  }

  /**
   * Takes a session over and ends it, all in one packet: however slow we are, its client has no
   * time to take it back in between.
   *
   * @throws IOException if the server does not say within {@code limit} that it is over, be it that
   *     it knows no such session
   */
  static void end(
      InetSocketAddress server, long id, byte[] password, Duration timeout, Duration limit)
      throws IOException {
    try (WireSession session = reach(server, limit)) {
      int own = ++session.xid;
      session.send(
          joined(
              framed(handshake(id, password, timeout)), framed(request(own, CLOSE_SESSION, NONE))));
      session.welcome();
      session.reply(own);
    }
  }

  private static WireSession connect(
      InetSocketAddress server, long id, byte[] password, Duration timeout, Duration limit)
      throws IOException {
    WireSession session = reach(server, limit);
    try {
      session.send(framed(handshake(id, password, timeout)));
      session.welcome();
      return session;
    } catch (Throwable failure) {
      session.socket.close();
      throw failure;
    }
  }

  private static WireSession reach(InetSocketAddress server, Duration limit) throws IOException {
    WireSession session = new WireSession(World.current().socket());
    try {
      int limitMs = Math.toIntExact(limit.toMillis());
      session.socket.setTcpNoDelay(true);
      session.socket.setSoTimeout(limitMs);
      session.socket.connect(server, limitMs);
      return session;
    } catch (Throwable failure) {
      session.socket.close();
      throw failure;
    }
  }

  private static Body handshake(long wantedId, byte[] secret, Duration timeout) {
    return out -> {
      out.writeInt(0); // protocol version
      out.writeLong(0); // last zxid seen: none, so that no server is behind us
      out.writeInt(Math.toIntExact(timeout.toMillis()));
      out.writeLong(wantedId);
      out.writeInt(secret.length);
      out.write(secret);
      out.writeBoolean(false); // no read-only server
    };
  }

  private void welcome() throws IOException {
    DataInputStream in = receive();
    in.readInt();
    timeoutMs = in.readInt();
    id = in.readLong();
    password = in.readNBytes(in.readInt());
  }

  /** Whether the server said that there is no such session. */
  boolean isRefused() {
    return timeoutMs <= 0;
  }

  long id() {
    return id;
  }

  byte[] password() {
    return password.clone();
  }

  Duration timeout() {
    return Duration.ofMillis(timeoutMs);
  }

  /** Creates an empty znode that everybody may use. Returns the error code. */
  int create(String path, CreateFlag flag) throws IOException {
    return call(
            flag.operation,
            out -> {
              string(out, path);
              out.writeInt(0); // no data
              out.writeInt(1);
              out.writeInt(ALL_PERMISSIONS);
              string(out, "world");
              string(out, "anyone");
              out.writeInt(flag.number);
            })
        .error();
  }

  /** How long a znode lives, and what the wire calls that. */
  enum CreateFlag {
    PERSISTENT(1, 0),
    EPHEMERAL(1, 1),
    CONTAINER(19, 4);

    private final int operation;
    private final int number;

    CreateFlag(int operation, int number) {
      this.operation = operation;
      this.number = number;
    }
  }

  /** Deletes a znode, whatever its version. Returns the error code. */
  int delete(String path) throws IOException {
    return call(
            DELETE,
            out -> {
              string(out, path);
              out.writeInt(-1);
            })
        .error();
  }

  /** Lists the children; none if the znode is not there or not ours to read. */
  List<String> children(String path) throws IOException {
    Reply reply =
        call(
            GET_CHILDREN,
            out -> {
              string(out, path);
              out.writeBoolean(false);
            });
    List<String> names = new ArrayList<>();
    if (reply.error() == OK) {
      for (int left = reply.body().readInt(); left > 0; left--) {
        byte[] name = reply.body().readNBytes(reply.body().readInt());
        names.add(new String(name, StandardCharsets.UTF_8));
      }
    }
    return names;
  }

  /** Deletes a znode and what is below it, as far as it may. Returns the last error code. */
  int deleteTree(String path) throws IOException {
    for (String child : children(path)) {
      deleteTree(path + "/" + child);
    }
    return delete(path);
  }

  /** Ends the session, and waits for the server's word that it is over. */
  void end() throws IOException {
    call(CLOSE_SESSION, NONE);
  }

  /** Drops the connection. The session lives until it times out, unless it was ended. */
  @Override
  public void close() throws IOException {
    socket.close();
  }

  private Reply call(int operation, Body body) throws IOException {
    int own = ++xid;
    send(framed(request(own, operation, body)));
    return reply(own);
  }

  private Reply reply(int own) throws IOException {
    DataInputStream in = receive();
    int answered = in.readInt();
    if (answered != own) {
      throw new IOException("expected the answer to " + own + " but got that to " + answered);
    }
    in.readLong(); // zxid
    return new Reply(in.readInt(), in);
  }

  @FunctionalInterface
  private interface Body {
    void write(DataOutputStream out) throws IOException;
  }

  private static Body request(int xid, int operation, Body body) {
    return out -> {
      out.writeInt(xid);
      out.writeInt(operation);
      body.write(out);
    };
  }

  private static byte[] framed(Body body) throws IOException {
    byte[] packet = bytes(body);
    return bytes(
        out -> {
          out.writeInt(packet.length);
          out.write(packet);
        });
  }

  private static byte[] joined(byte[] first, byte[] second) throws IOException {
    return bytes(
        out -> {
          out.write(first);
          out.write(second);
        });
  }

  private static byte[] bytes(Body body) throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    body.write(new DataOutputStream(written));
    return written.toByteArray();
  }

  // In one piece: nothing of somebody else's comes between.
  private void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  private DataInputStream receive() throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    int length = in.readInt();
    if (length < 0 || length > LONGEST_PACKET_BYTES) {
      throw new IOException("not a ZooKeeper packet: " + length + " bytes");
    }
    byte[] packet = in.readNBytes(length);
    if (packet.length < length) {
      throw new EOFException("the server closed the connection within a packet");
    }
    return new DataInputStream(new ByteArrayInputStream(packet));
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
