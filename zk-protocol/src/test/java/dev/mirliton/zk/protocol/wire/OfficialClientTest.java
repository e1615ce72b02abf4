package dev.mirliton.zk.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Lifetime;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests, which no server sends, and numbers, compared with the official client's. */
class OfficialClientTest {

  /** Those without a character beyond the basic plane: it writes that as two surrogates. */
  static Stream<Request> plainRequests() {
    return requests().filter(request -> !request.toString().contains("🎺"));
  }

  static Stream<Request> requests() {
    return Samples.requests().stream();
  }

  @ParameterizedTest
  @MethodSource("plainRequests")
  void requestsAreTheSameBytes(Request request) throws IOException {
    assertArrayEquals(OfficialRecords.encode(request), Samples.bytes(request::encode));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void itsRequestsAreUnderstood(Request request) throws IOException {
    var in = new WireReader(ByteBuffer.wrap(OfficialRecords.encode(request)));

    assertEquals(request, Request.decode(request.opCode(), in));
    in.expectEnd();
  }

  @ParameterizedTest
  @MethodSource("answers")
  void itUnderstandsResponses(Samples.Answer answer) throws IOException {
    byte[] bytes = Samples.bytes(answer.response()::encode);

    assertEquals(answer.response(), OfficialRecords.decode(answer.opCode(), bytes));
  }

  static List<Samples.Answer> answers() {
    return Samples.answers();
  }

  @Test
  void handshakesAreTheSameBytes() throws IOException {
    byte[] password = new byte[16];
    password[3] = 7;
    var request = new ConnectRequest(0, 1L << 33, 30_000, 1L << 57, password, true);
    var response = new ConnectResponse(0, 30_000, 1L << 57, password, false);

    assertArrayEquals(
        OfficialRecords.bytes(
            List.of(
                new org.apache.zookeeper.proto.ConnectRequest(
                    0, 1L << 33, 30_000, 1L << 57, password, true))),
        Samples.bytes(request::encode));
    assertArrayEquals(
        OfficialRecords.bytes(
            List.of(
                new org.apache.zookeeper.proto.ConnectResponse(
                    0, 30_000, 1L << 57, password, false))),
        Samples.bytes(response::encode));
  }

  @Test
  void headersAreTheSameBytes() throws IOException {
    assertArrayEquals(
        OfficialRecords.bytes(List.of(new org.apache.zookeeper.proto.RequestHeader(8, 4))),
        Samples.bytes(new RequestHeader(8, OpCode.GET_DATA)::encode));
    assertArrayEquals(
        OfficialRecords.bytes(
            List.of(new org.apache.zookeeper.proto.ReplyHeader(8, 1L << 40, -101))),
        Samples.bytes(new ReplyHeader(8, 1L << 40, ErrorCode.NO_NODE)::encode));
  }

  @Test
  void operationsHaveTheSameNumbersAndNames() throws IllegalAccessException {
    int compared = 0;
    for (Field field : ZooDefs.OpCode.class.getFields()) {
      assertEquals(field.getName(), OpCode.name(field.getInt(null)));
      compared++;
    }
    assertEquals(compared, constants(OpCode.class).size());
  }

  @Test
  void errorsHaveTheSameNumbers() throws IllegalAccessException {
    Set<Integer> official = new HashSet<>();
    for (var code : KeeperException.Code.values()) {
      official.add(code.intValue());
    }
    assertEquals(official, constants(ErrorCode.class));
  }

  @Test
  void eventsAndKindsOfWatchesHaveTheSameNumbers() throws IllegalAccessException {
    Set<Integer> events = new HashSet<>();
    for (var type : Watcher.Event.EventType.values()) {
      events.add(type.getIntValue());
    }
    Set<Integer> kinds = new HashSet<>();
    for (var type : Watcher.WatcherType.values()) {
      kinds.add(type.getIntValue());
    }
    assertEquals(events, constants(EventType.class));
    assertEquals(kinds, constants(WatcherType.class));
    assertEquals(
        Watcher.Event.KeeperState.SyncConnected.getIntValue(), WatcherEvent.SYNC_CONNECTED);
  }

  @Test
  void createFlagsMeanTheSame() throws KeeperException, IllegalAccessException {
    for (int flags : constants(CreateFlags.class)) {
      CreateMode mode = CreateMode.fromFlag(flags);
      var options = CreateFlags.options(flags, 5);

      assertEquals(mode.isSequential(), CreateFlags.isSequential(flags), mode.toString());
      assertEquals(mode.isSequential(), options.isSequential(), mode.toString());
      assertEquals(mode.isTTL(), CreateFlags.ttlMs(options) == 5, mode.toString());
      assertEquals(
          mode.isEphemeral(), options.lifetime() instanceof Lifetime.Ephemeral, mode.toString());
    }
    assertEquals(CreateMode.values().length, constants(CreateFlags.class).size());
  }

  @Test
  void everyNumberHasANameOfItsOwn() throws IllegalAccessException {
    Set<String> names = new HashSet<>();
    for (int code : constants(ErrorCode.class)) {
      assertTrue(names.add(ErrorCode.name(code)));
    }
    for (int type : constants(EventType.class)) {
      assertTrue(names.add(EventType.name(type)));
    }
    for (int type : constants(WatcherType.class)) {
      assertTrue(names.add(WatcherType.name(type)));
    }
    assertTrue(
        names.stream().noneMatch(name -> name.startsWith("unknown ") && name.contains("type")));
  }

  @Test
  void unknownNumbersAreValues() {
    assertEquals("unknown error code -999", ErrorCode.name(-999));
    assertEquals("unknown operation 4711", OpCode.name(4711));
    assertEquals("unknown event type 99", EventType.name(99));
    assertEquals("unknown watcher type 99", WatcherType.name(99));
  }

  private static Set<Integer> constants(Class<?> type) throws IllegalAccessException {
    Set<Integer> numbers = new HashSet<>();
    for (Field field : type.getFields()) {
      assertTrue(numbers.add(field.getInt(null)), field + " is there twice");
    }
    assertTrue(numbers.size() > 3, () -> type + " has only " + Arrays.toString(type.getFields()));
    return numbers;
  }
}
