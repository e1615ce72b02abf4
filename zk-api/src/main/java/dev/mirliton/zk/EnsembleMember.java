package dev.mirliton.zk;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One server of an ensemble, as its configuration names it: {@code
 * server.4=zk4.example.org:2888:3888:participant;2181}. Immutable.
 *
 * @since 0.1
 */
public final class EnsembleMember {
  private static final String PREFIX = "server.";
  private static final String ANYWHERE = "0.0.0.0";
  private static final int LONGEST_ID = 18; // digits; what fits a long without another look

  /** What a server may do. */
  public enum Role {
    /** Votes, and may lead. */
    PARTICIPANT,
    /** Follows without a vote. */
    OBSERVER
  }

  /**
   * Where the other servers find it.
   *
   * @param host a name or a literal address, IPv6 without brackets
   * @param quorumPort for what the leader sends, 1 to 65535
   * @param electionPort for elections, 1 to 65535
   */
  public record Address(String host, int quorumPort, int electionPort) {
    /** Checks that a configuration can hold the host, and the ports' range. */
    public Address {
      checkHost(host);
      checkPort(quorumPort);
      checkPort(electionPort);
    }

    @Override
    public String toString() {
      return bracketed(host) + ":" + quorumPort + ":" + electionPort;
    }
  }

  private final long id;
  private final List<Address> addresses;
  private final Role role;
  private final Hosts.@Nullable Server client;

  private EnsembleMember(
      long id, List<Address> addresses, Role role, Hosts.@Nullable Server client) {
    this.id = id;
    this.addresses = List.copyOf(addresses);
    this.role = role;
    this.client = client;
  }

  /**
   * Reads a line of a configuration: {@code server.<id>=<host>:<quorum port>:<election port>}, then
   * {@code :participant} or {@code :observer} if it is said, further addresses after {@code |}, and
   * after {@code ;} where clients are served, by port or by host and port. IPv6 addresses stand in
   * brackets.
   *
   * @throws IllegalArgumentException naming the line and what is wrong with it
   */
  public static EnsembleMember parse(String line) {
    try {
      return read(line);
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException("member '" + line + "': " + wrong.getMessage(), wrong);
    }
  }

  private static EnsembleMember read(String line) {
    int equals = line.indexOf('=');
    String name = equals < 0 ? "" : line.substring(0, equals).strip();
    if (!name.startsWith(PREFIX)) {
      throw new IllegalArgumentException("must begin with server.<id>=");
    }
    long id = id(name.substring(PREFIX.length()));
    String[] halves = line.substring(equals + 1).strip().split(";", -1);
    if (halves.length > 2) {
      throw new IllegalArgumentException("must name one address for clients");
    }
    Role role = Role.PARTICIPANT;
    List<Address> addresses = new ArrayList<>();
    for (String text : halves[0].split("\\|", -1)) {
      List<String> parts = parts(text);
      if (parts.size() < 3 || parts.size() > 4) {
        throw new IllegalArgumentException("must be host:port:port but was '" + text + "'");
      }
      addresses.add(new Address(parts.get(0), port(parts.get(1)), port(parts.get(2))));
      if (parts.size() == 4) {
        role = role(parts.get(3));
      }
    }
    return new EnsembleMember(id, addresses, role, halves.length == 1 ? null : client(halves[1]));
  }

  private static long id(String digits) {
    if (!isNumber(digits, LONGEST_ID)) {
      throw new IllegalArgumentException("the id must be a number but was '" + digits + "'");
    }
    return Long.parseLong(digits);
  }

  private static Role role(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "participant" -> Role.PARTICIPANT;
      case "observer" -> Role.OBSERVER;
      default ->
          throw new IllegalArgumentException(
              "the role must be participant or observer but was '" + word + "'");
    };
  }

  private static Hosts.Server client(String text) {
    List<String> parts = parts(text);
    if (parts.size() > 2) {
      throw new IllegalArgumentException("must be port or host:port but was '" + text + "'");
    }
    String host = parts.size() == 1 ? ANYWHERE : parts.get(0);
    return new Hosts.Server(checkHost(host), port(parts.getLast()));
  }

  /** Takes a text apart at its colons, except for those within brackets in front. */
  private static List<String> parts(String text) {
    if (!text.startsWith("[")) {
      return List.of(text.split(":", -1));
    }
    int end = text.indexOf("]:");
    if (end < 0) {
      throw new IllegalArgumentException("must have ]: behind an IPv6 address: '" + text + "'");
    }
    List<String> parts = new ArrayList<>();
    parts.add(text.substring(1, end));
    parts.addAll(List.of(text.substring(end + 2).split(":", -1)));
    return parts;
  }

  private static int port(String digits) {
    if (!isNumber(digits, 5)) {
      throw new IllegalArgumentException("port must be 1 to 65535 but was '" + digits + "'");
    }
    return checkPort(Integer.parseInt(digits));
  }

  private static int checkPort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port must be 1 to 65535 but was " + port);
    }
    return port;
  }

  private static boolean isNumber(String digits, int longest) {
    return !digits.isEmpty()
        && digits.length() <= longest
        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Lists of members are separated by commas and line ends: a host must not bring its own. */
  private static String checkHost(String host) {
    if (host.isEmpty()
        || !host.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-._:%".indexOf(c) >= 0)) {
      throw new IllegalArgumentException("'" + host + "' is no host");
    }
    return host;
  }

  private static String bracketed(String host) {
    return host.indexOf(':') < 0 ? host : "[" + host + "]";
  }

  /** Returns its number. */
  public long id() {
    return id;
  }

  /** Returns where the other servers find it; never empty. */
  public List<Address> addresses() {
    return addresses;
  }

  /** Returns what it may do. */
  public Role role() {
    return role;
  }

  /**
   * Returns where it serves clients, if the configuration says so. The host is what the server
   * listens on, and often {@code 0.0.0.0}: not one to connect to.
   */
  public Optional<Hosts.Server> clientAddress() {
    return Optional.ofNullable(client);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EnsembleMember that
        && id == that.id
        && addresses.equals(that.addresses)
        && role == that.role
        && Objects.equals(client, that.client);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, addresses, role, client);
  }

  /** Returns the line as servers write it. */
  @Override
  public String toString() {
    return PREFIX
        + id
        + "="
        + addresses.stream().map(Address::toString).collect(Collectors.joining("|"))
        + ":"
        + role.name().toLowerCase(Locale.ROOT)
        + (client == null ? "" : ";" + client);
  }
}
