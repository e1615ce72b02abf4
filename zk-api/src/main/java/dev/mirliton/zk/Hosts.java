package dev.mirliton.zk;

import java.util.ArrayList;
import java.util.List;

/**
 * A connect string, taken apart: {@code zk1:2181,[::1]:2182/root}.
 *
 * @param servers whom to ask, in the order given; never empty
 * @param root where the client's paths begin; {@code /} if none was given
 * @since 0.1
 */
public record Hosts(List<Server> servers, String root) {
  /** The port of a server that names none. */
  public static final int DEFAULT_PORT = 2181;

  /**
   * One server.
   *
   * @param host a name or a literal address, IPv6 without brackets
   * @param port 1 to 65535
   */
  public record Server(String host, int port) {
    /** Checks that there is a host, and the port's range. */
    public Server {
      if (host.isBlank()) {
        throw new IllegalArgumentException("host must not be blank");
      }
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port must be 1 to 65535 but was " + port);
      }
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /** Copies the list and checks that it is not empty. */
  public Hosts {
    servers = List.copyOf(servers);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("hosts must name at least one server");
    }
    ZkPath.check(root);
  }

  /**
   * Takes a connect string apart. Blanks around servers are ignored.
   *
   * @throws IllegalArgumentException naming the part that is wrong
   */
  public static Hosts parse(String text) {
    if (text.contains("://")) {
      throw wrong(text, "is a URL; name servers as host:port");
    }
    int slash = text.indexOf('/');
    String list = slash < 0 ? text : text.substring(0, slash);
    String root = slash < 0 || slash == text.length() - 1 ? ZkPath.ROOT : text.substring(slash);
    List<Server> servers = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      servers.add(server(part.strip(), text));
    }
    try {
      return new Hosts(servers, root);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("hosts '" + text + "': " + wrong.getMessage(), wrong);
    }
  }

  private static Server server(String part, String text) {
    if (part.isEmpty()) {
      throw wrong(text, "has an empty server");
    }
    if (part.indexOf('@') >= 0 || part.chars().anyMatch(Hosts::isBlank)) {
      throw wrong(text, "has a server that is not host:port: '" + part + "'");
    }
    if (part.charAt(0) == '[') {
      int end = part.indexOf(']');
      if (end < 0) {
        throw wrong(text, "has an IPv6 address without ]: '" + part + "'");
      }
      String host = part.substring(1, end);
      if (host.isEmpty()) {
        throw wrong(text, "has an empty host: '" + part + "'");
      }
      if (end == part.length() - 1) {
        return new Server(host, DEFAULT_PORT);
      }
      if (part.charAt(end + 1) != ':') {
        throw wrong(text, "has something after ]: '" + part + "'");
      }
      return new Server(host, port(part.substring(end + 2), text));
    }
    int colon = part.indexOf(':');
    if (colon < 0) {
      return new Server(part, DEFAULT_PORT);
    }
    if (colon != part.lastIndexOf(':')) {
      throw wrong(text, "has an IPv6 address without brackets: '" + part + "'");
    }
    if (colon == 0) {
      throw wrong(text, "has an empty host: '" + part + "'");
    }
    return new Server(part.substring(0, colon), port(part.substring(colon + 1), text));
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static int port(String digits, String text) {
    boolean plain = !digits.isEmpty() && digits.length() <= 5;
    for (int i = 0; plain && i < digits.length(); i++) {
      plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    int port = plain ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65535) {
      throw wrong(text, "has a port that is not 1 to 65535: '" + digits + "'");
    }
    return port;
  }

  private static IllegalArgumentException wrong(String text, String what) {
    return new IllegalArgumentException("hosts '" + text + "' " + what);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Server server : servers) {
      text.append(text.isEmpty() ? "" : ",").append(server);
    }
    return root.equals(ZkPath.ROOT) ? text.toString() : text.append(root).toString();
  }
}
