package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.Permission;
import dev.mirliton.zk.Stat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** One or more of every message, with what reads it. */
final class Samples {
  static final Stat STAT =
      new Stat(
          0x1_0000_0002L,
          0x1_0000_0003L,
          1_700_000_000_000L,
          1_700_000_000_001L,
          4,
          -5,
          6,
          0x1234_5678_9abc_def0L,
          8,
          9,
          0x1_0000_000aL);
  static final List<Acl> ACL =
      List.of(
          Acl.allow(Identity.ANYONE, Permission.READ),
          Acl.allowAll(new Identity("digest", "zoë:κλειδί")));
  static final byte[] SECRET = "correct horse".getBytes(java.nio.charset.StandardCharsets.UTF_8);

  private Samples() {}

  /**
   * A message and both ways of its codec.
   *
   * @param optionalBytes how many bytes at its end may be missing without it being malformed
   */
  record Message(
      Object value,
      Consumer<WireWriter> encoder,
      Function<WireReader, Object> decoder,
      int optionalBytes) {

    byte[] bytes() {
      return Samples.bytes(encoder);
    }

    @Override
    public String toString() {
      return value.toString();
    }
  }

  static byte[] bytes(Consumer<WireWriter> encoder) {
    var out = new WireWriter(ByteBuffer.allocate(16));
    encoder.accept(out);
    byte[] bytes = new byte[out.position()];
    out.buffer().get(0, bytes);
    return bytes;
  }

  static List<Request> requests() {
    return List.of(
        new CreateRequest(OpCode.CREATE, "/a", SECRET, ACL, CreateFlags.PERSISTENT),
        new CreateRequest(OpCode.CREATE2, "/ä/✓/🎺", null, List.of(), CreateFlags.EPHEMERAL),
        new CreateRequest(
            OpCode.CREATE_CONTAINER, "/c", new byte[0], Acl.OPEN, CreateFlags.CONTAINER),
        new CreateTtlRequest("/t", SECRET, Acl.OPEN, CreateFlags.PERSISTENT_WITH_TTL, 1L << 39),
        new DeleteRequest("/a", -1),
        new ExistsRequest("/a", true),
        new GetDataRequest("/a", false),
        new SetDataRequest("/a", SECRET, 7),
        new GetAclRequest("/a"),
        new SetAclRequest("/a", ACL, 3),
        new GetChildrenRequest("/a", true),
        new GetChildren2Request("/", false),
        new SyncRequest("/"),
        new PingRequest(),
        new CheckVersionRequest("/a", 2),
        new MultiRequest(List.of()),
        new MultiRequest(
            List.of(
                new CheckVersionRequest("/a", 1),
                new CreateRequest(OpCode.CREATE, "/a/b", SECRET, Acl.OPEN, 0),
                new CreateRequest(OpCode.CREATE2, "/a/b-", SECRET, Acl.OPEN, 3),
                new CreateRequest(OpCode.CREATE_CONTAINER, "/a/c", null, Acl.OPEN, 4),
                new CreateTtlRequest("/a/t", SECRET, Acl.OPEN, 5, 1000),
                new SetDataRequest("/a", SECRET, -1),
                new DeleteRequest("/a/b", 0))),
        new MultiReadRequest(
            List.of(new GetDataRequest("/a", false), new GetChildrenRequest("/b", false))),
        new ReconfigRequest("server.4=h:1:2;3", null, null, -1),
        new ReconfigRequest(null, "1,2", "", 0x1_0000_0000L),
        new CheckWatchesRequest("/a", WatcherType.DATA),
        new RemoveWatchesRequest("/a", WatcherType.ANY),
        new AuthRequest(0, "digest", SECRET),
        new AuthRequest(0, "x", null),
        new SetWatchesRequest(99, List.of("/a", "/b"), List.of(), List.of("/c")),
        new SetWatches2Request(
            99, List.of("/a"), List.of("/b"), List.of("/c"), List.of("/d"), List.of("/e", "/f")),
        new SaslRequest(SECRET),
        new SaslRequest(null),
        new GetEphemeralsRequest("/"),
        new GetAllChildrenNumberRequest("/"),
        new AddWatchRequest("/a", AddWatchRequest.PERSISTENT_RECURSIVE),
        new WhoAmIRequest(),
        new CloseRequest());
  }

  /** A response and the request that it answers. */
  record Answer(int opCode, Response response) {}

