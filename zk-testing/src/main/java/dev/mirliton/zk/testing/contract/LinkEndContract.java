package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.testing.FullBacklog;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * How a {@link Link} ends: by its owner, by its peer, by its listener.
 *
 * @since 0.1
 */
public interface LinkEndContract extends HandlerSubject {

  @Test
  default void closingEndsTheLinkWithoutACauseAndItsPeerSeesTheEnd() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);

      log.link().close();
      log.link().close();

      assertNull(log.awaitClosed());
      assertEquals(-1, peer.getInputStream().read());
    }
  }

  @Test
  default void manyThreadsMayCloseAtOnce() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      for (int round = 0; round < 50; round++) {
        ListenerLog log = new ListenerLog();
        Socket peer = rig.open(log);

        Concurrently.run(3, thread -> log.link().close());

        assertNull(log.awaitClosed());
        assertEquals(-1, peer.getInputStream().read());
      }
    }
  }

  @Test
  default void aLinkMayBeClosedBeforeItIsOpen() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      for (int round = 0; round < 200; round++) {
        ListenerLog log = new ListenerLog();

        rig.connect(log).close();

        assertNull(log.awaitClosed());
      }
    }
  }

  @Test
  default void closingGivesUpAConnectThatIsNotAnswered() throws Exception {
    try (LinkRig rig = new LinkRig(this);
        FullBacklog full = FullBacklog.open()) {
      ListenerLog log = new ListenerLog();
      rig.track(log);
      Link link = rig.handler().connect(Endpoint.plain(full.address()), Duration.ofHours(1), log);

      link.close();

      assertNull(log.awaitClosed());
    }
  }

  @Test
  default void aPeerThatClosesIsTheEndOfTheStream() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);

      peer.getOutputStream().write(new byte[] {1, 2, 3});
      peer.close();

      assertInstanceOf(EOFException.class, log.awaitClosed());
      assertEquals(3, log.awaitBytes(3).length, "what came before the end");
    }
  }

  @Test
  default void aPeerThatWillSendNoMoreEndsTheLink() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);

      peer.shutdownOutput();

      assertInstanceOf(EOFException.class, log.awaitClosed());
      assertEquals(-1, peer.getInputStream().read(), "the other half is closed too");
    }
  }

  @Test
  default void aResetIsToldWithItsCause() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);

      peer.setSoLinger(true, 0);
      peer.close();

      assertNotNull(log.awaitClosed());
    }
  }

  @Test
  default void writingToAPeerThatIsGoneEndsTheLink() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      log.whenWritable(link -> link.write(ByteBuffer.allocate(100_000)));
      Socket peer = rig.open(log);
      peer.setSoLinger(true, 0);

      peer.close();
      log.link().write(ByteBuffer.allocate(100_000));
      log.link().requestWrite();

      assertNotNull(log.awaitClosed());
    }
  }

  @Test
  default void aListenerMayCloseItsLinkInEveryCall() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog opening = new ListenerLog().whenOpen(Link::close);
      rig.connect(opening);
      rig.accept();
      assertNull(opening.awaitClosed());

      ListenerLog reading = new ListenerLog();
      reading.whenRead(bytes -> reading.link().close());
      rig.open(reading).getOutputStream().write(1);
      assertNull(reading.awaitClosed());

      ListenerLog writing = new ListenerLog().whenWritable(Link::close);
      rig.open(writing);
      writing.link().requestWrite();
      assertNull(writing.awaitClosed());
    }
  }

  @Test
  default void aListenerThatThrowsClosesItsLinkWithThat() throws Exception {
    RuntimeException thrown = new IllegalStateException("thrown on purpose by a link listener");
    AssertionError error = new AssertionError("an error thrown on purpose by a link listener");

    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog opening =
          new ListenerLog()
              .whenOpen(
                  link -> {
                    throw thrown;
                  });
      rig.connect(opening);
      rig.accept();
      assertCausedBy(thrown, opening.awaitClosed());

      ListenerLog reading =
          new ListenerLog()
              .whenRead(
                  bytes -> {
                    throw error;
                  });
      Socket peer = rig.open(reading);
      peer.getOutputStream().write(1);
      assertCausedBy(error, reading.awaitClosed());
      assertEquals(-1, peer.getInputStream().read());

      ListenerLog writing =
          new ListenerLog()
              .whenWritable(
                  link -> {
                    throw thrown;
                  });
      rig.open(writing);
      writing.link().requestWrite();
      assertCausedBy(thrown, writing.awaitClosed());
    }
  }

  @Test
  default void aListenerThatThrowsAtTheEndHarmsNoOther() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log =
          new ListenerLog()
              .whenClosed(
                  () -> {
                    throw new IllegalStateException("thrown on purpose at the end of a link");
                  });
      ListenerLog other = new ListenerLog();
      rig.open(log).close();
      log.awaitClosed();

      rig.open(other).getOutputStream().write(1);

      other.awaitBytes(1);
    }
  }

  @Test
  default void linksComeAndGoWhileOthersWork() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      rig.echo();
      Concurrently.run(
          4,
          thread -> {
            for (int i = 0; i < 100; i++) {
              ListenerLog log = new ListenerLog();
              Handler handler = rig.handler();
              rig.track(log);
              handler.connect(rig.endpoint(), Concurrently.limit(), log);
              log.awaitOpen().write(ByteBuffer.wrap(new byte[100]));
              log.awaitBytes(100);
              log.link().close();
              assertNull(log.awaitClosed());
            }
          });
    }
  }

  private static void assertCausedBy(Throwable expected, @Nullable IOException cause) {
    assertNotNull(cause, "closed without a cause");
    assertSame(expected, cause.getCause());
  }
}
