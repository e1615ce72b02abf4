package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.ReconnectPolicy;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a session asks of the outside, called within its step. Bytes to send are not here: they
 * gather in {@link Session#outgoing()}. Neither are timers: {@link Session#wakeAtNs()} says when to
 * tick.
 */
public interface SessionOutput {
  /** Resolve the host name, then call {@link Session#resolved} or {@link Session#unresolved}. */
  void resolve(Hosts.Server server);

  /** Open a link, then call {@link Session#opened} or {@link Session#disconnected}. */
  void connect(Hosts.Server server, InetSocketAddress address);

  /** Begin to prove by SASL who we are: make the first token, then call {@link Session#sasl}. */
  void proveTo(Hosts.Server server, InetSocketAddress address);

  /** Make the token that answers the server's, in the exchange that was last begun. */
  void answer(byte[] challenge);

  /** Ask the policy, then call {@link Session#reconnect} or {@link Session#giveUp}. */
  void reconnect(ReconnectPolicy.Outage outage);

  /** Close the link, or stop the attempt, its SASL too; nothing more is wanted of it. */
  void disconnect();

  /** The server granted a session; it is this session's from now on. */
  void established(long sessionId, byte[] password, int timeoutMs);

  /**
   * The ensemble is known to have heard of the session at this time; later than any told before,
   * except at the start of a connection. A server without a quorum does not count: it cannot keep
   * the session alive.
   */
  void heardByServer(long atNs);

  /** The session is over: nothing that belonged to it holds any more. */
  void sessionOver();

  /** The state changed. */
  void state(KeeperState state, @Nullable Throwable cause);

  /** An attempt to connect failed; there will be others. */
  void attemptFailed(Hosts.Server server, @Nullable InetSocketAddress address, Throwable cause);

  /** The server accepted or refused credentials of this scheme. */
  void authenticated(String scheme, boolean accepted);

  /**
   * Every watch there was is set on this connection too. Not told where there was none.
   *
   * @param watches how many the server keeps: one for each path and kind
   */
  void watchesSetAgain(int watches);

  /** Connections are lost so soon and so often as if another client used the session. */
  void contested();

  /**
   * Ask a server, at each of its addresses, whether it writes, then call {@link Session#probed}
   * with the same number. The link of the present attempt has nothing to do with it.
   */
  void probe(int number, Hosts.Server server);

  /** No server need be asked any more; nothing more is wanted of those that are. */
  void stopProbes();

  /** Tell {@code to} when everything that came with this batch of bytes is read, in this order. */
  void deliver(Delivery to, Object outcome);
}
