package dev.mirliton.zk.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * The local repository of Maven, filled from a remote one where it lacks something. Others may use
 * it at the same time: a file appears whole or not at all.
 */
final class MavenRepository {
  /** Where to fetch from, by its URL, in place of Maven Central and its mirror. */
  static final String REMOTE = "zk.server.repository";

  private static final String CENTRAL = "https://repo.maven.apache.org/maven2";

  /** Long enough for a proxy that wakes up; the whole of a jar takes a second or two. */
  private static final int LIMIT_MS = 30_000;

  private static final int ATTEMPTS = 3;
  private static final int LONGEST_CHECKSUM_BYTES = 1000;

  private final Path local;
  private final URI remote;

  MavenRepository(Path local, URI remote) {
    this.local = local;
    this.remote = URI.create(remote.toString().replaceFirst("/*$", "/"));
    if (remote.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the URL of a repository must not hold a user's name, but that on "
              + remote.getHost()
              + " does");
    }
  }

  /** Returns the one that Maven uses on this machine, as far as can be told without Maven. */
  static MavenRepository ofThisMachine() {
    MavenSettings settings = MavenSettings.ofThisMachine();
    // Surefire and Failsafe tell their JVMs the second one.
    String told = System.getProperty("maven.repo.local", System.getProperty("localRepository"));
    Path local =
        told == null
            ? settings
                .localRepository()
                .orElse(Path.of(System.getProperty("user.home"), ".m2", "repository"))
            : Path.of(told);
    String remote = System.getProperty(REMOTE);
    return new MavenRepository(
        local, URI.create(remote == null ? settings.centralMirror().orElse(CENTRAL) : remote));
  }

  /**
   * Returns the jar of these coordinates.
   *
   * @param coordinates {@code group:artifact:version}
   * @throws IllegalStateException if it is not there and cannot be fetched, saying where it was
   *     looked for and how to get it by other means
   */
  Path jar(String coordinates) {
    String[] parts = coordinates.split(":");
    String file = parts[1] + "-" + parts[2] + ".jar";
    String path = parts[0].replace('.', '/') + "/" + parts[1] + "/" + parts[2] + "/" + file;
    Path jar = local.resolve(path);
    if (Files.isRegularFile(jar)) {
      return jar;
    }
    URI source = remote.resolve(path);
    for (int left = ATTEMPTS; ; left--) {
      try {
        fetch(source, jar);
        return jar;
      } catch (IOException failure) {
        if (left == 1 || failure instanceof FileNotFoundException) {
          throw new IllegalStateException(lacking(coordinates, source, failure), failure);
        }
      }
    }
  }

  private String lacking(String coordinates, URI source, IOException failure) {
    String why = failure instanceof FileNotFoundException ? "is not there" : "failed: " + failure;
    return "no %s: not in %s, and %s %s; -D%s=<url> names another repository, and %s"
        .formatted(
            coordinates,
            local,
            source,
            why,
            REMOTE,
            "mvn dependency:get -Dtransitive=false -Dartifact="
                + coordinates
                + " fetches it by hand");
  }

  private static void fetch(URI source, Path target) throws IOException {
    String promised = checksum(source);
    Path directory = Files.createDirectories(target.getParent());
    Path part = directory.resolve(target.getFileName() + "." + UUID.randomUUID() + ".part");
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1"); // What every repository has.
      try (InputStream in = new DigestInputStream(open(source), digest)) {
        Files.copy(in, part);
      }
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(promised)) {
        throw new IOException("its SHA-1 is " + found + " but ought to be " + promised);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Some write the name of the file behind it. */
  private static String checksum(URI source) throws IOException {
    try (InputStream in = open(URI.create(source + ".sha1"))) {
      String text =
          new String(in.readNBytes(LONGEST_CHECKSUM_BYTES), StandardCharsets.US_ASCII).strip();
      return text.split("\\s+")[0].toLowerCase(Locale.ROOT);
    }
  }

  // The JVM's proxy settings hold for it.
  private static InputStream open(URI source) throws IOException {
    URLConnection connection = source.toURL().openConnection();
    connection.setConnectTimeout(LIMIT_MS);
    connection.setReadTimeout(LIMIT_MS);
    // Kept for another artifact, it would look like a leak of the test that asked first.
    connection.setRequestProperty("Connection", "close");
    return connection.getInputStream();
  }
}
