package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final byte[] HELLO = "hello".getBytes(StandardCharsets.US_ASCII);

  private Echo echo;
  private FaultProxy proxy;

  @BeforeEach
  void open() throws Exception {
    echo = new Echo();
    proxy = FaultProxy.to(echo.address());
  }

  @AfterEach
  void close() throws Exception {
    proxy.close();
    echo.close();
  }

  @Test
  void forwardsBothWays() throws Exception {
    try (Socket client = connect()) {
      assertEchoes(client);
      assertEquals(1, proxy.connections());
    }
  }

  @Test
  void cutEndsEveryConnectionAndNewOnesAreWelcome() throws Exception {
    try (Socket one = connect();
        Socket other = connect()) {
      assertEchoes(one);
      assertEchoes(other);

      proxy.cut();

      assertEquals(-1, one.getInputStream().read());
      assertEquals(-1, other.getInputStream().read());
      assertEquals(0, proxy.connections());
      try (Socket next = connect()) {
        assertEchoes(next);
      }
    }
  }

  @Test
  void resetIsFeltAsAReset() throws Exception {
    try (Socket client = connect()) {
      assertEchoes(client);

      proxy.reset();

      assertThrows(SocketException.class, () -> client.getInputStream().read());
    }
  }

  @Test
  void refusedUntilHealedWhileOpenConnectionsStay() throws Exception {
    try (Socket open = connect()) {
      assertEchoes(open);

      proxy.refuse();

      assertThrows(ConnectException.class, this::connect);
      assertEchoes(open);
      proxy.heal();
      try (Socket next = connect()) {
        assertEchoes(next);
      }
    }
  }

  @Test
  void blackholeSwallowsTheReplyAndHealingCuts() throws Exception {
    try (Socket client = connect()) {
      assertEchoes(client);
      proxy.blackhole(Direction.TO_CLIENT);
      client.getOutputStream().write(HELLO);
      Await.until(LIMIT, () -> echo.received() == 2 * HELLO.length);
      assertSilent(client);

      proxy.heal();

      assertEquals(-1, client.getInputStream().read());
      try (Socket next = connect()) {
        assertEchoes(next);
      }
    }
  }

  @Test
  void blackholeSwallowsTheRequest() throws Exception {
    try (Socket client = connect()) {
      assertEchoes(client);
      proxy.blackhole(Direction.TO_SERVER);

      client.getOutputStream().write(HELLO);

      assertSilent(client);
      assertEquals(HELLO.length, echo.received());
    }
  }

  @Test
  void blackholeHidesTheDeathOfTheServer() throws Exception {
    try (Socket client = connect()) {
      assertEchoes(client);
      proxy.blackhole();

      echo.hangUp();

      assertSilent(client);
    }
  }

  @Test
  void stalledBytesArriveAfterHealing() throws Exception {
    try (Socket client = connect()) {
      proxy.stall(Direction.TO_SERVER);
      client.getOutputStream().write(HELLO);
      assertSilent(client);
      assertEquals(0, echo.received());

      proxy.heal();

      assertArrayEquals(HELLO, client.getInputStream().readNBytes(HELLO.length));
    }
  }

  @Test
  void delayedReplyComesLate() throws Exception {
    Duration delay = Duration.ofMillis(150);
    try (Socket client = connect()) {
      assertEchoes(client);
      proxy.delay(Direction.TO_CLIENT, delay);
      long start = World.current().nanoTime();

      assertEchoes(client);

      assertTrue(World.current().nanoTime() - start >= delay.toNanos());
    }
  }

  @Test
  void jitterDelaysByAtMostSoMuchMore() throws Exception {
    Duration least = Duration.ofMillis(20);
    try (Socket client = connect()) {
      assertEchoes(client);
      proxy.delay(Direction.TO_CLIENT, least, Duration.ofMillis(40));

      for (int i = 0; i < 5; i++) {
        long start = World.current().nanoTime();
        assertEchoes(client);
        assertTrue(World.current().nanoTime() - start >= least.toNanos());
      }

      assertThrows(
          IllegalArgumentException.class,
          () -> proxy.delay(Direction.TO_CLIENT, least, Duration.ofMillis(-1)));
    }
  }

  @Test
  void throttledBytesTakeTheirTime() throws Exception {
    byte[] much = new byte[2_000];
    try (Socket client = connect()) {
      assertEchoes(client);
      proxy.throttle(Direction.TO_SERVER, 10_000);
      long start = World.current().nanoTime();

      client.getOutputStream().write(much);

      assertArrayEquals(much, client.getInputStream().readNBytes(much.length));
      Duration took = Duration.ofNanos(World.current().nanoTime() - start);
      assertTrue(took.compareTo(Duration.ofMillis(200)) >= 0, "only " + took);
      assertThrows(IllegalArgumentException.class, () -> proxy.throttle(Direction.TO_SERVER, 0));
    }
  }

  @Test
  void bytesAreCountedEachWay() throws Exception {
    try (Socket client = connect()) {
      assertEchoes(client);
      proxy.blackhole(Direction.TO_CLIENT);
      client.getOutputStream().write(HELLO);

      Await.until(LIMIT, () -> proxy.bytes(Direction.TO_SERVER) == 2 * HELLO.length);
      assertEquals(HELLO.length, proxy.bytes(Direction.TO_CLIENT));
    }
  }

  @Test
  void halfClosedTowardsTheClientItHearsTheEndAndMayWrite() throws Exception {
    try (Socket client = connect()) {
      assertEchoes(client);

      proxy.halfClose(Direction.TO_CLIENT);

      assertEquals(-1, client.getInputStream().read());
      client.getOutputStream().write(HELLO);
      Await.until(LIMIT, () -> echo.received() == 2 * HELLO.length);
      assertEquals(1, proxy.connections());
    }
    Await.until("the rest to end", LIMIT, () -> proxy.connections() == 0);
  }

  @Test
  void halfClosedTowardsTheServerItsEndComesBack() throws Exception {
    try (Socket client = connect()) {
      assertEchoes(client);

      proxy.halfClose(Direction.TO_SERVER);

      assertEquals(-1, client.getInputStream().read()); // an echo ends with its input
    }
  }

  @Test
  void ignoredKnockingIsNotAnsweredUntilHealed() throws Exception {
    try (Socket open = connect();
        Socket knocking = World.current().socket()) {
      assertEchoes(open);

      proxy.ignore();

      assertThrows(
          SocketTimeoutException.class,
          () -> knocking.connect(new InetSocketAddress("127.0.0.1", proxy.port()), 200));
      assertEchoes(open);
      proxy.heal();
      try (Socket next = connect()) {
        assertEchoes(next);
      }
    }
  }

  @Test
  void everyBreakComesAfterItsBytes() throws Exception {
    for (Break how : Break.values()) {
      try (Socket client = connect()) {
        assertEchoes(client);
        proxy.breakAfter(Direction.TO_CLIENT, 2, how);

        client.getOutputStream().write(HELLO);

        switch (how) {
          case CLOSE, HALF_CLOSE ->
              assertEquals(2, client.getInputStream().readAllBytes().length, () -> "" + how);
          case RESET ->
              assertThrows(SocketException.class, () -> client.getInputStream().readAllBytes());
          case SILENCE -> {
            assertEquals(2, client.getInputStream().readNBytes(2).length);
            assertSilent(client);
            echo.hangUp();
            assertSilent(client);
            proxy.heal();
            assertEquals(-1, client.getInputStream().read());
          }
        }
      }
    }
  }

  @Test
  void cutAfterSomeBytesDeliversExactlyThose() throws Exception {
    try (Socket client = connect()) {
      proxy.cutAfter(Direction.TO_CLIENT, 7);
      assertEchoes(client);

      client.getOutputStream().write(HELLO);

      assertEquals(
          "he", new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
      try (Socket next = connect()) {
        assertEchoes(next);
        assertEchoes(next);
      }
    }
  }

  @Test
  void tornBytesAreTheSameBytesInMoreReads() throws Exception {
    int times = 20;
    proxy.tear(Direction.TO_SERVER);
    proxy.tear(Direction.TO_CLIENT);
    try (Socket client = connect()) {
      for (int i = 0; i < times; i++) {
        assertEchoes(client);
      }

      assertTrue(echo.reads() > times, "the server read only " + echo.reads() + " times");
    }
  }

  @Test
  void clientOfADeadServerIsHungUpOn() throws Exception {
    // Bound, so that nobody else can listen there meanwhile; but it does not listen itself.
    try (Socket deaf = World.current().socket()) {
      deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      try (FaultProxy toDeaf = FaultProxy.to((InetSocketAddress) deaf.getLocalSocketAddress());
          Socket client = World.current().socket()) {
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), toDeaf.port()));
        client.setSoTimeout(10_000);
        assertEquals(-1, client.getInputStream().read());
      }
    }
  }

  @Test
  void closedProxyLeavesNothing() throws Exception {
    LeakCheck check = LeakCheck.begin();
    FaultProxy passing = FaultProxy.to(echo.address());
    try (Socket client = new Socket("127.0.0.1", passing.port())) {
      assertEchoes(client);
      passing.stall(Direction.TO_SERVER);
      client.getOutputStream().write(HELLO);

      passing.close();

      assertEquals(0, passing.connections());
      assertEquals(-1, client.getInputStream().read());
    }
    check.close();
  }

  @Test
  void realServerAnswersThroughIt() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.run();
        FaultProxy way = FaultProxy.to(server);
        WireSession session =
            WireSession.open(new InetSocketAddress("127.0.0.1", way.port()), LIMIT, LIMIT)) {
      way.tear(Direction.TO_SERVER);

      assertEquals(WireSession.OK, session.create("/torn", WireSession.CreateFlag.PERSISTENT));
    }
  }

  private Socket connect() throws IOException {
    Socket socket = World.current().socket();
    socket.connect(new InetSocketAddress("127.0.0.1", proxy.port()));
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
    return socket;
  }

  private static void assertEchoes(Socket client) throws IOException {
    client.getOutputStream().write(HELLO);
    assertArrayEquals(HELLO, client.getInputStream().readNBytes(HELLO.length));
  }

  private static void assertSilent(Socket client) throws IOException {
    int before = client.getSoTimeout();
    client.setSoTimeout(100);
    assertThrows(SocketTimeoutException.class, () -> client.getInputStream().read());
    client.setSoTimeout(before);
  }
}
