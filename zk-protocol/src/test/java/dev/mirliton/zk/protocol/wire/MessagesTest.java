package dev.mirliton.zk.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every message. */
class MessagesTest {

  static List<Samples.Message> messages() {
    return Samples.messages();
  }

  @Test
  void everyKindOfMessageHasASample() {
    Set<Class<?>> sampled = new HashSet<>();
    messages().forEach(message -> sampled.add(message.value().getClass()));

    Set<Class<?>> missing = new HashSet<>();
    collectRecords(Request.class, missing);
    collectRecords(Response.class, missing);
    assertTrue(missing.size() > 40, "found " + missing.size());
    missing.removeAll(sampled);

    assertEquals(Set.of(), missing);
  }

  private static void collectRecords(Class<?> type, Set<Class<?>> records) {
    if (type.isRecord()) {
      records.add(type);
    } else {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        collectRecords(permitted, records);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void roundTripsInEveryKindOfBuffer(Samples.Message message) {
    byte[] bytes = message.bytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    ByteBuffer inside =
        ByteBuffer.allocate(bytes.length + 20).position(9).put(bytes).flip().position(9).slice();

    for (ByteBuffer frame :
        List.of(
            ByteBuffer.wrap(bytes), ByteBuffer.wrap(bytes).asReadOnlyBuffer(), direct, inside)) {
      var in = new WireReader(frame);
      Object decoded = message.decoder().apply(in);

      in.expectEnd();
      assertEquals(message.value(), decoded);
      assertEquals(message.value().hashCode(), decoded.hashCode());
      assertEquals(message.value().toString(), decoded.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void directWritersWriteTheSame(Samples.Message message) {
    var out = new WireWriter(ByteBuffer.allocateDirect(1));

    message.encoder().accept(out);

    byte[] bytes = new byte[out.position()];
    out.buffer().get(0, bytes);
    assertTrue(out.buffer().isDirect());
    assertArrayEquals(message.bytes(), bytes);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void tornAnywhereIsMalformed(Samples.Message message) {
    byte[] bytes = message.bytes();

    for (int length = 0; length < bytes.length - message.optionalBytes(); length++) {
      var in = new WireReader(ByteBuffer.wrap(bytes, 0, length));
      assertThrows(
          WireFormatException.class, () -> message.decoder().apply(in), "torn at " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void wrongLengthsAllocateNoMoreThanTheFrameJustifies(Samples.Message message) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] bytes = message.bytes();
    // Enough for the JVM to link what it meets for the first time; the lengths claim 64 MiB and up.
    long allowed = 4 << 20;

    for (int offset = 0; offset + 4 <= bytes.length; offset++) {
      for (int length : new int[] {Integer.MAX_VALUE, 0x7ffffff7, 0x0400_0000, -2}) {
        byte[] hostile = bytes.clone();
        ByteBuffer.wrap(hostile).putInt(offset, length);
        var in = new WireReader(ByteBuffer.wrap(hostile));

        long before = threads.getCurrentThreadAllocatedBytes();
        decodeOrRefuse(message, in);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertTrue(
            allocated <= allowed,
            allocated + " bytes for length " + length + " at offset " + offset);
      }
    }
  }

  /** Most hostile lengths are refused; some of the fields are no lengths at all. */
  private static @Nullable Object decodeOrRefuse(Samples.Message message, WireReader in) {
    try {
      return message.decoder().apply(in);
    } catch (WireFormatException refused) {
      return null;
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void differsFromEveryOther(Samples.Message message) {
    for (Samples.Message other : messages()) {
      boolean same =
          Arrays.equals(message.bytes(), other.bytes())
              && message.value().getClass() == other.value().getClass();
      if (!same) {
        assertNotEquals(message.value(), other.value());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void toStringTellsNoSecret(Samples.Message message) {
    String text = message.value().toString();

    assertFalse(text.contains("correct horse"), text);
    assertFalse(text.contains(Arrays.toString(Samples.SECRET)), text);
    assertFalse(text.contains("[B@"), text);
  }

  @Test
  void unknownOperationsAreMalformed() {
    for (int opCode : List.of(OpCode.NOTIFICATION, OpCode.CREATE_SESSION, 20, 23, 4711)) {
      var in = new WireReader(ByteBuffer.allocate(100));
      assertThrows(WireFormatException.class, () -> Request.decode(opCode, in));
      assertFalse(OpCode.isRequest(opCode));
    }
  }

  @Test
  void everyRequestIsOne() {
    for (Request request : Samples.requests()) {
      assertTrue(OpCode.isRequest(request.opCode()), request.toString());
    }
  }

  @Test
  void readsThatSetWatchesAreNoSteps() {
    byte[] bytes =
        Samples.bytes(
            out -> {
              new MultiHeader(OpCode.EXISTS, false, -1).encode(out);
              new ExistsRequest("/a", false).encode(out);
              MultiHeader.END.encode(out);
            });

    for (int opCode : List.of(OpCode.MULTI, OpCode.MULTI_READ)) {
      var in = new WireReader(ByteBuffer.wrap(bytes));
      var thrown = assertThrows(WireFormatException.class, () -> Request.decode(opCode, in));
      assertTrue(thrown.toString().contains("exists"), thrown.toString());
    }
  }

  @Test
  void failedTransactionsNameTheStep() {
    var ok = MultiResponse.Result.ok(OpCode.CHECK, new EmptyResponse());
    var undone = MultiResponse.Result.error(ErrorCode.OK);
    var failed = MultiResponse.Result.error(ErrorCode.NO_NODE);
    var skipped = MultiResponse.Result.error(ErrorCode.RUNTIME_INCONSISTENCY);

    assertEquals(-1, new MultiResponse(List.of(ok, ok)).failedStep());
    assertEquals(1, new MultiResponse(List.of(undone, failed, skipped)).failedStep());
  }

  @Test
  void changingTheListAfterwardsChangesNoRequest() {
    var steps = new ArrayList<TransactionStep>(List.of(new DeleteRequest("/a", 1)));
    var request = new MultiRequest(steps);

    steps.clear();

    assertEquals(1, request.steps().size());
  }

  @Test
  void aReplyHeaderInPlaceOfAConnectResponseIsARefusal() {
    byte[] refusal = Samples.bytes(new ReplyHeader(0, 0, ErrorCode.NOT_READ_ONLY)::encode);
    byte[] shortest = Samples.bytes(new ConnectResponse(0, 0, 0, new byte[0], null)::encode);

    assertTrue(ConnectResponse.isRefusal(new WireReader(ByteBuffer.wrap(refusal))));
    assertFalse(ConnectResponse.isRefusal(new WireReader(ByteBuffer.wrap(shortest))));
  }

  @Test
  void hotRequestsAreEncodedWithoutAllocating() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var out = new WireWriter(ByteBuffer.allocateDirect(4096));
    byte[] data = new byte[100];
    Runnable requests =
        () -> {
          out.truncate(0);
          int frame = out.beginFrame();
          RequestHeader.encode(out, 1, OpCode.GET_DATA);
          GetDataRequest.encode(out, "/some/path", false);
          ExistsRequest.encode(out, "/some/pâth", true);
          GetChildren2Request.encode(out, "/some/path", false);
          SetDataRequest.encode(out, "/some/path", data, -1);
          DeleteRequest.encode(out, "/some/path", -1);
          CreateRequest.encode(out, "/some/path", data, Samples.ACL, 0);
          out.endFrame(frame);
        };
    requests.run();

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      requests.run();
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // One byte a round: the smallest object has 16, and the JVM itself may make a few meanwhile.
    assertTrue(allocated < 10_000, allocated + " bytes in 10,000 rounds");
  }
}
