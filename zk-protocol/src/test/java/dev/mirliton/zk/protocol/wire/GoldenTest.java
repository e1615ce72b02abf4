package dev.mirliton.zk.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Frames that {@link GoldenRecorder} heard from a real server. What they mean is compared with what
 * the official client's records make of them, and writing them again must give the same bytes.
 */
class GoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  static final Map<String, Integer> ANSWERS =
      Map.ofEntries(
          Map.entry("add-watch", OpCode.ADD_WATCH),
          Map.entry("auth", OpCode.AUTH),
          Map.entry("check-watches", OpCode.CHECK_WATCHES),
          Map.entry("close-session", OpCode.CLOSE_SESSION),
          Map.entry("create", OpCode.CREATE),
          Map.entry("create2", OpCode.CREATE2),
          Map.entry("create-container", OpCode.CREATE_CONTAINER),
          Map.entry("create-ttl", OpCode.CREATE_TTL),
          Map.entry("delete", OpCode.DELETE),
          Map.entry("event-caught-up", OpCode.NOTIFICATION),
          Map.entry("event-children-changed", OpCode.NOTIFICATION),
          Map.entry("event-created", OpCode.NOTIFICATION),
          Map.entry("event-data-changed", OpCode.NOTIFICATION),
          Map.entry("event-deleted", OpCode.NOTIFICATION),
          Map.entry("exists", OpCode.EXISTS),
          Map.entry("get-acl", OpCode.GET_ACL),
          Map.entry("get-all-children-number", OpCode.GET_ALL_CHILDREN_NUMBER),
          Map.entry("get-children", OpCode.GET_CHILDREN),
          Map.entry("get-children2", OpCode.GET_CHILDREN2),
          Map.entry("get-data", OpCode.GET_DATA),
          Map.entry("get-data-empty", OpCode.GET_DATA),
          Map.entry("get-data-null", OpCode.GET_DATA),
          Map.entry("get-ephemerals", OpCode.GET_EPHEMERALS),
          Map.entry("multi", OpCode.MULTI),
          Map.entry("multi-failed", OpCode.MULTI),
          Map.entry("multi-read", OpCode.MULTI_READ),
          Map.entry("ping", OpCode.PING),
          Map.entry("reconfig", OpCode.RECONFIG),
          Map.entry("remove-watches", OpCode.REMOVE_WATCHES),
          Map.entry("sasl", OpCode.SASL),
          Map.entry("set-acl", OpCode.SET_ACL),
          Map.entry("set-data", OpCode.SET_DATA),
          Map.entry("set-watches", OpCode.SET_WATCHES),
          Map.entry("set-watches2", OpCode.SET_WATCHES2),
          Map.entry("sync", OpCode.SYNC),
          Map.entry("who-am-i", OpCode.WHO_AM_I));

  static final Map<String, Integer> ERRORS =
      Map.ofEntries(
          Map.entry("connect-refused", ErrorCode.NOT_READ_ONLY),
          Map.entry("error-auth-failed", ErrorCode.AUTH_FAILED),
          Map.entry("error-bad-arguments", ErrorCode.BAD_ARGUMENTS),
          Map.entry("error-bad-version", ErrorCode.BAD_VERSION),
          Map.entry("error-no-auth", ErrorCode.NO_AUTH),
          Map.entry("error-no-node", ErrorCode.NO_NODE),
          Map.entry("error-no-watcher", ErrorCode.NO_WATCHER),
          Map.entry("error-node-exists", ErrorCode.NODE_EXISTS),
          Map.entry("error-not-empty", ErrorCode.NOT_EMPTY),
          Map.entry("error-reconfig-disabled", ErrorCode.RECONFIG_DISABLED),
          Map.entry("error-unimplemented", ErrorCode.UNIMPLEMENTED));

  static final List<String> HANDSHAKES =
      List.of("connect-expired", "connect-new", "connect-old", "connect-read-only");

  static final Set<String> ANSWER_NAMES = ANSWERS.keySet();
  static final Set<String> ERROR_NAMES = ERRORS.keySet();

  @Test
  void everyRecordingIsLookedAt() throws IOException {
    Set<String> known = new TreeSet<>(HANDSHAKES);
    known.addAll(ANSWERS.keySet());
    known.addAll(ERRORS.keySet());

    try (Stream<Path> files = Files.list(FOLDER)) {
      assertEquals(
          known,
          files
              .map(file -> file.getFileName().toString().replace(".hex", ""))
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @ParameterizedTest
  @FieldSource("ANSWER_NAMES")
  void answersMeanWhatTheOfficialClientReads(String name) throws IOException {
    int opCode = opCode(name);
    byte[] frame = load(name);
    var in = new WireReader(payload(frame));

    var header = ReplyHeader.decode(in);
    Response response = Response.decode(opCode, in);

    in.expectEnd();
    assertEquals(ErrorCode.OK, header.err());
    assertEquals(opCode == OpCode.NOTIFICATION, header.xid() == Xid.NOTIFICATION);
    byte[] body = Arrays.copyOfRange(frame, 4 + ReplyHeader.BYTES, frame.length);
    assertEquals(OfficialRecords.decode(opCode, body), response);
    assertArrayEquals(frame, frame(header, response));
  }

  @ParameterizedTest
  @FieldSource("ERROR_NAMES")
  void errorsAreHeadersAlone(String name) throws IOException {
    byte[] frame = load(name);
    var in = new WireReader(payload(frame));

    var header = ReplyHeader.decode(in);

    in.expectEnd();
    assertEquals(ERRORS.get(name), header.err(), header.toString());
    assertArrayEquals(frame, frame(header, new EmptyResponse()));
  }

  @ParameterizedTest
  @FieldSource("HANDSHAKES")
  void handshakesAreWrittenAsTheyWereRead(String name) throws IOException {
    byte[] frame = load(name);
    var in = new WireReader(payload(frame));

    assertFalse(ConnectResponse.isRefusal(in));
    var response = ConnectResponse.decode(in);

    in.expectEnd();
    byte[] again =
        Samples.bytes(
            out -> {
              int start = out.beginFrame();
              response.encode(out);
              out.endFrame(start);
            });
    assertArrayEquals(frame, again);
    assertEquals(16, response.password().length);
  }

  @Test
  void handshakesSayWhatBecameOfTheSession() throws IOException {
    ConnectResponse fresh = handshake("connect-new");
    ConnectResponse old = handshake("connect-old");
    ConnectResponse expired = handshake("connect-expired");
    ConnectResponse readOnly = handshake("connect-read-only");

    assertFalse(fresh.isExpired());
    assertEquals(30_000, fresh.timeoutMs());
    assertEquals(false, fresh.readOnly());
    assertFalse(old.isExpired());
    assertNull(old.readOnly());
    assertTrue(expired.isExpired());
    assertEquals(0, expired.sessionId());
    assertEquals(true, readOnly.readOnly());
  }

  @Test
  void aServerWithoutQuorumMayRefuseWithAReplyHeader() throws IOException {
    assertTrue(ConnectResponse.isRefusal(new WireReader(payload(load("connect-refused")))));
  }

  @Test
  void dataIsWhatWasStored() throws IOException {
    assertArrayEquals("hello".getBytes(UTF_8), data("get-data"));
    assertArrayEquals(new byte[0], data("get-data-empty"));
    assertNull(data("get-data-null"));
  }

  @Test
  void namesAreWhatWasStored() throws IOException {
    var children = assertInstanceOf(GetChildrenResponse.class, answer("get-children"));

    assertEquals(
        Set.of("ephemeral", "box", "ttl", "null", "ünïcödé"), Set.copyOf(children.children()));
  }

  @Test
  void eventsSayWhatHappenedWhere() throws IOException {
    int state = WatcherEvent.SYNC_CONNECTED;
    assertEquals(
        new WatcherEvent(EventType.NODE_CREATED, state, "/event"), answer("event-created"));
    assertEquals(
        new WatcherEvent(EventType.NODE_DATA_CHANGED, state, "/event"),
        answer("event-data-changed"));
    assertEquals(
        new WatcherEvent(EventType.NODE_CHILDREN_CHANGED, state, "/event"),
        answer("event-children-changed"));
    assertEquals(
        new WatcherEvent(EventType.NODE_DELETED, state, "/event/child"), answer("event-deleted"));
    assertEquals(
        new WatcherEvent(EventType.NODE_DELETED, state, "/missing"), answer("event-caught-up"));
  }

  @Test
  void whatNobodyAskedForHasAnXidOfItsOwn() throws IOException {
    assertEquals(Xid.NOTIFICATION, header("event-created").xid());
    assertEquals(Xid.PING, header("ping").xid());
    assertEquals(Xid.AUTH, header("auth").xid());
    assertEquals(Xid.AUTH, header("error-auth-failed").xid());
  }

  @Test
  void transactionsFailAsAWhole() throws IOException {
    var failed = assertInstanceOf(MultiResponse.class, answer("multi-failed"));
    var went = assertInstanceOf(MultiResponse.class, answer("multi"));

    assertEquals(
        List.of(ErrorCode.OK, ErrorCode.BAD_VERSION, ErrorCode.RUNTIME_INCONSISTENCY),
        failed.results().stream().map(MultiResponse.Result::err).toList());
    assertEquals(1, failed.failedStep());
    assertEquals(-1, went.failedStep());
    assertEquals(6, went.results().size());
  }

  @Test
  void manyReadsFailOneByOne() throws IOException {
    var reads = assertInstanceOf(MultiResponse.class, answer("multi-read"));

    assertEquals(
        List.of(ErrorCode.OK, ErrorCode.NO_NODE, ErrorCode.OK),
        reads.results().stream().map(MultiResponse.Result::err).toList());
  }

  @Test
  void theServerKnowsWhoSpeaks() throws IOException {
    var who = assertInstanceOf(WhoAmIResponse.class, answer("who-am-i"));

    assertTrue(who.identities().contains(new Identity("ip", "127.0.0.1")), who.toString());
    assertTrue(who.identities().contains(new Identity("digest", "bob")), who.toString());
  }

  private static byte @Nullable [] data(String name) throws IOException {
    return assertInstanceOf(GetDataResponse.class, answer(name)).data();
  }

  private static int opCode(String name) {
    Integer opCode = ANSWERS.get(name);
    if (opCode == null) {
      throw new AssertionError("no answer: " + name);
    }
    return opCode;
  }

  private static Response answer(String name) throws IOException {
    var in = new WireReader(payload(load(name)));
    ReplyHeader.decode(in);
    return Response.decode(opCode(name), in);
  }

  private static ReplyHeader header(String name) throws IOException {
    return ReplyHeader.decode(new WireReader(payload(load(name))));
  }

  private static ConnectResponse handshake(String name) throws IOException {
    return ConnectResponse.decode(new WireReader(payload(load(name))));
  }

  private static byte[] frame(ReplyHeader header, Response response) {
    return Samples.bytes(
        out -> {
          int start = out.beginFrame();
          header.encode(out);
          response.encode(out);
          out.endFrame(start);
        });
  }

  private static ByteBuffer payload(byte[] frame) {
    var whole = new ArrayList<ByteBuffer>();
    new FrameDecoder(1 << 20).feed(ByteBuffer.wrap(frame), payload -> whole.add(payload.slice()));
    assertEquals(1, whole.size());
    return whole.getFirst();
  }

  private static byte[] load(String name) throws IOException {
    String hex =
        Files.readAllLines(FOLDER.resolve(name + ".hex")).stream()
            .filter(line -> !line.startsWith("#"))
            .collect(Collectors.joining(" "));
    return HexFormat.ofDelimiter(" ").parseHex(hex);
  }
}
