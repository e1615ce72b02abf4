package dev.mirliton.zk.handler.loom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private static final int SURELY_FITS_BYTES = 16 * 1024;

  private final ByteArrayOutputStream socket = new ByteArrayOutputStream();
  private final AtomicInteger wakes = new AtomicInteger();
  private final Outgoing outgoing = new Outgoing(socket, null, wakes::incrementAndGet);

  @Test
  void aFewBytesAreWrittenByTheirCaller() throws IOException {
    outgoing.offer(ByteBuffer.allocate(100), false);

    assertEquals(100, socket.size());
    assertEquals(0, wakes.get());
    assertFalse(outgoing.flush(), "something was left");
  }

  @Test
  void whatMightNotFitIsLeftToTheWriter() throws IOException {
    outgoing.offer(ByteBuffer.allocate(SURELY_FITS_BYTES), false);
    outgoing.offer(ByteBuffer.allocate(1), false);

    assertEquals(SURELY_FITS_BYTES, socket.size());
    assertEquals(1, wakes.get());
    assertTrue(outgoing.flush());
    assertEquals(SURELY_FITS_BYTES + 1, socket.size());
  }

  @Test
  void aPeerThatIsHeardHasRoomAgain() throws IOException {
    outgoing.offer(ByteBuffer.allocate(SURELY_FITS_BYTES), false);
    outgoing.received(ByteBuffer.allocate(1));
    outgoing.offer(ByteBuffer.allocate(1), false);

    assertEquals(SURELY_FITS_BYTES + 1, socket.size());
    assertEquals(0, wakes.get());
  }

  @Test
  void whatTheWriterFlushedCountsToo() throws IOException {
    outgoing.offer(ByteBuffer.allocate(SURELY_FITS_BYTES), true);
    outgoing.flush();
    outgoing.offer(ByteBuffer.allocate(1), false);

    assertEquals(SURELY_FITS_BYTES, socket.size());
    assertEquals(1, wakes.get());
  }

  @Test
  void gatheredBytesWaitForTheWriterWhoNeedsNoWaking() throws IOException {
    outgoing.offer(ByteBuffer.wrap(new byte[] {1, 2}), true);
    outgoing.offer(ByteBuffer.wrap(new byte[] {3}), true);

    assertEquals(0, socket.size());
    assertEquals(0, wakes.get());
    assertTrue(outgoing.flush());
    assertEquals(3, socket.size());
  }

  @Test
  void noMoreIsTakenThanThereIsRoomFor() throws IOException {
    ByteBuffer large = ByteBuffer.allocate(3 * Outgoing.CAPACITY_BYTES);

    outgoing.offer(large, false);
    outgoing.offer(large, false);

    assertEquals(Outgoing.CAPACITY_BYTES, large.position());
    assertEquals(0, socket.size());
    assertTrue(outgoing.flush());
    outgoing.offer(large, false);
    assertEquals(2 * Outgoing.CAPACITY_BYTES, large.position());
  }

  @Test
  void nothingOvertakesWhatTheWriterIsWriting() throws IOException {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Outgoing[] busy = new Outgoing[1];
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int one) {
            written.write(one);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            if (bytes[from] == 1) {
              busy[0].offer(ByteBuffer.wrap(new byte[] {2}), false); // in the middle of the flush
            }
            written.write(bytes, from, count);
          }
        };
    busy[0] = new Outgoing(slow, null, wakes::incrementAndGet);

    busy[0].offer(ByteBuffer.wrap(new byte[] {1}), true);
    busy[0].flush();

    assertEquals(1, written.size());
    assertEquals(1, wakes.get());
    assertTrue(busy[0].flush());
    assertEquals(2, written.toByteArray()[1]);
  }
}
