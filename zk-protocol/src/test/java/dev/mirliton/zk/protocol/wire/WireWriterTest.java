package dev.mirliton.zk.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireWriterTest {
  private final WireWriter out = new WireWriter(ByteBuffer.allocate(4));

  private String hex() {
    byte[] bytes = new byte[out.position()];
    out.buffer().get(0, bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void primitivesAreBigEndian() {
    out.writeBoolean(true);
    out.writeBoolean(false);
    out.writeInt(-2);
    out.writeLong(1);

    assertEquals("0100" + "fffffffe" + "0000000000000001", hex());
  }

  @Test
  void nullIsNotEmpty() {
    out.writeString(null);
    out.writeString("");
    out.writeBuffer(null);
    out.writeBuffer(new byte[0]);

    assertEquals("ffffffff" + "00000000" + "ffffffff" + "00000000", hex());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "/plain/ascii",
        "ünï",
        "aü",
        "✓",
        "🎺",
        "a🎺b",
        "\u0000",
        "\u07ff\u0800\uffff"
      })
  void textIsStandardUtf8(String text) {
    byte[] utf8 = text.getBytes(UTF_8);

    out.writeString(text);

    assertEquals("%08x".formatted(utf8.length) + HexFormat.of().formatHex(utf8), hex());
  }

  @Test
  void anyTextComesBack() {
    var random = new Random(20_261_120);
    var in = new WireReader();
    for (int round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        int bound = List.of(0x80, 0x800, 0x1_0000, 0x11_0000).get(random.nextInt(4));
        int point = random.nextInt(bound);
        text.appendCodePoint(point >= 0xd800 && point <= 0xdfff ? 'x' : point);
      }
      out.truncate(0);

      out.writeString(text.toString());

      in.reset(out.buffer().duplicate().flip());
      assertEquals(text.toString(), in.readString());
      assertEquals(text.toString().getBytes(UTF_8).length + 4, out.position());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\ud83c", "a\ud83c", "\udfba", "\udfba\ud83c", "\ud83ca", "\ud83c\ud83c\udfba"})
  void loneSurrogatesAreRefusedAndCanBeTakenBack(String text) {
    out.writeInt(7);
    int before = out.position();

    assertThrows(IllegalArgumentException.class, () -> out.writeString(text));
    out.truncate(before);

    assertEquals("00000007", hex());
  }

  @Test
  void framesCarryTheirLength() {
    int first = out.beginFrame();
    out.writeInt(1);
    assertEquals(4, out.endFrame(first));
    int second = out.beginFrame();
    out.writeString("abc");
    assertEquals(7, out.endFrame(second));

    assertEquals("00000004" + "00000001" + "00000007" + "00000003616263", hex());
  }

  @Test
  void framesCanBeTakenBack() {
    out.writeInt(1);
    int frame = out.beginFrame();
    out.writeBuffer(new byte[10_000]);

    out.truncate(frame);

    assertEquals("00000001", hex());
    assertThrows(IllegalArgumentException.class, () -> out.truncate(5));
  }

  @Test
  void fullBuffersAreReplacedByLargerOnesOfTheirKind() {
    for (ByteBuffer first : List.of(ByteBuffer.allocate(10), ByteBuffer.allocateDirect(10))) {
      out.reset(first);
      out.writeLong(5);
      assertSame(first, out.buffer());

      out.writeBuffer(new byte[100]);

      assertEquals(first.isDirect(), out.buffer().isDirect());
      assertEquals(112, out.position());
      assertEquals(5, out.buffer().getLong(0));
      assertEquals(100, out.buffer().getInt(8));
    }
  }

  @Test
  void whatTheOwnerWroteBeforeIsKept() {
    ByteBuffer shared = ByteBuffer.allocate(6).put((byte) 9);
    out.reset(shared);

    out.writeLong(-1);

    assertEquals("09" + "ffffffffffffffff", hex());
  }

  @Test
  void writersStopAtTheLimitOfTheOwner() {
    ByteBuffer shared = ByteBuffer.allocate(100).limit(8);
    out.reset(shared);

    out.writeString("much more than that, ünd more");

    assertArrayEquals(new byte[92], java.util.Arrays.copyOfRange(shared.array(), 8, 100));
    var in = new WireReader(out.buffer().duplicate().flip());
    assertEquals("much more than that, ünd more", in.readString());
  }

  @Test
  void everyRoomLeftGivesTheSameBytes() {
    String text = "/äscii and möre ✓ 🎺";
    byte[] utf8 = text.getBytes(UTF_8);
    for (int room = 0; room < 80; room++) {
      out.reset(ByteBuffer.allocate(room));

      out.writeString(text);

      byte[] written = new byte[out.position() - 4];
      out.buffer().get(4, written);
      assertArrayEquals(utf8, written, "room " + room);
      assertTrue(out.buffer().getInt(0) == utf8.length, "room " + room);
    }
  }
}
