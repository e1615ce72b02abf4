package dev.mirliton.zk.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The number of a release of the server, and what follows from it.
 *
 * @param name as it is published: {@code 3.4.14}, {@code 3.5.3-beta}
 */
record ServerRelease(String name, int major, int minor, int patch) {
  private static final Pattern NUMBER =
      Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?:\\.(\\d{1,4}))?");
  private static final Pattern NAME = Pattern.compile(NUMBER.pattern() + "(?:-[A-Za-z0-9.-]+)?");
  private static final String GROUP = "org.apache.zookeeper";

  /**
   * Reads {@code 3.4.14}, or {@code 3.4} for the first release of a line.
   *
   * @throws IllegalArgumentException if it is no such number
   */
  static ServerRelease parse(String name) {
    Matcher number = NAME.matcher(name);
    if (!number.matches()) {
      throw new IllegalArgumentException(
          "a version of the server looks like 3.4.14 but was '" + name + "'");
    }
    return of(name, number);
  }

  private static ServerRelease of(String name, Matcher number) {
    String patch = number.group(3);
    return new ServerRelease(
        name,
        Integer.parseInt(number.group(1)),
        Integer.parseInt(number.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  /** Reads it from the manifest of a server's jar; empty if the jar does not tell. */
  static Optional<ServerRelease> ofJar(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String told =
          manifest == null ? null : manifest.getMainAttributes().getValue("Implementation-Version");
      if (told == null) {
        return Optional.empty();
      }
      Matcher number = NUMBER.matcher(told); // The commit may follow: 3.4.14-4c25d480e66a…
      return number.lookingAt() ? Optional.of(of(number.group(), number)) : Optional.empty();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  boolean isAtLeast(int wantedMajor, int wantedMinor, int wantedPatch) {
    if (major != wantedMajor) {
      return major > wantedMajor;
    }
    return minor == wantedMinor ? patch >= wantedPatch : minor > wantedMinor;
  }

  boolean isAtLeast(ServerRelease other) {
    return isAtLeast(other.major, other.minor, other.patch);
  }

  /**
   * Returns the coordinates of what this release is made of; what all have in common is not there.
   */
  List<String> artifacts() {
    List<String> found = new ArrayList<>();
    found.add(GROUP + ":zookeeper:" + name);
    if (isAtLeast(3, 5, 5)) { // Before that, the records were in the same jar.
      found.add(GROUP + ":zookeeper-jute:" + name);
    }
    if (!isAtLeast(3, 4, 0)) { // It logs by nothing else.
      found.add("log4j:log4j:1.2.17");
    }
    return found;
  }

  @Override
  public String toString() {
    return name;
  }
}
