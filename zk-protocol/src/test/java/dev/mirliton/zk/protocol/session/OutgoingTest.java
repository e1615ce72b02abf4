package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private final Outgoing outgoing = new Outgoing();
  private int nextToEncode;
  private int nextToTake;

  private void encode(int ints) {
    WireWriter writer = outgoing.writer();
    for (int i = 0; i < ints; i++) {
      writer.writeInt(nextToEncode++);
    }
  }

  private void take(int ints) {
    outgoing.writeTo(
        bytes -> {
          int count = Math.min(ints, bytes.remaining() / Integer.BYTES);
          for (int i = 0; i < count; i++) {
            assertEquals(nextToTake++, bytes.getInt());
          }
          return count * Integer.BYTES;
        });
  }

  @Test
  void bytesComeOutAsTheyWentInAndPositionsCountThemAll() {
    for (long seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      outgoing.reset();
      nextToEncode = 0;
      nextToTake = 0;
      for (int step = 0; step < 300; step++) {
        encode(random.nextInt(8_000));
        take(random.nextInt(9_000));
        assertEquals(4L * nextToEncode, outgoing.end());
        assertEquals(4L * nextToTake, outgoing.takenEnd());
        assertEquals(4 * (nextToEncode - nextToTake), outgoing.size());
        assertEquals(nextToEncode == nextToTake, outgoing.isEmpty());
      }
      take(Integer.MAX_VALUE);
      assertTrue(outgoing.isEmpty());
    }
  }

  @Test
  void aSlowTakerDoesNotMakeTheBufferGrow() {
    for (int i = 0; i < 1_000; i++) {
      encode(10_000);
      take(10_000);
      encode(1); // never empty
    }

    assertTrue(outgoing.writer().buffer().capacity() <= 512 * 1024);
  }

  @Test
  void oneLargeRequestDoesNotHoldItsMemory() {
    encode(1_000_000);
    assertTrue(outgoing.writer().buffer().capacity() >= 4_000_000);

    take(Integer.MAX_VALUE);

    assertEquals(64 * 1024, outgoing.writer().buffer().capacity());
  }

  @Test
  void anIdleSessionHoldsLittle() {
    for (int i = 0; i < 1_000; i++) {
      encode(10);
      take(10);
    }

    assertTrue(outgoing.writer().buffer().capacity() <= 1024);
  }

  @Test
  void anotherConnectionBeginsAnew() {
    encode(100);
    take(50);

    outgoing.reset();

    assertTrue(outgoing.isEmpty());
    assertEquals(0, outgoing.end());
    assertEquals(0, outgoing.takenEnd());
  }

  @Test
  void aTakerThatThrowsHasTakenNothing() {
    encode(10);
    try {
      outgoing.writeTo(
          bytes -> {
            bytes.getInt();
            throw new IllegalStateException("broken");
          });
    } catch (IllegalStateException broken) {
      assertEquals("broken", broken.getMessage());
    }

    take(10);
    assertEquals(10, nextToTake);
  }
}
