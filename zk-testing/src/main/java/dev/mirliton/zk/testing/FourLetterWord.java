package dev.mirliton.zk.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Asks a server about itself: {@code srvr}, {@code cons}, {@code wchp} and the others. Servers that
 * the harness starts answer all of them.
 *
 * @since 0.1
 */
public final class FourLetterWord {
  private static final Duration PROBE = Duration.ofMillis(200);

  private FourLetterWord() {}

  /**
   * Returns the whole answer.
   *
   * @param limit how long to wait for the connection, and for each piece of the answer
   * @throws IOException if the server cannot be reached or is silent for too long
   */
  public static String ask(InetSocketAddress server, String word, Duration limit)
      throws IOException {
    int limitMs = Math.toIntExact(limit.toMillis());
    try (Socket socket = World.current().socket()) {
      socket.setSoTimeout(limitMs);
      socket.connect(server, limitMs);
      socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Whether anybody takes connections there. */
  static boolean isListening(InetSocketAddress server) {
    try (Socket socket = World.current().socket()) {
      socket.connect(server, Math.toIntExact(PROBE.toMillis()));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Whether the server serves clients. A server that starts says imok long before. */
  static boolean isServing(InetSocketAddress server) {
    try {
      return ask(server, "srvr", PROBE).contains("Mode:");
    } catch (IOException notYet) {
      return false;
    }
  }
}
