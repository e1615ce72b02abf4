package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.ErrorCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in the text of {@code /zookeeper/config}: {@code
 * server.1=10.0.0.1:2888:3888:participant;0.0.0.0:2181}.
 *
 * @param isVoter whether it is a participant; an observer otherwise
 */
record ConfiguredServer(
    int id,
    String host,
    int quorumPort,
    int electionPort,
    boolean isVoter,
    String clientHost,
    int clientPort) {
  private static final Pattern ADDRESSES =
      Pattern.compile(
          "([^:;]+):(\\d{1,5}):(\\d{1,5})(?::(participant|observer))?;(?:([^:;]+):)?(\\d{1,5})");
  private static final Pattern ID = Pattern.compile("\\d{1,9}");
  private static final String ANYWHERE = "0.0.0.0";
  private static final int MAX_PORT = 0xffff;

  /**
   * Reads one.
   *
   * @throws Refusal with {@link ErrorCode#BAD_ARGUMENTS}; with {@link ErrorCode#MARSHALLING_ERROR}
   *     if its number is none
   */
  static ConfiguredServer parse(String text) throws Refusal {
    int equals = text.indexOf('=');
    if (equals < 0 || text.indexOf('=', equals + 1) >= 0) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    String name = text.substring(0, equals);
    int id = id(name.substring(name.lastIndexOf('.') + 1));
    Matcher parts = ADDRESSES.matcher(text.substring(equals + 1).trim());
    if (!parts.matches()) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    return new ConfiguredServer(
        id,
        parts.group(1),
        port(parts.group(2)),
        port(parts.group(3)),
        !"observer".equals(parts.group(4)),
        parts.group(5) == null ? ANYWHERE : parts.group(5),
        port(parts.group(6)));
  }

  /**
   * Reads a server's number.
   *
   * @throws Refusal with {@link ErrorCode#MARSHALLING_ERROR}, as a real server says
   */
  static int id(String text) throws Refusal {
    String digits = text.trim();
    if (!ID.matcher(digits).matches()) {
      throw new Refusal(ErrorCode.MARSHALLING_ERROR);
    }
    return Integer.parseInt(digits);
  }

  private static int port(String digits) throws Refusal {
    int port = Integer.parseInt(digits);
    if (port > MAX_PORT) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    return port;
  }

  /** Whether the two cannot be up at the same time. */
  boolean collidesWith(ConfiguredServer that) {
    return addresses().stream().anyMatch(that.addresses()::contains);
  }

  private List<String> addresses() {
    return List.of(
        host + ":" + quorumPort,
        host + ":" + electionPort,
        // One that listens anywhere listens there too.
        (clientHost.equals(ANYWHERE) ? host : clientHost) + ":" + clientPort);
  }

  @Override
  public String toString() {
    return "server."
        + id
        + "="
        + host
        + ":"
        + quorumPort
        + ":"
        + electionPort
        + (isVoter ? ":participant;" : ":observer;")
        + clientHost
        + ":"
        + clientPort;
  }
}
