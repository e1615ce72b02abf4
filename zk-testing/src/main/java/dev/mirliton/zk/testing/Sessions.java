package dev.mirliton.zk.testing;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Does to a live session what is otherwise rare: ends it behind the client's back, or takes its
 * connection away. Both are the server's real doing, brought about by a second connection that
 * takes the session over.
 *
 * @since 0.1
 */
public final class Sessions {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration PROBE = Duration.ofSeconds(2);

  private Sessions() {}

  /**
   * Expires the client's session. When it returns, the server has forgotten the session and deleted
   * its ephemeral znodes; the client learns of it when it next reaches a server. A connected client
   * may snatch its session back for a moment first: it then says CONNECTED once more before LOST.
   * Cut it off ({@link FaultProxy}) if a test cannot have that.
   *
   * @param server a server of the client's ensemble
   * @throws IllegalStateException if the client never had a session
   * @throws AssertionError if the server is of no help
   */
  public static void expire(ZkClient client, TestServer server) throws InterruptedException {
    ZkSession session = sessionOf(client);
    expire(session.id(), session.password(), server.address());
  }

  /**
   * Expires a session, whoever has it.
   *
   * @throws AssertionError if the server is of no help
   */
  public static void expire(long id, byte[] password, InetSocketAddress server)
      throws InterruptedException {
    Await.until(
        "the server to end session 0x" + Long.toHexString(id),
        LIMIT,
        () -> {
          try {
            WireSession.end(server, id, password, LIMIT, PROBE);
            return true;
          } catch (IOException unanswered) {
            // The client may have snatched the session back before we ended it: then we begin
            // again. Or there is nothing left to end.
            if (isOver(id, password, server)) {
              return true;
            }
            throw unanswered;
          }
        });
  }

  private static boolean isOver(long id, byte[] password, InetSocketAddress server)
      throws IOException {
    try (WireSession stolen = WireSession.attach(server, id, password, LIMIT, PROBE)) {
      return stolen.isRefused();
    }
  }

  /**
   * Makes the server close the client's connection, once. The session lives, and the client may
   * come back at once.
   *
   * @param server that the client is connected to; another one would take the session in silence
   * @throws IllegalStateException if the client has no living session
   * @throws AssertionError if the server is of no help
   */
  public static void disconnect(ZkClient client, TestServer server) throws InterruptedException {
    ZkSession session = sessionOf(client);
    disconnect(session.id(), session.password(), session.timeout(), server.address());
  }

  /**
   * Makes the server close the connection of a session, once.
   *
   * @param timeout the session's: the server counts it anew
   * @throws IllegalStateException if there is no such session
   * @throws AssertionError if the server is of no help
   */
  public static void disconnect(
      long id, byte[] password, Duration timeout, InetSocketAddress server)
      throws InterruptedException {
    boolean[] refused = new boolean[1];
    Await.until(
        "the server to answer",
        LIMIT,
        () -> {
          try (WireSession stolen = WireSession.attach(server, id, password, timeout, PROBE)) {
            refused[0] = stolen.isRefused();
            return true;
          }
        });
    if (refused[0]) {
      throw new IllegalStateException("the server knows no session 0x" + Long.toHexString(id));
    }
  }

  private static ZkSession sessionOf(ZkClient client) {
    ZkSession session = client.session();
    if (session == null) {
      throw new IllegalStateException("the client has no session yet");
    }
    return session;
  }
}
