package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Hosts;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * One server at one of its addresses.
 *
 * @param server as the user names it
 * @param address resolved
 */
record Destination(Hosts.Server server, InetSocketAddress address) {

  /** Returns {@code zk1:2181 (10.0.0.7)}, or the name alone where it is the address. */
  @Override
  public String toString() {
    InetAddress ip = address.getAddress();
    String literal = ip == null ? address.getHostString() : ip.getHostAddress();
    return server.host().equals(literal) ? server.toString() : server + " (" + literal + ")";
  }
}
