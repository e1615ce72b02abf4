package dev.mirliton.zk;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which ZooKeeper a server is: {@code 3.9.5}, {@code 3.5.0-alpha}.
 *
 * <p>Ordered by the three numbers. The qualifier, which is the commit that a release was built from
 * more often than a stage before it, only keeps different versions apart.
 *
 * @param major the first number
 * @param minor the second
 * @param patch the third
 * @param qualifier what follows behind a hyphen; empty if nothing does
 * @since 0.1
 */
public record ServerVersion(int major, int minor, int patch, String qualifier)
    implements Comparable<ServerVersion> {
  private static final Comparator<ServerVersion> ORDER =
      Comparator.comparingInt(ServerVersion::major)
          .thenComparingInt(ServerVersion::minor)
          .thenComparingInt(ServerVersion::patch)
          .thenComparing(ServerVersion::qualifier);

  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\.(\\d{1,9}))?(?:-+([^\\s,-][^\\s,]*))?");

  /** A line of {@code srvr} and {@code stat}, or of {@code envi}. */
  private static final Pattern LINE =
      Pattern.compile("(?mi)^zookeeper(?: version: |\\.version=)(" + SHAPE.pattern() + ")");

  /** Checks that no number is negative. */
  public ServerVersion {
    if (major < 0 || minor < 0 || patch < 0) {
      throw new IllegalArgumentException(
          "a version has no negative numbers, but this one has: "
              + major
              + "."
              + minor
              + "."
              + patch);
    }
  }

  /**
   * Takes a version apart; without a third number it is 0.
   *
   * @throws IllegalArgumentException naming what is not a version
   */
  public static ServerVersion parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a version of a server: '" + text + "'");
    }
    String patch = matcher.group(3);
    String qualifier = matcher.group(4);
    return new ServerVersion(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        patch == null ? 0 : Integer.parseInt(patch),
        qualifier == null ? "" : qualifier);
  }

  /** Finds the version in what a server answers to {@code srvr}, {@code stat} or {@code envi}. */
  public static Optional<ServerVersion> find(String answer) {
    Matcher matcher = LINE.matcher(answer);
    return matcher.find() ? Optional.of(parse(matcher.group(1))) : Optional.empty();
  }

  /** Whether its numbers are these or later ones. */
  public boolean isAtLeast(int otherMajor, int otherMinor, int otherPatch) {
    return ORDER.compare(
            new ServerVersion(major, minor, patch, ""),
            new ServerVersion(otherMajor, otherMinor, otherPatch, ""))
        >= 0;
  }

  @Override
  public int compareTo(ServerVersion other) {
    return ORDER.compare(this, other);
  }

  /** Returns it as {@link #parse} reads it. */
  @Override
  public String toString() {
    String numbers = major + "." + minor + "." + patch;
    return qualifier.isEmpty() ? numbers : numbers + "-" + qualifier;
  }
}
