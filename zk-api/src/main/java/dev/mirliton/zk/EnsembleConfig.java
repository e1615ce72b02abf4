package dev.mirliton.zk;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who belongs to an ensemble, as {@code /zookeeper/config} says it. A server that stands alone
 * names nobody, not even itself.
 *
 * @param version the transaction that made it so; 0 if none did
 * @param members the servers, no two with the same id, in the order they are named
 * @since 0.1
 */
public record EnsembleConfig(long version, List<EnsembleMember> members) {
  private static final String VERSION = "version=";
  private static final int HEX = 16;

  /** Copies the list, and checks that the version is not negative and each id is there once. */
  public EnsembleConfig {
    if (version < 0) {
      throw new IllegalArgumentException("version must not be negative but was " + version);
    }
    members = List.copyOf(members);
    Set<Long> ids = new HashSet<>();
    for (EnsembleMember member : members) {
      if (!ids.add(member.id())) {
        throw new IllegalArgumentException("there are two members with the id " + member.id());
      }
    }
  }

  /**
   * Reads the text of {@code /zookeeper/config}. Lines about something else than members and
   * version, groups and weights say, are passed over.
   *
   * @throws IllegalArgumentException naming what is wrong with it
   */
  public static EnsembleConfig parse(String text) {
    long version = 0;
    boolean isVersionKnown = false;
    List<EnsembleMember> members = new ArrayList<>();
    for (String each : text.split("\n", -1)) {
      String line = each.strip();
      if (line.startsWith("server.")) {
        members.add(EnsembleMember.parse(line));
      } else if (line.startsWith(VERSION)) {
        if (isVersionKnown) {
          throw new IllegalArgumentException("there are two versions");
        }
        isVersionKnown = true;
        version = version(line.substring(VERSION.length()));
      }
    }
    return new EnsembleConfig(version, members);
  }

  private static long version(String hex) {
    try {
      return Long.parseLong(hex, HEX);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException("the version is no number: '" + hex + "'", wrong);
    }
  }

  /** Returns the member with that id, if there is one. */
  public Optional<EnsembleMember> member(long id) {
    return members.stream().filter(member -> member.id() == id).findFirst();
  }

  /** Returns the text as servers write it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    members.forEach(member -> text.append(member).append('\n'));
    return text.append(VERSION).append(Long.toHexString(version)).toString();
  }
}
