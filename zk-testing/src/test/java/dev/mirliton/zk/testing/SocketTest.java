package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the sockets of a world do: the real ones, and by inheritance those of a simulated world. */
class SocketTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final World world = World.current();
  private final List<Socket> opened = new ArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = world.serverSocket();
    server.bind(new InetSocketAddress(LOOPBACK, 0));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (Socket socket : opened) {
      socket.close();
    }
  }

  /** The two ends of a connection. */
  private record Pair(Socket near, Socket far) {}

  private Pair connect() throws IOException {
    Socket near = world.socket();
    opened.add(near);
    near.connect(server.getLocalSocketAddress());
    Socket far = server.accept();
    opened.add(far);
    return new Pair(near, far);
  }

  @Test
  void bytesTravelBothWays() throws Exception {
    Pair pair = connect();

    pair.near().getOutputStream().write(new byte[] {1, -2, 3});
    pair.far().getOutputStream().write(200);

    assertArrayEquals(new byte[] {1, -2, 3}, pair.far().getInputStream().readNBytes(3));
    assertEquals(200, pair.near().getInputStream().read());
  }

  @Test
  void eachSideKnowsTheOthersAddress() throws Exception {
    Pair pair = connect();

    assertEquals(server.getLocalSocketAddress(), pair.near().getRemoteSocketAddress());
    assertEquals(server.getLocalPort(), pair.far().getLocalPort());
    assertEquals(pair.near().getLocalSocketAddress(), pair.far().getRemoteSocketAddress());
  }

  @Test
  void aPortIsFoundForWhoeverAsksForNone() throws Exception {
    try (ServerSocket other = world.serverSocket()) {
      other.bind(new InetSocketAddress(LOOPBACK, 0));

      assertTrue(other.getLocalPort() > 0);
      assertNotEquals(server.getLocalPort(), other.getLocalPort());
      assertEquals(
          new InetSocketAddress(LOOPBACK, other.getLocalPort()), other.getLocalSocketAddress());
    }
  }

  @Test
  void aPortBelongsToOneUntilItIsClosed() throws Exception {
    try (ServerSocket other = world.serverSocket()) {
      assertThrows(BindException.class, () -> other.bind(server.getLocalSocketAddress()));
    }
    InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
    server.close();
    try (ServerSocket next = world.serverSocket()) {
      next.setReuseAddress(true);
      next.bind(address);
      assertEquals(address.getPort(), next.getLocalPort());
    }
  }

  @Test
  void whereNobodyListensIsRefused() throws Exception {
    server.close();
    try (Socket socket = world.socket()) {
      assertThrows(
          ConnectException.class,
          () -> socket.connect(new InetSocketAddress(LOOPBACK, server.getLocalPort())));
    }
  }

  @Test
  void aConnectThatIsNotAnsweredGivesUp() throws Exception {
    try (ServerSocket full = world.serverSocket()) {
      full.bind(new InetSocketAddress(LOOPBACK, 0), 1);
      long start = world.nanoTime();
      assertThrows(
          SocketTimeoutException.class,
          () -> {
            for (int i = 0; i < 200; i++) {
              Socket socket = world.socket();
              opened.add(socket);
              socket.connect(full.getLocalSocketAddress(), 100);
            }
          });
      assertTrue(world.nanoTime() - start >= 99_000_000);
    }
  }

  @Test
  void aReadGivesUpAndTheNextOneGetsWhatCameLater() throws Exception {
    Pair pair = connect();
    pair.near().setSoTimeout(50);
    long start = world.nanoTime();

    assertThrows(SocketTimeoutException.class, () -> pair.near().getInputStream().read());

    assertTrue(world.nanoTime() - start >= 49_000_000);
    pair.near().setSoTimeout(0);
    pair.far().getOutputStream().write(7);
    assertEquals(7, pair.near().getInputStream().read());
  }

  @Test
  void anAcceptGivesUp() throws Exception {
    server.setSoTimeout(50);

    assertThrows(SocketTimeoutException.class, server::accept);
  }

  @Test
  void whoClosesEndsTheStreamOfTheOther() throws Exception {
    Pair pair = connect();

    pair.near().getOutputStream().write(1);
    pair.near().close();

    assertEquals(1, pair.far().getInputStream().read());
    assertEquals(-1, pair.far().getInputStream().read());
    assertEquals(-1, pair.far().getInputStream().read());
    assertTrue(pair.near().isClosed());
    assertThrows(SocketException.class, () -> pair.near().getOutputStream());
  }

  @Test
  void halfOfAConnectionMayBeClosed() throws Exception {
    Pair pair = connect();

    pair.near().shutdownOutput();

    assertEquals(-1, pair.far().getInputStream().read());
    pair.far().getOutputStream().write(5);
    assertEquals(5, pair.near().getInputStream().read());
    assertThrows(SocketException.class, () -> pair.near().getOutputStream());
  }

  @Test
  void aReaderMayStopReading() throws Exception {
    Pair pair = connect();

    pair.near().shutdownInput();

    assertTrue(pair.near().isInputShutdown());
    pair.near().getOutputStream().write(5);
    assertEquals(5, pair.far().getInputStream().read());
  }

  @Test
  void withoutLingeringTheOtherSideFeelsAReset() throws Exception {
    Pair pair = connect();

    pair.near().setSoLinger(true, 0);
    pair.near().close();

    assertThrows(SocketException.class, () -> pair.far().getInputStream().read());
  }

  @Test
  void writingToNobodyFailsInTheEnd() throws Exception {
    Pair pair = connect();
    pair.far().close();

    assertThrows(
        SocketException.class,
        () -> {
          for (int i = 0; i < 10_000; i++) {
            pair.near().getOutputStream().write(new byte[1000]);
            world.pause(1_000_000);
          }
        });
  }

  @Test
  void closingEndsTheReadThatWaits() throws Exception {
    Pair pair = connect();
    FutureTask<Integer> reading = begin(() -> pair.near().getInputStream().read());

    world.pause(20_000_000);
    pair.near().close();

    assertFailed(reading);
  }

  @Test
  void closingEndsTheAcceptThatWaits() throws Exception {
    FutureTask<Socket> accepting = begin(() -> server.accept());

    world.pause(20_000_000);
    server.close();

    assertFailed(accepting);
  }

  @Test
  void closingTheServerResetsWhomItDidNotAccept() throws Exception {
    Socket waiting = world.socket();
    opened.add(waiting);
    waiting.connect(server.getLocalSocketAddress());

    server.close();

    assertThrows(SocketException.class, () -> waiting.getInputStream().read());
  }

  @Test
  void aWriterWaitsForItsReaderAndNothingIsLost() throws Exception {
    byte[] sent = new byte[8 * 1024 * 1024];
    new Random(1).nextBytes(sent);
    Pair pair = connect();
    FutureTask<Boolean> writing =
        begin(
            () -> {
              pair.near().getOutputStream().write(sent);
              pair.near().shutdownOutput();
              return true;
            });

    world.pause(20_000_000);
    assertFalse(writing.isDone(), "nothing holds " + sent.length + " bytes");

    assertArrayEquals(sent, pair.far().getInputStream().readAllBytes());
    Await.until(LIMIT, writing::isDone);
    assertTrue(writing.get());
  }

  @Test
  void whatHasArrivedIsAvailable() throws Exception {
    Pair pair = connect();
    pair.near().getOutputStream().write(new byte[5]);

    Await.until(LIMIT, () -> pair.far().getInputStream().available() == 5);

    assertEquals(2, pair.far().getInputStream().read(new byte[2]));
    assertEquals(3, pair.far().getInputStream().available());
  }

  @Test
  void optionsAreKept() throws Exception {
    Pair pair = connect();
    pair.near().setTcpNoDelay(true);
    pair.near().setSoTimeout(1234);
    pair.near().setKeepAlive(true);
    pair.near().setSoLinger(true, 5);

    assertTrue(pair.near().getTcpNoDelay());
    assertEquals(1234, pair.near().getSoTimeout());
    assertTrue(pair.near().getKeepAlive());
    assertEquals(5, pair.near().getSoLinger());
    pair.near().setSoLinger(false, 0);
    assertEquals(-1, pair.near().getSoLinger());
    pair.near().setReceiveBufferSize(4096);
    assertTrue(pair.near().getReceiveBufferSize() >= 4096);
  }

  @Test
  void anInterruptedCallerConnectsReadsAndKeepsItsFlag() throws Exception {
    Pair pair = connect();
    pair.far().getOutputStream().write(3);
    Thread.currentThread().interrupt();

    assertEquals(3, pair.near().getInputStream().read());
    Pair other = connect();
    other.far().getOutputStream().write(4);
    assertEquals(4, other.near().getInputStream().read());

    assertTrue(Thread.interrupted(), "the flag was cleared");
  }

  /** Something that waits. */
  private interface Wait<T> {
    T run() throws Exception;
  }

  private <T> FutureTask<T> begin(Wait<T> wait) {
    FutureTask<T> task = new FutureTask<>(wait::run);
    world.startThread("waiter", task);
    return task;
  }

  private static void assertFailed(FutureTask<?> task) throws InterruptedException {
    Await.until(LIMIT, task::isDone);
    assertTrue(task.exceptionNow() instanceof SocketException, () -> "" + task.exceptionNow());
  }
}