  static List<Answer> answers() {
    return List.of(
        new Answer(OpCode.CREATE, new CreateResponse("/a-0000000001")),
        new Answer(OpCode.CREATE2, new Create2Response("/ä", STAT)),
        new Answer(OpCode.EXISTS, new ExistsResponse(STAT)),
        new Answer(OpCode.GET_DATA, new GetDataResponse(SECRET, STAT)),
        new Answer(OpCode.GET_DATA, new GetDataResponse(null, STAT)),
        new Answer(OpCode.SET_DATA, new SetDataResponse(STAT)),
        new Answer(OpCode.GET_ACL, new GetAclResponse(ACL, STAT)),
        new Answer(OpCode.SET_ACL, new SetAclResponse(STAT)),
        new Answer(OpCode.GET_CHILDREN, new GetChildrenResponse(List.of("a", "", "ö"))),
        new Answer(OpCode.GET_CHILDREN2, new GetChildren2Response(List.of(), STAT)),
        new Answer(OpCode.SYNC, new SyncResponse("/")),
        new Answer(
            OpCode.MULTI,
            new MultiResponse(
                List.of(
                    MultiResponse.Result.ok(OpCode.CREATE, new CreateResponse("/a")),
                    MultiResponse.Result.ok(OpCode.CREATE2, new Create2Response("/b", STAT)),
                    MultiResponse.Result.ok(OpCode.DELETE, new EmptyResponse()),
                    MultiResponse.Result.ok(OpCode.CHECK, new EmptyResponse()),
                    MultiResponse.Result.ok(OpCode.SET_DATA, new SetDataResponse(STAT))))),
        new Answer(
            OpCode.MULTI,
            new MultiResponse(
                List.of(
                    MultiResponse.Result.error(ErrorCode.OK),
                    MultiResponse.Result.error(ErrorCode.BAD_VERSION),
                    MultiResponse.Result.error(ErrorCode.RUNTIME_INCONSISTENCY)))),
        new Answer(
            OpCode.MULTI_READ,
            new MultiResponse(
                List.of(
                    MultiResponse.Result.ok(OpCode.GET_DATA, new GetDataResponse(SECRET, STAT)),
                    MultiResponse.Result.ok(
                        OpCode.GET_CHILDREN, new GetChildrenResponse(List.of("x")))))),
        new Answer(OpCode.SASL, new SaslResponse(SECRET)),
        new Answer(OpCode.GET_EPHEMERALS, new GetEphemeralsResponse(List.of("/a", "/b"))),
        new Answer(OpCode.GET_ALL_CHILDREN_NUMBER, new GetAllChildrenNumberResponse(12)),
        new Answer(OpCode.ADD_WATCH, new ErrorResponse(ErrorCode.OK)),
        new Answer(OpCode.WHO_AM_I, new WhoAmIResponse(List.of(Identity.ANYONE))),
        new Answer(OpCode.CLOSE_SESSION, new EmptyResponse()),
        new Answer(
            OpCode.NOTIFICATION,
            new WatcherEvent(EventType.NODE_DELETED, WatcherEvent.SYNC_CONNECTED, "/a")));
  }

  /** Everything there is. */
  static List<Message> messages() {
    var all = new ArrayList<Message>();
    for (Request request : requests()) {
      all.add(new Message(request, request::encode, in -> Request.decode(request.opCode(), in), 0));
    }
    for (Answer answer : answers()) {
      all.add(
          new Message(
              answer.response(),
              answer.response()::encode,
              in -> Response.decode(answer.opCode(), in),
              0));
    }
    var request = new RequestHeader(7, OpCode.GET_DATA);
    all.add(new Message(request, request::encode, RequestHeader::decode, 0));
    var reply = new ReplyHeader(7, 0x1_0000_0001L, ErrorCode.NO_NODE);
    all.add(new Message(reply, reply::encode, ReplyHeader::decode, 0));
    var multi = new MultiHeader(OpCode.CHECK, false, -1);
    all.add(new Message(multi, multi::encode, MultiHeader::decode, 0));
    for (Boolean readOnly : new Boolean[] {null, false, true}) {
      int optional = readOnly == null ? 0 : 1;
      var connect = new ConnectRequest(0, 0x1_0000_0001L, 30_000, 5, SECRET, readOnly);
      all.add(new Message(connect, connect::encode, ConnectRequest::decode, optional));
      var welcome = new ConnectResponse(0, 30_000, 5, SECRET, readOnly);
      all.add(new Message(welcome, welcome::encode, ConnectResponse::decode, optional));
    }
    return all;
  }
}
