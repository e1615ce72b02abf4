package dev.mirliton.zk.protocol.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameDecoderTest {
  private static final int MAX_PACKET_BYTES = 10_000;
  private static final List<String> PAYLOADS =
      List.of("", "a", "four", "a longer one", "", "x".repeat(9_999), "y".repeat(10_000), "end");

  private final FrameDecoder decoder = new FrameDecoder(MAX_PACKET_BYTES);
  private final List<String> frames = new ArrayList<>();

  private void keep(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    frames.add(new String(bytes, ISO_8859_1));
  }

  private static ByteBuffer stream(List<String> payloads) {
    int size = payloads.stream().mapToInt(payload -> 4 + payload.length()).sum();
    ByteBuffer stream = ByteBuffer.allocate(size);
    payloads.forEach(payload -> stream.putInt(payload.length()).put(payload.getBytes(ISO_8859_1)));
    return stream.flip();
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining()).put(bytes.duplicate()).flip();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 16, 4095, 4096, 4097, 100_000})
  void tornFramesAreWhole(int pieceBytes) {
    ByteBuffer stream = stream(PAYLOADS);

    while (stream.hasRemaining()) {
      int count = Math.min(pieceBytes, stream.remaining());
      ByteBuffer piece = direct(stream.slice(stream.position(), count));
      stream.position(stream.position() + count);
      decoder.feed(piece, this::keep);
      assertEquals(0, piece.remaining());
      assertEquals(piece.capacity(), piece.limit());
    }

    assertEquals(PAYLOADS, frames);
  }

  @Test
  void tornOnceAnywhereIsWhole() {
    List<String> payloads = List.of("", "first", "", "second", "third");
    ByteBuffer stream = stream(payloads);

    for (int cut = 0; cut <= stream.limit(); cut++) {
      frames.clear();
      decoder.feed(stream.slice(0, cut), this::keep);
      decoder.feed(stream.slice(cut, stream.limit() - cut), this::keep);
      assertEquals(payloads, frames, "cut at " + cut);
    }
  }

  @Test
  void wholeFramesAreHandedOnInPlace() {
    ByteBuffer stream = direct(stream(List.of("one", "two")));

    decoder.feed(stream, frame -> assertSame(stream, frame));

    assertEquals(stream.capacity(), stream.position());
  }

  @Test
  void framesNeedNotBeConsumed() {
    List<Integer> lengths = new ArrayList<>();

    decoder.feed(stream(PAYLOADS), frame -> lengths.add(frame.remaining()));

    assertEquals(PAYLOADS.stream().map(String::length).toList(), lengths);
  }

  @Test
  void wholeFramesCostNoMemory() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ByteBuffer stream = direct(stream(List.of("one", "two", "three")));
    int[] count = {0};
    FrameSink sink = frame -> count[0] += frame.remaining();
    decoder.feed(stream, sink);

    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 10_000; i++) {
      stream.position(0);
      decoder.feed(stream, sink);
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertEquals(10_001 * 11, count[0]);
    assertTrue(allocated < 10_000, allocated + " bytes");
  }

  @Test
  void announcedLengthsReserveNoMemory() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    var generous = new FrameDecoder(Integer.MAX_VALUE);
    ByteBuffer start = ByteBuffer.allocate(100).putInt(0, Integer.MAX_VALUE);

    long before = threads.getCurrentThreadAllocatedBytes();
    generous.feed(start, this::keep);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertEquals(List.of(), frames);
    assertTrue(allocated < 1 << 20, allocated + " bytes");
  }

  @Test
  void aSinkThatThrowsLosesOnlyItsFrame() {
    for (int cut = 0; cut < 7; cut++) {
      frames.clear();
      ByteBuffer stream = stream(List.of("bad", "good"));
      decoder.feed(stream.slice(0, cut), this::keep);
      ByteBuffer rest = stream.slice(cut, stream.limit() - cut);

      assertThrows(
          IllegalStateException.class,
          () ->
              decoder.feed(
                  rest,
                  frame -> {
                    throw new IllegalStateException("refused");
                  }));
      decoder.feed(rest, this::keep);

      assertEquals(List.of("good"), frames, "cut at " + cut);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MAX_PACKET_BYTES + 1, Integer.MAX_VALUE, -1, Integer.MIN_VALUE})
  void impossibleLengthsAreRefusedUntilReset(int length) {
    ByteBuffer bytes = ByteBuffer.allocate(8).putInt(0, length);

    var thrown = assertThrows(FrameLengthException.class, () -> decoder.feed(bytes, this::keep));
    assertEquals(length, thrown.length());
    assertThrows(FrameLengthException.class, () -> decoder.feed(bytes, this::keep));

    decoder.reset();
    decoder.feed(stream(List.of("a")), this::keep);
    assertEquals(List.of("a"), frames);
  }

  @Test
  void impossibleLengthsAreRefusedInPiecesToo() {
    byte[] bytes = ByteBuffer.allocate(4).putInt(-2).array();
    IntStream.range(0, 3).forEach(i -> decoder.feed(ByteBuffer.wrap(bytes, i, 1), this::keep));

    for (int i = 0; i < 2; i++) {
      assertThrows(
          FrameLengthException.class, () -> decoder.feed(ByteBuffer.wrap(bytes, 3, 1), this::keep));
    }

    decoder.reset();
    decoder.feed(stream(List.of("a")), this::keep);
    assertEquals(List.of("a"), frames);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 19, 20, 21, 4096, 100_000})
  void longFramesAreSkippedAndTheirHeadsToldInAnyPieces(int pieceBytes) {
    var skipping = new FrameDecoder(20, 10_000);
    List<String> heads = new ArrayList<>();
    FrameSink sink =
        new FrameSink() {
          @Override
          public void onFrame(ByteBuffer frame) {
            keep(frame);
          }

          @Override
          public void onLongFrame(ByteBuffer head, FrameLengthException error) {
            heads.add(ISO_8859_1.decode(head.duplicate()) + " " + error.length());
          }
        };
    ByteBuffer stream = stream(PAYLOADS.subList(0, 6)).duplicate();
    ByteBuffer more = stream(List.of("y".repeat(10_000), "end", "z".repeat(21), "last"));
    ByteBuffer all = ByteBuffer.allocate(stream.limit() + more.limit()).put(stream).put(more);

    for (all.flip(); all.hasRemaining(); ) {
      int count = Math.min(pieceBytes, all.remaining());
      skipping.feed(all.slice(all.position(), count), sink);
      all.position(all.position() + count);
    }

    assertEquals(List.of("", "a", "four", "a longer one", "", "end", "last"), frames);
    String head = "x".repeat(16);
    assertEquals(
        List.of(head + " 9999", head.replace('x', 'y') + " 10000", head.replace('x', 'z') + " 21"),
        heads);
  }

  @Test
  void whatIsTooLongToBeSkippedIsRefused() {
    var skipping = new FrameDecoder(20, 10_000);
    ByteBuffer bytes = ByteBuffer.allocate(30).putInt(0, 10_001);

    assertThrows(FrameLengthException.class, () -> skipping.feed(bytes, this::keep));
  }

  @Test
  void aLongFrameIsRefusedByASinkThatWantsNone() {
    var skipping = new FrameDecoder(20, 10_000);
    ByteBuffer bytes = ByteBuffer.allocate(30).putInt(0, 21);

    assertThrows(FrameLengthException.class, () -> skipping.feed(bytes, this::keep));
  }

  @Test
  void lengthsSayWhatElseSpeaksHere() {
    assertEquals(
        "not a ZooKeeper frame: the bytes \"HTTP\" look like an HTTP server",
        explained("HTTP/1.1 400"));
    assertEquals(
        "not a ZooKeeper frame: the bytes 0x15030300 look like TLS",
        explained("\u0015\u0003\u0003\u0000\u0002"));
    assertEquals(
        "not a ZooKeeper frame: the bytes 0x16030300 look like TLS",
        explained("\u0016\u0003\u0003\u0000\u007a"));
    assertEquals("not a ZooKeeper frame: the bytes \"This\" look like text", explained("This Zoo"));
    assertEquals("frame length -1 is negative", explained("\u00ff\u00ff\u00ff\u00ff"));
    assertEquals(
        "frame of 10,001 bytes is over the packet limit of 10,000 bytes (maxPacketBytes)",
        explained("\u0000\u0000\u0027\u0011"));
  }

  private String explained(String bytes) {
    return String.valueOf(
        assertThrows(
                FrameLengthException.class,
                () ->
                    new FrameDecoder(MAX_PACKET_BYTES)
                        .feed(ByteBuffer.wrap(bytes.getBytes(ISO_8859_1)), this::keep))
            .getMessage());
  }
}
