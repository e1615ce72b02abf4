package dev.mirliton.zk.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.Acl;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;
import org.jspecify.annotations.Nullable;

/**
 * Records what a real server says into {@code src/test/resources/golden}, one file for each kind of
 * frame. Requests are written with the official client's records, so that our encoder has no part
 * in it. Run by hand, after a change of {@code zookeeper.version} or for a new message:
 *
 * <pre>
 * mvn -pl zk-protocol -am process-test-classes -Pgolden
 * </pre>
 */
public final class GoldenRecorder {
  private static final byte[] NEW_SESSION = new byte[16];

  private final Path folder;
  private final InetSocketAddress server;

  private GoldenRecorder(Path folder, InetSocketAddress server) {
    this.folder = folder;
    this.server = server;
  }

  /** Records everything into the folder named by the only argument. */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Path home = Files.createTempDirectory("golden");
    Path jaas = home.resolve("jaas.conf");
    Files.writeString(
        jaas,
        """
        Server {
          org.apache.zookeeper.server.auth.DigestLoginModule required user_bob="secret";
        };
        """);
    System.setProperty("java.security.auth.login.config", jaas.toString());
    System.setProperty("zookeeper.extendedTypesEnabled", "true");
    System.setProperty("zookeeper.admin.enableServer", "false");

    var factory = new NIOServerCnxnFactory();
    factory.configure(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    factory.startup(new ZooKeeperServer(home.toFile(), home.toFile(), 2000));
    var recorder = new GoldenRecorder(folder, factory.getLocalAddress());
    recorder.recordHandshakes();
    recorder.recordAnswers();
    recorder.recordEvents();
    recorder.recordErrors();
    factory.shutdown();

    recordReconfiguration(folder);
    recordServersWithoutQuorum(folder);
  }

  private void recordHandshakes() throws IOException {
    try (var link = new Conversation()) {
      link.connect(0, false);
      link.save("connect-new", "connect response: a new session");
    }
    try (var link = new Conversation()) {
      link.connect(0, null);
      link.save("connect-old", "connect response: to a request without the readOnly byte");
    }
    try (var link = new Conversation()) {
      link.connect(0x1234, false);
      link.save("connect-expired", "connect response: the session is over");
    }
  }

  private void recordAnswers() throws IOException {
    try (var link = new Conversation()) {
      link.connect(0, false);
      link.record("auth", new AuthRequest(0, "digest", "bob:secret".getBytes(UTF_8)));
      byte[] data = "hello".getBytes(UTF_8);
      link.record("create", create(OpCode.CREATE, "/golden", data, 0));
      link.record("create2", create(OpCode.CREATE2, "/golden/ephemeral", data, 1));
      link.record("create-container", create(OpCode.CREATE_CONTAINER, "/golden/box", data, 4));
      link.record("create-ttl", new CreateTtlRequest("/golden/ttl", data, Acl.OPEN, 5, 600_000));
      link.send(create(OpCode.CREATE, "/golden/null", null, 0));
      link.send(create(OpCode.CREATE, "/golden/ünïcödé", new byte[0], 0));
      link.record("exists", new ExistsRequest("/golden", false));
      link.record("get-data", new GetDataRequest("/golden", false));
      link.record("get-data-null", new GetDataRequest("/golden/null", false));
      link.record("get-data-empty", new GetDataRequest("/golden/ünïcödé", false));
      link.record("set-data", new SetDataRequest("/golden", "again".getBytes(UTF_8), 0));
      link.record("set-acl", new SetAclRequest("/golden/null", Acl.CREATOR_ALL, -1));
      link.record("get-acl", new GetAclRequest("/golden/null"));
      link.record("get-children", new GetChildrenRequest("/golden", false));
      link.record("get-children2", new GetChildren2Request("/golden", false));
      link.record("sync", new SyncRequest("/golden"));
      link.record("ping", new PingRequest());
      link.record(
          "multi",
          new MultiRequest(
              List.of(
                  new CheckVersionRequest("/golden", 1),
                  create(OpCode.CREATE, "/golden/one", data, 0),
                  create(OpCode.CREATE2, "/golden/two", data, 0),
                  new CreateTtlRequest("/golden/three", data, Acl.OPEN, 5, 600_000),
                  new SetDataRequest("/golden/one", data, 0),
                  new DeleteRequest("/golden/two", 0))));
      link.record(
          "multi-failed",
          new MultiRequest(
              List.of(
                  new SetDataRequest("/golden/one", data, -1),
                  new DeleteRequest("/golden/one", 99),
                  new CheckVersionRequest("/golden", -1))));
      link.record(
          "multi-read",
          new MultiReadRequest(
              List.of(
                  new GetDataRequest("/golden", false),
                  new GetDataRequest("/missing", false),
                  new GetChildrenRequest("/golden", false))));
      link.record("add-watch", new AddWatchRequest("/golden", 1));
      link.record("check-watches", new CheckWatchesRequest("/golden", WatcherType.ANY));
      link.record("remove-watches", new RemoveWatchesRequest("/golden", WatcherType.ANY));
      List<String> none = List.of();
      long zxid = link.lastZxid;
      link.record("set-watches", new SetWatchesRequest(zxid, List.of("/golden"), none, none));
      link.record(
          "set-watches2", new SetWatches2Request(zxid, none, none, none, none, List.of("/other")));
      link.record("get-ephemerals", new GetEphemeralsRequest("/golden"));
      link.record("get-all-children-number", new GetAllChildrenNumberRequest("/golden"));
      link.record("who-am-i", new WhoAmIRequest());
      link.record("sasl", new SaslRequest(new byte[0]));
      link.record("delete", new DeleteRequest("/golden/one", -1));
      link.record("close-session", new CloseRequest());
    }
  }

