package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.Link;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/**
 * What {@link Link#write} and {@link Link#requestWrite} promise.
 *
 * @since 0.1
 */
public interface LinkWriteContract extends HandlerSubject {

  @Test
  default void everyKindOfBufferIsTakenBetweenItsPositionAndLimit() throws Exception {
    byte[] bytes = {0, 1, 2, 3, 4, 5, 6, 7};
    ByteBuffer direct = ByteBuffer.allocateDirect(8).put(bytes).flip();
    ByteBuffer[] sources = {
      ByteBuffer.wrap(bytes),
      direct,
      ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
      ByteBuffer.wrap(new byte[] {9, 9, 0, 1, 2, 3, 4, 5, 6, 7, 9}, 2, 8).slice()
    };

    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);
      for (ByteBuffer source : sources) {
        source.position(2).limit(7);

        assertEquals(5, log.link().write(source));

        assertEquals(7, source.position());
        assertEquals(7, source.limit());
        assertArrayEquals(new byte[] {2, 3, 4, 5, 6}, peer.getInputStream().readNBytes(5));
      }
      assertEquals(0, log.link().write(ByteBuffer.allocate(0)));
    }
  }

  @Test
  default void smallWritesArriveInOrder() throws Exception {
    int count = 20_000;
    Random random = new Random(2);
    byte[] sent = new byte[count];
    random.nextBytes(sent);

    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);
      FutureTask<Void> reading =
          Concurrently.begin(
              () -> assertArrayEquals(sent, peer.getInputStream().readNBytes(count)));

      ByteBuffer all = ByteBuffer.wrap(sent);
      while (all.hasRemaining()) {
        ByteBuffer piece = all.slice();
        piece.limit(Math.min(piece.limit(), 1 + random.nextInt(20)));
        int told = log.writables();
        int taken = log.link().write(piece);
        all.position(all.position() + taken);
        if (piece.hasRemaining()) {
          log.awaitWritables(told + 1); // comes, for the peer reads all the time
        }
      }

      Concurrently.end(reading);
    }
  }

  @Test
  default void aLargeWriteIsTakenInPartsAsThePeerReads() throws Exception {
    byte[] sent = new byte[24 * 1024 * 1024];
    new Random(3).nextBytes(sent);
    ByteBuffer source = ByteBuffer.wrap(sent);
    ReentrantLock writing = new ReentrantLock();

    try (LinkRig rig = new LinkRig(this)) {
      AtomicBoolean partial = new AtomicBoolean();
      ListenerLog log =
          new ListenerLog()
              .whenWritable(
                  link -> {
                    writing.lock();
                    try {
                      link.write(source);
                    } finally {
                      writing.unlock();
                    }
                  });
      Socket peer = rig.open(log);
      writing.lock();
      try {
        int taken = log.link().write(source);
        partial.set(taken < sent.length);
        assertEquals(taken, source.position());
      } finally {
        writing.unlock();
      }

      byte[] received = peer.getInputStream().readNBytes(sent.length);

      assertTrue(partial.get(), "nothing can hold " + sent.length + " bytes without waiting");
      assertArrayEquals(sent, received);
      assertTrue(log.link().isOpen());
    }
  }

  @Test
  default void aPeerThatDoesNotReadBlocksNobody() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);
      ByteBuffer source = ByteBuffer.allocate(1 << 20);

      // The link takes what it can hold, and then nothing: each call returns.
      long taken = 0;
      for (int i = 0; i < 100; i++) {
        taken += log.link().write(source.clear());
      }

      assertTrue(taken < 100L << 20, "nothing holds 100 MiB without end");
      peer.getOutputStream().write(1);
      log.awaitBytes(1); // reading goes on
      log.link().close();
      log.awaitClosed();
    }
  }

  @Test
  default void requestsOfOneCallAreOneCall() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      log.whenRead(
          bytes -> {
            // Long enough for another thread to notice; onWritable cannot come before the end.
            // No time passes here in a simulation.
            long end = rig.handler().nanoTime() + 20_000_000;
            for (int i = 0; i < 5_000_000 && rig.handler().nanoTime() - end < 0; i++) {
              log.link().requestWrite();
            }
          });
      Socket peer = rig.open(log);

      peer.getOutputStream().write(1);
      log.awaitWritables(1);
      log.whenRead(bytes -> {});
      for (int i = 2; i < 12; i++) {
        peer.getOutputStream().write(i); // time for another call to show itself
        log.awaitBytes(i);
      }

      assertEquals(1, log.writables());
    }
  }

  @Test
  default void eachRequestAfterACallIsAnotherCall() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      rig.open(log);

      for (int i = 1; i <= 2000; i++) {
        log.link().requestWrite();
        log.awaitWritables(i);
      }

      assertEquals(2000, log.writables());
    }
  }

  @Test
  default void aRequestInsideTheCallIsAnotherCall() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      AtomicInteger left = new AtomicInteger(500);
      ListenerLog log =
          new ListenerLog()
              .whenWritable(
                  link -> {
                    if (left.decrementAndGet() > 0) {
                      link.requestWrite();
                    }
                  });
      rig.open(log);

      log.link().requestWrite();

      log.awaitWritables(500);
    }
  }

  @Test
  default void noRequestIsLostHoweverManyThreadsAsk() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      AtomicBoolean[] asked = new AtomicBoolean[4];
      for (int i = 0; i < asked.length; i++) {
        asked[i] = new AtomicBoolean();
      }
      ListenerLog log =
          new ListenerLog()
              .whenWritable(
                  link -> {
                    for (AtomicBoolean one : asked) {
                      one.set(false);
                    }
                  });
      rig.open(log);

      Concurrently.run(
          asked.length,
          thread -> {
            for (int i = 0; i < 500; i++) {
              asked[thread].set(true);
              log.link().requestWrite();
              if (i % 10 == 0) {
                Concurrently.until("the request was heard", () -> !asked[thread].get());
              }
            }
            Concurrently.until("the last request was heard", () -> !asked[thread].get());
          });
    }
  }

  @Test
  default void aListenerMayWriteInEveryCall() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log =
          new ListenerLog()
              .whenOpen(
                  link -> {
                    assertEquals(1, link.write(ByteBuffer.wrap(new byte[] {1})));
                    link.requestWrite();
                  })
              .whenWritable(link -> link.write(ByteBuffer.wrap(new byte[] {2})));
      log.whenRead(bytes -> log.link().write(ByteBuffer.wrap(new byte[] {3})));
      Socket peer = rig.open(log);

      assertArrayEquals(new byte[] {1, 2}, peer.getInputStream().readNBytes(2));
      peer.getOutputStream().write(7);
      assertEquals(3, peer.getInputStream().read());
    }
  }

  @Test
  default void anInterruptedCallerHarmsNothing() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);

      Concurrently.Act interrupted =
          () -> {
            for (int i = 1; i <= 100; i++) {
              Thread.currentThread().interrupt();
              int taken = log.link().write(ByteBuffer.wrap(new byte[] {(byte) i}));
              log.link().requestWrite();

              assertTrue(Thread.interrupted(), "the flag was cleared");
              assertEquals(1, taken);
              assertEquals(i, peer.getInputStream().read());
            }
          };
      Concurrently.end(Concurrently.begin(interrupted));
      Concurrently.end(Concurrently.beginVirtual(interrupted));

      assertTrue(log.link().isOpen());
    }
  }

  @Test
  default void aClosedLinkTakesNothingAndThrowsNothing() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      rig.open(log);
      Link link = log.link();
      link.close();
      log.awaitClosed();
      ByteBuffer source = ByteBuffer.wrap(new byte[10]);

      assertEquals(0, link.write(source));
      link.requestWrite();
      link.close();

      assertEquals(0, source.position());
      assertFalse(link.isOpen());
    }
  }
}
