package dev.mirliton.zk.testing.model;

/**
 * How servers of an ensemble reach each other.
 *
 * <p>What is sent arrives by {@link Peer#receive}, later, never during the call; in the order in
 * which it was sent from one server to another; held back while the two are cut from each other.
 * When either side crashes, what was on its way between them is lost; a network may then tell the
 * other side by {@link Peer#disconnected}, as a reset connection does, and may tell so as well
 * whoever sends to a server that is down. A server does not send to itself.
 *
 * @param <R> what a request is
 * @param <T> what a transaction is
 * @since 0.1
 */
@FunctionalInterface
public interface PeerNetwork<R, T> {

  /** Sends a message on its way. */
  void send(int from, int to, PeerMessage<R, T> message);
}