  private void recordEvents() throws IOException {
    try (var link = new Conversation()) {
      link.connect(0, false);
      link.send(new ExistsRequest("/event", true));
      link.recordEvent("event-created", create(OpCode.CREATE, "/event", null, 0));
      link.send(new GetDataRequest("/event", true));
      link.recordEvent("event-data-changed", new SetDataRequest("/event", null, -1));
      link.send(new GetChildrenRequest("/event", true));
      link.recordEvent("event-children-changed", create(OpCode.CREATE, "/event/child", null, 0));
      link.send(new GetDataRequest("/event/child", true));
      link.recordEvent("event-deleted", new DeleteRequest("/event/child", -1));
      link.recordEvent(
          "event-caught-up", new SetWatchesRequest(1, List.of("/missing"), List.of(), List.of()));
    }
  }

  private void recordErrors() throws IOException {
    try (var link = new Conversation()) {
      link.connect(0, false);
      link.record("error-no-node", new GetDataRequest("/missing", false));
      link.record("error-bad-version", new SetDataRequest("/golden", null, 99));
      link.record("error-node-exists", create(OpCode.CREATE, "/golden", null, 0));
      link.record("error-not-empty", new DeleteRequest("/golden", -1));
      link.record("error-no-watcher", new RemoveWatchesRequest("/golden", WatcherType.ANY));
      link.record("error-no-auth", new GetDataRequest("/golden/null", false));
      link.record("error-reconfig-disabled", new ReconfigRequest(null, null, "x", -1));
      link.record("error-bad-arguments", create(OpCode.CREATE, "no-slash", null, 0));
    }
    try (var link = new Conversation()) {
      link.connect(0, false);
      link.record("error-unimplemented", new CheckVersionRequest("/golden", 0));
    }
    try (var link = new Conversation()) {
      link.connect(0, false);
      link.record("error-auth-failed", new AuthRequest(0, "nosuchscheme", null));
    }
  }

  private static void recordReconfiguration(Path folder) throws Exception {
    List<String> settings = List.of("reconfigEnabled=true");
    try (var alone =
        ServerProcess.start(1, "leader", settings, List.of("-Dzookeeper.skipACL=yes"))) {
      try (var link = new GoldenRecorder(folder, alone.address()).new Conversation()) {
        String joining =
            "server.2="
                + ServerProcess.member(ServerProcess.freePort()).replace("participant", "observer");
        link.connect(0, false);
        link.record("reconfig", new ReconfigRequest(joining, null, null, -1));
      }
    }
  }

