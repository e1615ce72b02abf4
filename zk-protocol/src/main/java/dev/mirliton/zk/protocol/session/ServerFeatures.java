package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.OpCode;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which operations which server lacks, as far as servers said so. To be asked for one of them costs
 * a server's client the connection, with everybody's requests on it; so a server is not asked
 * again, until it may have been upgraded: after {@link #REMEMBERED_NS}, or when it names another
 * version.
 *
 * <p>Servers before 3.4 say nothing: they neither answer nor close. They are known by their
 * handshake.
 */
final class ServerFeatures {
  /**
   * Ten minutes: an upgraded server is found out within that time, and somebody who asks an old one
   * in a loop costs its other users a connection six times an hour.
   */
  static final long REMEMBERED_NS = 600 * 1_000_000_000L;

  /** The transaction that replies name which were not made in the order of requests. */
  static final long AT_THE_DOOR = -1;

  private final Map<InetSocketAddress, Server> servers = new HashMap<>();
  private Server current = new Server(); // nobody's, before the first connection
  private boolean hasBasicsOnly;

  private static final class Server {
    /** When each operation was refused; by opcode. */
    private final Map<Integer, Long> refusedNs = new HashMap<>();

    private @Nullable String version;

    private void forgetBefore(long thenNs) {
      refusedNs.values().removeIf(refused -> refused - thenNs <= 0);
    }
  }

  /**
   * A connection stands.
   *
   * @param basicsOnly whether the server is older than 3.4
   */
  void connected(InetSocketAddress address, boolean basicsOnly, long nowNs) {
    Iterator<Server> known = servers.values().iterator();
    while (known.hasNext()) {
      Server server = known.next();
      server.forgetBefore(nowNs - REMEMBERED_NS);
      if (server.refusedNs.isEmpty()) {
        known.remove(); // addresses may be new ones at each connection, for ever
      }
    }
    current = servers.computeIfAbsent(address, first -> new Server());
    hasBasicsOnly = basicsOnly;
  }

  /** Whether the connected server is known not to have the operation. */
  boolean lacks(int opCode, long nowNs) {
    if (hasBasicsOnly && isBeyondBasics(opCode)) {
      return true;
    }
    if (current.refusedNs.isEmpty()) {
      return false;
    }
    Long refused = current.refusedNs.get(opCode);
    return refused != null && nowNs - refused < REMEMBERED_NS;
  }

  /** Whether servers before 3.4 lack it. */
  static boolean isBeyondBasics(int opCode) {
    return opCode > OpCode.GET_CHILDREN2 && opCode != OpCode.SET_WATCHES;
  }

  /**
   * The connected server refused the operation at its door; it closes the connection now. What it
   * has but switched off it refuses in the order of requests, and the connection stays: to ask
   * again costs nothing then, and the answer may be another one any time.
   */
  void refused(int opCode, long nowNs) {
    if (isBeyondBasics(opCode)) {
      current.refusedNs.put(opCode, nowNs);
    }
  }

  /** Returns how many servers are remembered. */
  int size() {
    return servers.size();
  }

  /** A server named its version. If it is another one than before, everything may be different. */
  void named(InetSocketAddress address, String version) {
    Server server = servers.get(address);
    if (server != null && !version.equals(server.version)) {
      server.version = version;
      server.refusedNs.clear();
    }
  }
}
