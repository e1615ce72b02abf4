package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.testing.FullBacklog;
import dev.mirliton.zk.testing.World;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * What {@link Handler#connect} promises, and how bytes arrive.
 *
 * @since 0.1
 */
public interface LinkContract extends HandlerSubject {

  @Test
  default void aLinkOpensAndCarriesBytesBothWays() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Link link = rig.connect(log);
      Socket peer = rig.accept();

      assertSame(link, log.awaitOpen(), "the link that is told and the one returned");
      assertTrue(link.isOpen());
      assertEquals(4, link.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4})));
      assertArrayEquals(new byte[] {1, 2, 3, 4}, peer.getInputStream().readNBytes(4));
      peer.getOutputStream().write(new byte[] {5, 6});
      assertArrayEquals(new byte[] {5, 6}, log.awaitBytes(2));
    }
  }

  @Test
  default void aLinkIsOpenFromOnOpenUntilItsEnd() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      CompletableFuture<Boolean> openWhenTold = new CompletableFuture<>();
      CompletableFuture<Boolean> openAtEnd = new CompletableFuture<>();
      ListenerLog log = new ListenerLog().whenOpen(link -> openWhenTold.complete(link.isOpen()));
      log.whenClosed(() -> openAtEnd.complete(log.link().isOpen()));
      rig.open(log);

      assertTrue(Concurrently.value(openWhenTold), "not open when told that it is");
      log.link().close();
      assertFalse(log.link().isOpen(), "open after close");
      assertFalse(Concurrently.value(openAtEnd), "open when told of the end");
    }
  }

  @Test
  default void aRefusedConnectionIsToldWithItsCause() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Link link = rig.connect(log, nobodyListens());

      assertInstanceOf(ConnectException.class, log.awaitClosed());
      assertFalse(log.wasOpened());
      assertFalse(link.isOpen());
    }
  }

  @Test
  default void aConnectionThatIsNotAnsweredTimesOut() throws Exception {
    try (LinkRig rig = new LinkRig(this);
        FullBacklog full = FullBacklog.open()) {
      ListenerLog log = new ListenerLog();
      Duration timeout = Duration.ofMillis(300);
      long start = rig.handler().nanoTime();
      rig.track(log);
      rig.handler().connect(Endpoint.plain(full.address()), timeout, log);

      assertInstanceOf(SocketTimeoutException.class, log.awaitClosed());
      Duration passed = Duration.ofNanos(rig.handler().nanoTime() - start);
      assertTrue(passed.compareTo(timeout) >= 0, () -> "gave up already after " + passed);
      assertFalse(log.wasOpened());
    }
  }

  @Test
  default void aSilentPeerKeepsItsLink() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);

      CountDownLatch passed = new CountDownLatch(1);
      rig.handler().schedule(Duration.ofMillis(300), passed::countDown);
      Concurrently.await(passed);

      assertTrue(log.link().isOpen());
      log.link().close();
      assertNull(log.awaitClosed());
      assertEquals(-1, peer.getInputStream().read());
    }
  }

  @Test
  default void bytesArriveWholeHoweverTheyAreTorn() throws Exception {
    byte[] sent = new byte[300_000];
    Random random = new Random(1);
    random.nextBytes(sent);

    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);
      OutputStream out = peer.getOutputStream();
      for (int at = 0; at < sent.length; ) {
        int piece = Math.min(sent.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 4000));
        out.write(sent, at, piece);
        at += piece;
      }

      assertArrayEquals(sent, log.awaitBytes(sent.length));
    }
  }

  @Test
  default void oneReadFillsAtMostItsBuffer() throws Exception {
    try (LinkRig rig =
        new LinkRig(this, new HandlerOptions(options().name(), 1024, options().closePatience()))) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);

      peer.getOutputStream().write(new byte[200_000]);

      log.awaitBytes(200_000);
      assertTrue(log.largestRead() <= 1024, "one read gave " + log.largestRead() + " bytes");
    }
  }

  @Test
  default void aBlockedCallbackDoesNotKeepBytesFromArriving() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      CallbackQueue queue = rig.handler().callbackQueue("events");
      CountDownLatch release = new CountDownLatch(1);
      ListenerLog log =
          new ListenerLog()
              .whenRead(bytes -> queue.execute(() -> Concurrently.awaitQuietly(release)));
      Socket peer = rig.open(log);

      try {
        for (int i = 1; i <= 10; i++) {
          peer.getOutputStream().write(i);
          log.awaitBytes(i);
        }
      } finally {
        release.countDown();
      }
    }
  }

  @Test
  default void aCallbackMayConnectAndWaitForTheLink() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      CountDownLatch opened = new CountDownLatch(1);
      log.whenOpen(link -> opened.countDown());

      rig.handler()
          .callbackQueue("events")
          .execute(
              () -> {
                rig.connect(log);
                Concurrently.awaitQuietly(opened);
              });

      rig.accept();
      log.awaitOpen();
    }
  }

  @Test
  default void aListenerMayConnectAgainWhenItsLinkIsClosed() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog second = new ListenerLog();
      rig.track(second);
      ListenerLog first =
          new ListenerLog()
              .whenClosed(
                  () -> rig.handler().connect(rig.endpoint(), Concurrently.limit(), second));
      Socket peer = rig.open(first);

      peer.close();

      rig.accept();
      assertTrue(second.awaitOpen().isOpen());
    }
  }

  @Test
  default void manyLinksShareAHandler() throws Exception {
    int links = manyLinks();
    try (LinkRig rig =
        new LinkRig(this, new HandlerOptions(options().name(), 1024, options().closePatience()))) {
      rig.echo();
      List<ListenerLog> logs = new ArrayList<>();
      for (int i = 0; i < links; i++) {
        ListenerLog log = new ListenerLog();
        logs.add(log);
        rig.connect(log);
      }

      for (int i = 0; i < links; i++) {
        Link link = logs.get(i).awaitOpen();
        ByteBuffer bytes = ByteBuffer.allocate(4).putInt(i).flip();
        assertEquals(4, link.write(bytes));
      }

      for (int i = 0; i < links; i++) {
        assertEquals(i, ByteBuffer.wrap(logs.get(i).awaitBytes(4)).getInt());
      }
    }
  }

  private static Endpoint nobodyListens() throws IOException {
    try (ServerSocket socket = World.current().serverSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      return Endpoint.plain((InetSocketAddress) socket.getLocalSocketAddress());
    }
  }
}
