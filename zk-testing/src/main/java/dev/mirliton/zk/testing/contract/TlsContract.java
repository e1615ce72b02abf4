package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/**
 * What a link to an {@link Endpoint} with TLS promises.
 *
 * @since 0.1
 */
public interface TlsContract extends HandlerSubject {

  @Test
  default void aTlsLinkOpensAfterItsHandshakeAndCarriesBytesBothWays() throws Exception {
    try (LinkRig rig = tlsRig()) {
      ListenerLog log = new ListenerLog();
      rig.connect(log);
      Socket peer = rig.accept();
      assertFalse(log.wasOpened(), "open before the peer had answered");
      FutureTask<Void> handshake = Concurrently.begin(((SSLSocket) peer)::startHandshake);

      log.awaitOpen();
      Concurrently.end(handshake);

      assertEquals(4, log.link().write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4})));
      assertArrayEquals(new byte[] {1, 2, 3, 4}, peer.getInputStream().readNBytes(4));
      peer.getOutputStream().write(new byte[] {5, 6});
      assertArrayEquals(new byte[] {5, 6}, log.awaitBytes(2));
    }
  }

  @Test
  default void largeAmountsCrossATlsLinkBothWaysAtOnce() throws Exception {
    byte[] sent = new byte[6 * 1024 * 1024];
    new Random(4).nextBytes(sent);
    ByteBuffer source = ByteBuffer.wrap(sent);
    ReentrantLock writing = new ReentrantLock();

    try (LinkRig rig = tlsRig()) {
      rig.echo();
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
      rig.connect(log);
      log.awaitOpen().requestWrite();

      assertArrayEquals(sent, log.awaitBytes(sent.length));
    }
  }

  @Test
  default void everyCallerOfATlsLinkGetsItsOwnAnswer() throws Exception {
    try (LinkRig rig = tlsRig()) {
      rig.echo();
      Conversation conversation = new Conversation(rig.handler().callbackQueue("events"));
      rig.handler().connect(rig.endpoint(), Concurrently.limit(), conversation);
      conversation.awaitOpen();

      Concurrently.run(
          4,
          caller -> {
            for (int i = 0; i < 500; i++) {
              long question = (long) caller << 32 | i;
              assertEquals(question, conversation.ask(question).get(Concurrently.limit()));
            }
          });
    }
  }

  @Test
  default void aCertificateOfAnotherHostIsRefused() throws Exception {
    try (LinkRig rig = tlsRig(TlsIdentity.enginesFor("elsewhere.example"))) {
      rig.echo();
      ListenerLog log = new ListenerLog();
      rig.connect(log);

      assertInstanceOf(SSLException.class, log.awaitClosed());
      assertFalse(log.wasOpened());
    }
  }

  @Test
  default void aCertificateThatNobodyTrustsIsRefused() throws Exception {
    try (LinkRig rig = tlsRig(TlsIdentity.suspicious())) {
      rig.echo();
      ListenerLog log = new ListenerLog();
      rig.connect(log);

      assertInstanceOf(SSLException.class, log.awaitClosed());
      assertFalse(log.wasOpened());
    }
  }

  @Test
  default void aPeerThatSpeaksNoTlsIsRefused() throws Exception {
    try (LinkRig rig = plainRig()) {
      ListenerLog log = new ListenerLog();
      rig.connect(log);

      rig.accept().getOutputStream().write("I speak something else\n\n".getBytes("US-ASCII"));

      assertInstanceOf(SSLException.class, log.awaitClosed());
      assertFalse(log.wasOpened());
    }
  }

  @Test
  default void aHandshakeThatIsNotAnsweredTimesOut() throws Exception {
    try (LinkRig rig = plainRig()) {
      ListenerLog log = new ListenerLog();
      rig.track(log);
      Duration timeout = Duration.ofMillis(300);
      long start = rig.handler().nanoTime();
      rig.handler().connect(rig.endpoint(), timeout, log);
      rig.accept();

      assertInstanceOf(SocketTimeoutException.class, log.awaitClosed());

      assertTrue(rig.handler().nanoTime() - start >= timeout.toNanos(), "gave up too early");
      assertFalse(log.wasOpened());
    }
  }

  @Test
  default void closingInTheMiddleOfAHandshakeEndsIt() throws Exception {
    try (LinkRig rig = plainRig()) {
      ListenerLog log = new ListenerLog();
      rig.connect(log).close();
      ListenerLog later = new ListenerLog();
      rig.connect(later);
      rig.accept();

      rig.handler().close();

      assertNull(log.awaitClosed());
      assertNull(later.awaitClosed());
    }
  }

  @Test
  default void anEngineThatCannotBeMadeFailsTheLink() throws Exception {
    IllegalStateException thrown = new IllegalStateException("thrown on purpose by an engine");
    Endpoint.TlsEngines none =
        () -> {
          throw thrown;
        };

    try (LinkRig rig = new LinkRig(this, options(), new ServerSocket(), none)) {
      ListenerLog log = new ListenerLog();
      rig.connect(log);

      IOException cause = log.awaitClosed();

      assertNotNull(cause);
      assertSame(thrown, cause.getCause());
    }
  }

  @Test
  default void aTlsPeerThatClosesIsTheEndOfTheStream() throws Exception {
    try (LinkRig rig = tlsRig()) {
      ListenerLog log = new ListenerLog();
      rig.connect(log);
      Socket peer = rig.accept();
      peer.getOutputStream().write(new byte[] {1, 2, 3});

      peer.close();

      assertInstanceOf(EOFException.class, log.awaitClosed());
      assertEquals(3, log.awaitBytes(3).length, "what came before the end");
    }
  }

  @Test
  default void aTlsPeerThatSendsNoMoreIsTheEndOfTheStream() throws Exception {
    try (LinkRig rig = tlsRig()) {
      ListenerLog log = new ListenerLog();
      rig.connect(log);
      Socket peer = rig.accept();
      peer.getOutputStream().write(new byte[] {1, 2, 3});

      peer.shutdownOutput(); // it would still listen

      assertInstanceOf(EOFException.class, log.awaitClosed());
      assertEquals(3, log.awaitBytes(3).length, "what came before the end");
    }
  }

  @Test
  default void aTlsStreamThatIsCutOffIsTheEndOfTheStream() throws Exception {
    try (LinkRig rig = plainRig()) {
      ListenerLog log = new ListenerLog();
      rig.connect(log);
      Socket plain = rig.accept();
      SSLSocket peer =
          (SSLSocket)
              TlsIdentity.trusting()
                  .getSocketFactory()
                  .createSocket(plain, "localhost", plain.getPort(), false);
      peer.setUseClientMode(false);
      peer.getOutputStream().write(new byte[] {1, 2, 3});
      log.awaitBytes(3);

      plain.close(); // and no goodbye in TLS

      assertInstanceOf(EOFException.class, log.awaitClosed());
    }
  }

  @Test
  default void keysThatAPeerChangesOnTheWayAreFollowed() throws Exception {
    carryWhileThePeerBegins(TlsIdentity.enginesOf("TLSv1.3"));
  }

  @Test
  default void handshakesThatAPeerRepeatsOnTheWayAreFollowed() throws Exception {
    carryWhileThePeerBegins(TlsIdentity.enginesOf("TLSv1.2"));
  }

  private void carryWhileThePeerBegins(Endpoint.TlsEngines engines) throws Exception {
    byte[] sent = new byte[300_000];
    new Random(6).nextBytes(sent);
    ByteBuffer source = ByteBuffer.wrap(sent);

    try (LinkRig rig = tlsRig(engines)) {
      ListenerLog log = new ListenerLog().whenWritable(link -> link.write(source));
      rig.connect(log);
      SSLSocket peer = (SSLSocket) rig.accept();
      FutureTask<Void> echoing =
          Concurrently.begin(
              () -> {
                for (int done = 0; done < sent.length; done += 30_000) {
                  byte[] part = peer.getInputStream().readNBytes(30_000);
                  peer.startHandshake(); // new keys under TLS 1.3, a new handshake before
                  peer.getOutputStream().write(part);
                }
              });

      log.awaitOpen().requestWrite();

      assertArrayEquals(sent, log.awaitBytes(sent.length));
      Concurrently.end(echoing);
    }
  }

  @Test
  default void aHandshakeThatTricklesTimesOut() throws Exception {
    try (LinkRig rig = plainRig()) {
      ListenerLog log = new ListenerLog();
      rig.track(log);
      rig.handler().connect(rig.endpoint(), Duration.ofMillis(400), log);
      Socket peer = rig.accept();
      CountDownLatch enough = new CountDownLatch(1);
      FutureTask<Void> trickling =
          Concurrently.begin(
              () -> {
                OutputStream out = peer.getOutputStream();
                out.write(new byte[] {22, 3, 3, 64, 0}); // a long record begins
                while (!enough.await(20, TimeUnit.MILLISECONDS)) {
                  out.write(2);
                }
              });

      IOException cause = log.awaitClosed();

      enough.countDown();
      assertInstanceOf(SocketTimeoutException.class, cause);
      assertFalse(log.wasOpened());
      try {
        Concurrently.end(trickling);
      } catch (ExecutionException brokenPipe) {
        assertInstanceOf(IOException.class, brokenPipe.getCause());
      }
    }
  }

  @Test
  default void aTrustManagerThatTakesItsTimeHoldsUpNobodyElse() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch decided = new CountDownLatch(1);
    Endpoint.TlsEngines slow =
        TlsIdentity.thoughtful(
            () -> {
              asked.countDown();
              Concurrently.awaitQuietly(decided);
            });

    try (LinkRig rig = tlsRig()) {
      rig.echo();
      ListenerLog waiting = new ListenerLog();
      rig.connect(waiting, new Endpoint(rig.endpoint().address(), slow));
      Concurrently.await(asked);
      ListenerLog other = new ListenerLog();
      CountDownLatch rung = new CountDownLatch(1);

      rig.connect(other);
      rig.handler().schedule(Duration.ofMillis(1), rung::countDown);

      other.awaitOpen();
      Concurrently.await(rung);
      assertFalse(waiting.wasOpened());
      decided.countDown();
      waiting.awaitOpen();
    }
  }

  @Test
  default void closingATlsLinkEndsThePeersStream() throws Exception {
    try (LinkRig rig = tlsRig()) {
      ListenerLog log = new ListenerLog();
      rig.connect(log);
      Socket peer = rig.accept();
      FutureTask<Void> handshake = Concurrently.begin(((SSLSocket) peer)::startHandshake);
      log.awaitOpen();
      Concurrently.end(handshake);

      log.link().close();

      assertNull(log.awaitClosed());
      int end;
      try {
        end = peer.getInputStream().read();
      } catch (SSLException withoutGoodbye) {
        end = -1;
      }
      assertEquals(-1, end);
    }
  }

  private LinkRig tlsRig() throws IOException {
    return tlsRig(TlsIdentity.enginesFor("localhost"));
  }

  private LinkRig tlsRig(Endpoint.TlsEngines engines) throws IOException {
    ServerSocket server = TlsIdentity.trusting().getServerSocketFactory().createServerSocket();
    return new LinkRig(this, options(), server, engines);
  }

  private LinkRig plainRig() throws IOException {
    Endpoint.TlsEngines engines = TlsIdentity.enginesFor("localhost");
    return new LinkRig(this, options(), new ServerSocket(), engines);
  }
}
