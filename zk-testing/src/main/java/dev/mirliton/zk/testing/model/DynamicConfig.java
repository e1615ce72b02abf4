package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ReconfigRequest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to an ensemble, as {@code /zookeeper/config} says it, read and refused as a server
 * does. The client reads that text by itself: a model that shared its reading could not judge it.
 * Immutable.
 *
 * @param version the transaction that made it so
 * @param servers by their numbers
 */
record DynamicConfig(long version, SortedMap<Integer, ConfiguredServer> servers) {
  private static final int HEX = 16;
  private static final int ANY_VERSION = -1;
  private static final int FEWEST_VOTERS = 2;
  private static final String VERSION = "version=";

  DynamicConfig {
    servers = Collections.unmodifiableSortedMap(new TreeMap<>(servers));
  }

  /**
   * Reads the text, or a list of new members, with commas or line ends between them. The version is
   * 0 where none is said.
   *
   * @throws Refusal with {@link ErrorCode#BAD_ARGUMENTS}
   */
  static DynamicConfig parse(String text) throws Refusal {
    long version = 0;
    SortedMap<Integer, ConfiguredServer> servers = new TreeMap<>();
    for (String line : text.replace(',', '\n').split("\n", -1)) {
      String entry = line.trim();
      if (entry.startsWith(VERSION)) {
        version = version(entry.substring(VERSION.length()));
      } else if (!entry.isEmpty()) {
        ConfiguredServer server = ConfiguredServer.parse(entry);
        servers.put(server.id(), server);
      }
    }
    return new DynamicConfig(version, servers);
  }

  private static long version(String hex) throws Refusal {
    try {
      return Long.parseLong(hex, HEX);
    } catch (NumberFormatException none) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
  }

  /**
   * Returns what a request makes of it.
   *
   * @param zxid what the change will be known by
   * @throws Refusal with {@link ErrorCode#BAD_VERSION} or {@link ErrorCode#BAD_ARGUMENTS}
   */
  DynamicConfig after(ReconfigRequest request, long zxid) throws Refusal {
    if (request.curConfigId() != ANY_VERSION && request.curConfigId() != version) {
      throw new Refusal(ErrorCode.BAD_VERSION);
    }
    String members = request.newMembers();
    DynamicConfig next =
        members == null
            ? new DynamicConfig(zxid, changed(request))
            : new DynamicConfig(zxid, newMembers(members));
    if (next.voters().size() < FEWEST_VOTERS) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    return next;
  }

  private static SortedMap<Integer, ConfiguredServer> newMembers(String text) throws Refusal {
    try {
      return parse(text).servers;
    } catch (Refusal refusal) {
      // In a whole list every mistake is the same one.
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
  }

  private SortedMap<Integer, ConfiguredServer> changed(ReconfigRequest request) throws Refusal {
    SortedMap<Integer, ConfiguredServer> next = new TreeMap<>(servers);
    for (String leaving : entries(request.leavingServers())) {
      next.remove(ConfiguredServer.id(leaving));
    }
    for (String entry : entries(request.joiningServers())) {
      ConfiguredServer joining = ConfiguredServer.parse(entry);
      for (ConfiguredServer other : next.values()) {
        if (other.id() != joining.id() && other.collidesWith(joining)) {
          throw new Refusal(ErrorCode.BAD_ARGUMENTS);
        }
      }
      next.put(joining.id(), joining);
    }
    return next;
  }

  private static String[] entries(@Nullable String list) {
    return list == null || list.isBlank() ? new String[0] : list.split(",", 0);
  }

  /** Returns the numbers of those whose majority decides. */
  SortedSet<Integer> voters() {
    SortedSet<Integer> ids = new TreeSet<>(servers.keySet());
    ids.removeIf(id -> !server(id).isVoter());
    return ids;
  }

  /** Returns the numbers of those who follow without a say. */
  SortedSet<Integer> observers() {
    SortedSet<Integer> ids = new TreeSet<>(servers.keySet());
    ids.removeIf(id -> server(id).isVoter());
    return ids;
  }

  private ConfiguredServer server(int id) {
    ConfiguredServer server = servers.get(id);
    if (server == null) {
      throw new IllegalArgumentException("no server " + id + " in " + this);
    }
    return server;
  }

  /** Returns the text, as it is in the data of the znode. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    servers.values().forEach(server -> text.append(server).append('\n'));
    return text.append(VERSION).append(Long.toHexString(version)).toString();
  }
}
