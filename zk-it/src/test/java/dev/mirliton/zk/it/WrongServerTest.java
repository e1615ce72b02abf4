package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.PacketLimitException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.World;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Ports where something else than ZooKeeper answers. */
@EveryHandler
@Tag("any-server")
class WrongServerTest extends ClientSuite {
  private static final Duration PATIENCE = Duration.ofMillis(1000);

  /** Answers the first bytes of every connection with the same bytes, and may close then. */
  private static final class Impostor implements AutoCloseable {
    private final ServerSocket socket;
    private final Thread thread;

    Impostor(byte[] answer, boolean closes) throws IOException {
      World world = World.current();
      socket = world.serverSocket();
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
      thread = world.startThread("impostor", () -> serve(answer, closes));
    }

    private void serve(byte[] answer, boolean closes) {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          if (!closes || answer.length > 0) {
            client.getInputStream().read(new byte[100]);
            client.getOutputStream().write(answer);
          }
          if (!closes) {
            client.getInputStream().transferTo(OutputStream.nullOutputStream());
          }
        } catch (IOException gone) {
          // The client gave up, or the test is over.
        }
      }
    }

    String connectString() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      socket.close();
      try {
        thread.join();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns why the client could not connect; its message names the server. */
  private String whyNot(String hosts) {
    ZkOptions options =
        ZkOptions.to(hosts)
            .handler(handler)
            .connectTimeout(Duration.ofMillis(400))
            .handshakeTimeout(Duration.ofMillis(400))
            .connectDeadline(PATIENCE)
            .build();
    DeadlineExceededException failed =
        assertThrows(DeadlineExceededException.class, () -> ZkClient.connect(options).close());
    Throwable cause = failed.getCause();
    assertNotNull(cause, "a cause");
    String message = String.valueOf(cause.getMessage());
    assertTrue(message.contains(hosts), message);
    return message;
  }

  @Test
  void nobodyListens() {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();

      assertTrue(whyNot(proxy.connectString()).contains("refused"));
    }
  }

  @Test
  void hostHasNoAddress() {
    assertTrue(whyNot("no-such-host.invalid:2181").contains("no-such-host.invalid"));
  }

  @Test
  void webServerIsRecognized() throws Exception {
    byte[] page = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (Impostor web = new Impostor(page, true)) {
      String why = whyNot(web.connectString());

      assertTrue(why.contains("HTTP"), why);
    }
  }

  @Test
  void tlsServerIsRecognized() throws Exception {
    byte[] alert = HexFormat.of().parseHex("15030300020250");
    try (Impostor tls = new Impostor(alert, true)) {
      String why = whyNot(tls.connectString());

      assertTrue(why.contains("TLS"), why);
    }
  }

  @Test
  void silenceIsNamed() throws Exception {
    try (Impostor silent = new Impostor(new byte[0], false)) {
      String why = whyNot(silent.connectString());

      assertTrue(why.contains("no answer"), why);
    }
  }

  @Test
  void serverThatHangsUpIsNamed() throws Exception {
    try (Impostor rude = new Impostor(new byte[0], true)) {
      String why = whyNot(rude.connectString());

      assertTrue(why.contains("closed") || why.contains("reset"), why);
    }
  }

  @Test
  void garbageIsNamed() throws Exception {
    for (String garbage :
        List.of(
            "7fffffff00", // a frame of two gigabytes
            "ffffffff00", // a negative one
            "0000000000", // an empty one
            "00000003010203", // one too short for an answer
            "00000025" + "ab".repeat(0x25))) {
      try (Impostor odd = new Impostor(HexFormat.of().parseHex(garbage), false)) {
        whyNot(odd.connectString());
      }
    }
  }

  @RealWorld("the simulated network has no TLS")
  @Test
  void plainServerIsNamedToAClientThatWantsTls() throws Exception {
    ZkOptions options =
        options()
            .tls(SSLContext.getDefault())
            .connectTimeout(Duration.ofMillis(400))
            .handshakeTimeout(Duration.ofMillis(400))
            .connectDeadline(PATIENCE)
            .build();

    DeadlineExceededException failed =
        assertThrows(DeadlineExceededException.class, () -> ZkClient.connect(options).close());

    String message = String.valueOf(failed.getCause());
    assertTrue(message.contains(server.connectString()), message);
  }

  @Test
  void oversizedReplyCostsOneCall() throws Exception {
    ZkClient zk = connect(options().maxPacketBytes(2_000));
    ZkClient generous = connect();
    generous.create("/large", new byte[3_000]);
    generous.create("/small", new byte[3]);

    PacketLimitException refused = assertThrows(PacketLimitException.class, () -> zk.get("/large"));

    assertTrue(String.valueOf(refused.getMessage()).contains("2,000"), refused.getMessage());
    assertEquals("/large", refused.path());
    assertEquals("get", refused.operation());
    assertEquals(3, zk.get("/small").data().length);
  }
}