  private static void recordServersWithoutQuorum(Path folder) throws Exception {
    List<String> flags = List.of("-Dreadonlymode.enabled=true");
    try (var minority = ServerProcess.start(3, "read-only", List.of(), flags)) {
      try (var link = new GoldenRecorder(folder, minority.address()).new Conversation()) {
        link.connect(0, true);
        link.save(
            "connect-refused", "in place of a connect response: no quorum, no local sessions");
      }
    }
    List<String> settings = List.of("localSessionsEnabled=true");
    try (var minority = ServerProcess.start(3, "read-only", settings, flags)) {
      try (var link = new GoldenRecorder(folder, minority.address()).new Conversation()) {
        link.connect(0, true);
        link.save("connect-read-only", "connect response: a server without a quorum");
      }
    }
  }

  private static CreateRequest create(int opCode, String path, byte @Nullable [] data, int flags) {
    return new CreateRequest(opCode, path, data, Acl.OPEN, flags);
  }

  /** One connection, one request at a time. */
  private final class Conversation implements Closeable {
    private final Socket socket = new Socket(server.getAddress(), server.getPort());
    private final DataInputStream in = new DataInputStream(socket.getInputStream());
    private final DataOutputStream out = new DataOutputStream(socket.getOutputStream());
    private byte[] frame = {};
    private int xid;
    private long lastZxid;

    private Conversation() throws IOException {
      socket.setSoTimeout(10_000);
    }

    private void connect(long sessionId, @Nullable Boolean readOnly) throws IOException {
      byte[] request =
          OfficialRecords.bytes(
              List.of(
                  new org.apache.zookeeper.proto.ConnectRequest(
                      0, 0, 30_000, sessionId, NEW_SESSION, Boolean.TRUE.equals(readOnly))));
      int length = readOnly == null ? request.length - 1 : request.length;
      out.writeInt(length);
      out.write(request, 0, length);
      receive();
    }

    /** Saves the answer to {@code request}. */
    private void record(String name, Request request) throws IOException {
      int sent = send(request);
      if (ByteBuffer.wrap(frame).getInt(4) != sent) {
        throw new IOException("something came before the answer to " + request);
      }
      save(name, "answer to " + OpCode.name(request.opCode()));
    }

    /** Saves the event that comes before the answer to {@code request}. */
    private void recordEvent(String name, Request request) throws IOException {
      send(request);
      save(name, "watch event, before the answer to " + OpCode.name(request.opCode()));
      receive();
    }

    private int send(Request request) throws IOException {
      int sent =
          switch (request) {
            case PingRequest ping -> Xid.PING;
            case AuthRequest auth -> Xid.AUTH;
            default -> ++xid;
          };
      byte[] body = OfficialRecords.encode(request);
      var bytes = new ByteArrayOutputStream();
      bytes.write(ByteBuffer.allocate(8).putInt(sent).putInt(request.opCode()).array());
      bytes.write(body);
      out.writeInt(bytes.size());
      bytes.writeTo(out);
      receive();
      return sent;
    }

    private void receive() throws IOException {
      int length = in.readInt();
      byte[] payload = in.readNBytes(length);
      if (payload.length < length) {
        throw new IOException("the server closed the connection inside of a frame");
      }
      frame = ByteBuffer.allocate(4 + length).putInt(length).put(payload).array();
      if (length >= ReplyHeader.BYTES) {
        lastZxid = Math.max(lastZxid, ByteBuffer.wrap(payload).getLong(4));
      }
    }

    private void save(String name, String comment) throws IOException {
      var text = new StringBuilder("# ").append(comment).append('\n');
      var hex = HexFormat.ofDelimiter(" ");
      for (int i = 0; i < frame.length; i += 16) {
        text.append(hex.formatHex(frame, i, Math.min(frame.length, i + 16))).append('\n');
      }
      Files.writeString(folder.resolve(name + ".hex"), text);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
