package dev.mirliton.zk.protocol.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that nobody sends: whatever arrives is decoded or refused with {@link WireFormatException},
 * and what was decoded is what is read back after encoding it.
 *
 * <p>The build fuzzes for {@code fuzz.duration}, a few seconds unless told otherwise: {@code mvn
 * -pl zk-protocol -am verify -Dfuzz.duration=10m}. A finding is saved beneath {@code
 * src/test/resources} and tried again by every later run. Jazzer fuzzes one method of a run, so
 * there is only this one.
 */
class WireFuzzTest {
  private static final int MAX_PACKET_BYTES = 1 << 20;
  private static final List<Function<WireReader, Object>> DECODERS = decoders();

  private static List<Function<WireReader, Object>> decoders() {
    var decoders = new ArrayList<Function<WireReader, Object>>();
    for (Samples.Message message : Samples.messages()) {
      decoders.add(message.decoder());
    }
    return decoders;
  }

  /** Every sample, alone and all together as a stream. */
  static Stream<byte[]> seeds() {
    List<Samples.Message> messages = Samples.messages();
    Stream<byte[]> alone =
        IntStream.range(0, messages.size()).mapToObj(i -> seed(i, messages.get(i).encoder()));
    byte[] stream =
        seed(
            messages.size() + 6,
            out -> {
              for (Samples.Message message : messages) {
                int frame = out.beginFrame();
                message.encoder().accept(out);
                out.endFrame(frame);
              }
            });
    return Stream.concat(alone, Stream.of(stream));
  }

  private static byte[] seed(int choice, Consumer<WireWriter> content) {
    byte[] bytes = Samples.bytes(content);
    return ByteBuffer.allocate(1 + bytes.length).put((byte) choice).put(bytes).array();
  }

  /** The first byte chooses; the rest are a message, or a stream of frames cut in pieces. */
  @MethodSource("seeds")
  @FuzzTest(maxDuration = "4s")
  void decodesOrRefuses(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int choice = input[0] & 0xff;
    ByteBuffer bytes = ByteBuffer.wrap(input, 1, input.length - 1);
    if (choice < DECODERS.size()) {
      decode(DECODERS.get(choice), bytes);
    } else {
      decodeStream(1 + choice - DECODERS.size(), bytes);
    }
  }

  private static void decode(Function<WireReader, Object> decoder, ByteBuffer bytes) {
    try {
      Object message = decoder.apply(new WireReader(bytes));
      byte[] again = encode(message);
      Object same = decoder.apply(new WireReader(ByteBuffer.wrap(again)));
      if (!Objects.equals(message, same)) {
        throw new AssertionError(message + " came back as " + same);
      }
    } catch (WireFormatException refused) {
      Objects.requireNonNull(refused.getMessage());
    }
  }

  private static byte[] encode(Object message) {
    return Samples.bytes(
        out -> {
          switch (message) {
            case Request request -> request.encode(out);
            case Response response -> response.encode(out);
            case RequestHeader header -> header.encode(out);
            case ReplyHeader header -> header.encode(out);
            case MultiHeader header -> header.encode(out);
            case ConnectRequest connect -> connect.encode(out);
            case ConnectResponse connect -> connect.encode(out);
            default -> throw new AssertionError("no message: " + message);
          }
        });
  }

  private static void decodeStream(int pieceBytes, ByteBuffer bytes) {
    var decoder = new FrameDecoder(MAX_PACKET_BYTES);
    var pieces = new ArrayList<byte[]>();
    var whole = new ArrayList<byte[]>();
    boolean refusedInPieces = false;
    boolean refusedWhole = false;
    try {
      ByteBuffer rest = bytes.duplicate();
      while (rest.hasRemaining()) {
        int count = Math.min(pieceBytes, rest.remaining());
        decoder.feed(rest.slice(rest.position(), count), frame -> pieces.add(copy(frame)));
        rest.position(rest.position() + count);
      }
    } catch (FrameLengthException refused) {
      refusedInPieces = true;
    }
    try {
      new FrameDecoder(MAX_PACKET_BYTES).feed(bytes, frame -> whole.add(copy(frame)));
    } catch (FrameLengthException refused) {
      refusedWhole = true;
    }
    if (refusedInPieces != refusedWhole || pieces.size() != whole.size()) {
      throw new AssertionError("pieces of " + pieceBytes + " gave other frames than the whole");
    }
    for (int i = 0; i < whole.size(); i++) {
      if (!Arrays.equals(pieces.get(i), whole.get(i))) {
        throw new AssertionError("frame " + i + " differs in pieces of " + pieceBytes);
      }
    }
  }

  private static byte[] copy(ByteBuffer frame) {
    byte[] bytes = new byte[frame.remaining()];
    frame.get(bytes);
    return bytes;
  }
}
