package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Hosts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a session is told at the start. Times in nanoseconds where the name says so.
 *
 * @param servers whom to ask
 * @param sessionTimeoutMs what is asked of the server
 * @param connectTimeoutNs for resolving a name, and for opening a link to one address
 * @param handshakeTimeoutNs from the open link until requests may flow
 * @param hostOrder whether servers are tried in the order given
 * @param maxQueued how many requests may wait
 * @param maxInFlight how many may be on the connection without an answer
 * @param maxPacketBytes the longest frame, either way
 * @param readOnly whether a server without quorum will do
 * @param sasl whether SASL comes before all else
 * @param credentials shown on every connection, in this order
 * @param sessionId a session to take over, or 0
 * @param password its secret, or null
 */
public record SessionConfig(
    List<Hosts.Server> servers,
    int sessionTimeoutMs,
    long connectTimeoutNs,
    long handshakeTimeoutNs,
    boolean hostOrder,
    int maxQueued,
    int maxInFlight,
    int maxPacketBytes,
    boolean readOnly,
    boolean sasl,
    List<Authentication> credentials,
    long sessionId,
    byte @Nullable [] password) {

  @Override
  public String toString() {
    return "SessionConfig[" + servers + ", session timeout " + sessionTimeoutMs + " ms]";
  }
}
