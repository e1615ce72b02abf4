package dev.mirliton.zk.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WireReaderTest {

  private static WireReader reader(String hex) {
    return new WireReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", ""))));
  }

  private static String refusal(Runnable read) {
    return String.valueOf(assertThrows(WireFormatException.class, read::run).getMessage());
  }

  @Test
  void numbersAreBigEndian() {
    var in = reader("01020304 fffffffffffffffe");

    assertEquals(0x01020304, in.readInt());
    assertEquals(-2L, in.readLong());
    assertEquals(0, in.remaining());
  }

  @Test
  void littleEndianBuffersAreReadAllTheSame() {
    ByteBuffer frame = ByteBuffer.wrap(new byte[] {0, 0, 0, 1}).order(ByteOrder.LITTLE_ENDIAN);

    assertEquals(1, new WireReader(frame).readInt());
  }

  @Test
  void anythingButZeroIsTrue() {
    var in = reader("00 01 02 ff");

    assertFalse(in.readBoolean());
    assertTrue(in.readBoolean());
    assertTrue(in.readBoolean());
    assertTrue(in.readBoolean());
  }

  @Test
  void nullIsNotEmpty() {
    var in = reader("ffffffff 00000000 ffffffff 00000000");

    assertNull(in.readBuffer());
    assertArrayEquals(new byte[0], in.readBuffer());
    assertNull(in.readNullableString());
    assertEquals("", in.readNullableString());
  }

  @Test
  void nullIsRefusedWhereThereMustBeSomething() {
    assertEquals("a string is null, at offset 4", refusal(() -> reader("ffffffff").readString()));
    assertEquals("a buffer is null, at offset 4", refusal(() -> reader("ffffffff").readBytes()));
  }

  @Test
  void nullVectorsAreEmpty() {
    assertEquals(List.of(), reader("ffffffff").readStrings());
    assertEquals(List.of(), reader("ffffffff").readAcl());
    assertEquals(0, reader("ffffffff").readCount(4));
  }

  @Test
  void refusalsSayWhatAndWhere() {
    var in = reader("00000007 00000005 6162");
    assertEquals(7, in.readInt());

    assertEquals("a string of length 5 where 2 bytes remain, at offset 8", refusal(in::readString));
    assertEquals("the frame ends inside of an int, at offset 0", refusal(reader("0000")::readInt));
    assertEquals(
        "the frame ends inside of a buffer, at offset 0", refusal(reader("00")::readBuffer));
    assertEquals(
        "a vector of length 2 where 4 bytes remain, at offset 4",
        refusal(reader("00000002 00000000")::readStrings));
    assertEquals(
        "a buffer of length -2 where 0 bytes remain, at offset 4",
        refusal(reader("fffffffe")::readBuffer));
  }

  @Test
  void offsetsCountFromTheStartOfTheFrame() {
    ByteBuffer stream = ByteBuffer.allocate(20).position(10).limit(13);

    assertTrue(refusal(new WireReader(stream)::readInt).endsWith("at offset 0"));
  }

  @Test
  void theFrameEndsTheReaderNotTheBuffer() {
    ByteBuffer stream = ByteBuffer.allocate(100).putInt(0, 20).limit(10);

    assertThrows(WireFormatException.class, () -> new WireReader(stream).readBuffer());
  }

  @Test
  void whatFollowsTheEndIsRefusedIfAskedFor() {
    var in = reader("00000001 00");
    assertEquals(1, in.readInt());

    assertEquals("1 bytes follow the end of the record, at offset 4", refusal(in::expectEnd));
  }

  @Test
  void readersGoOnWithTheNextFrame() {
    var in = reader("00000001 ff");
    in.reset(ByteBuffer.wrap(new byte[] {0, 0, 0, 2}));

    assertEquals(2, in.readInt());
    in.expectEnd();
  }

  @Test
  void listsCannotBeChanged() {
    List<String> strings = reader("00000001 00000001 61").readStrings();

    assertEquals(List.of("a"), strings);
    assertThrows(UnsupportedOperationException.class, () -> strings.set(0, "b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "/plain/ascii", "ünï", "✓✓", "🎺 and 🪈", "\uFFFD", "x\uFFFDy🎺", "\u0000"})
  void textIsReadFromEveryKindOfBuffer(String text) {
    for (int repeat : List.of(1, 40, 1000)) {
      String whole = text.repeat(repeat);
      byte[] utf8 = whole.getBytes(UTF_8);
      ByteBuffer heap = ByteBuffer.allocate(4 + utf8.length).putInt(utf8.length).put(utf8).flip();
      ByteBuffer direct = ByteBuffer.allocateDirect(heap.limit()).put(heap.duplicate()).flip();

      assertEquals(whole, new WireReader(heap.duplicate()).readString());
      assertEquals(whole, new WireReader(heap.asReadOnlyBuffer()).readString());
      assertEquals(whole, new WireReader(direct).readString());
    }
  }

  @Test
  void surrogatesOfThreeBytesEachAreUnderstoodAsJavaServersWriteThem() {
    assertEquals("🎺", reader("00000006 eda0bc edbeba").readString());
    assertEquals("a🎺\uFFFD", reader("0000000a 61 eda0bc edbeba efbfbd").readString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "c3",
        "c328",
        "e0809f",
        "e28c",
        "e28c28",
        "e2",
        "f0808080",
        "f09f8e",
        "f09f8e28",
        "f4908080",
        "f5808080",
        "fe",
        "ff",
        "eda0bc",
        "edbeba",
        "edbebaeda0bc",
        "eda0bceda0bc",
        "eda0bc61",
        "eda0bcc3a4",
        "eda0bcc3"
      })
  void malformedTextIsRefused(String hex) {
    byte[] bad = HexFormat.of().parseHex(hex);
    for (int prefix : List.of(0, 1, 700)) {
      ByteBuffer heap = ByteBuffer.allocate(4 + prefix + bad.length);
      heap.putInt(prefix + bad.length).put("a".repeat(prefix).getBytes(UTF_8)).put(bad).flip();
      ByteBuffer direct = ByteBuffer.allocateDirect(heap.limit()).put(heap.duplicate()).flip();

      int latest = 4 + prefix + bad.length - 1;
      for (ByteBuffer frame : List.of(heap, direct)) {
        String message = refusal(() -> new WireReader(frame).readString());
        assertTrue(message.startsWith("a string is not UTF-8, at offset "), message);
        int offset = Integer.parseInt(message.substring(message.lastIndexOf(' ') + 1));
        assertTrue(offset >= 4 + prefix && offset <= latest, message);
      }
    }
  }
}
