package dev.mirliton.zk.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The jars of a server. They stay off the module path, where two of them cannot stand together
 * because they share packages: a process or an isolated class loader runs them. So one test run can
 * hold servers of several versions.
 *
 * @param entries jars and directories, in class path order
 * @since 0.1
 */
public record ServerClasspath(List<Path> entries) {
  private static final String SERVER = "org.apache.zookeeper.server.ZooKeeperServer";

  /** A class of a jar, and the jar's coordinates. */
  private record Needed(String className, String artifact) {}

  /** What each release has of its own. */
  private static final List<Needed> OWN =
      List.of(
          new Needed(SERVER, "org.apache.zookeeper:zookeeper"),
          new Needed("org.apache.jute.Record", "org.apache.zookeeper:zookeeper-jute"));

  /** What a server cannot do without beside itself; these serve every release. */
  private static final List<Needed> COMPANIONS =
      List.of(
          new Needed("org.slf4j.Logger", "org.slf4j:slf4j-api"),
          new Needed("com.codahale.metrics.Reservoir", "io.dropwizard.metrics:metrics-core"),
          new Needed("org.xerial.snappy.Snappy", "org.xerial.snappy:snappy-java"));

  /** One class of each jar that only TLS or the odd command needs. */
  private static final List<String> WELCOME =
      List.of(
          "org.apache.commons.io.FileUtils",
          "io.netty.util.Timer",
          "io.netty.buffer.ByteBuf",
          "io.netty.resolver.NameResolver",
          "io.netty.channel.Channel",
          "io.netty.channel.unix.Socket",
          "io.netty.channel.epoll.Epoll",
          "io.netty.handler.codec.ByteToMessageDecoder",
          "io.netty.handler.ssl.SslHandler",
          "io.netty.internal.tcnative.SSL");

  private static final List<String> LOGBACK =
      List.of("ch.qos.logback.classic.Logger", "ch.qos.logback.core.Appender");

  /** Copies the list. */
  public ServerClasspath {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("entries must not be empty");
    }
  }

  /**
   * Finds the server that came with this module: on the class path of this JVM, or on its module
   * path.
   *
   * @throws IllegalStateException if it is incomplete, naming what to add
   */
  public static ServerClasspath ofThisJvm() {
    List<Needed> needed = new ArrayList<>(OWN);
    needed.addAll(COMPANIONS);
    return new ServerClasspath(located(needed));
  }

  /**
   * Takes the server of another version, any from 3.3.6 on: {@code 3.6.4}. Its own jars come from
   * the local repository of Maven, where they are put if need be: fetched from Maven Central, or
   * the mirror of it that Maven's settings name, or the repository whose URL the system property
   * {@code zk.server.repository} is. What it needs beside them is taken from this JVM, Netty for
   * TLS and the log included.
   *
   * <p>A proxy is that of the JVM's system properties. A repository that wants a password is not
   * asked: let Maven itself put the jars into the local one, by the command that the exception
   * tells.
   *
   * @throws IllegalArgumentException if it is no version
   * @throws IllegalStateException if a jar is not there and cannot be fetched
   */
  public static ServerClasspath ofVersion(String version) {
    MavenRepository repository = MavenRepository.ofThisMachine();
    List<Path> jars = new ArrayList<>();
    ServerRelease.parse(version).artifacts().forEach(each -> jars.add(repository.jar(each)));
    jars.addAll(located(COMPANIONS));
    jars.addAll(logging());
    return new ServerClasspath(jars);
  }

  private static List<Path> located(List<Needed> needed) {
    Set<Path> found = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>();
    for (Needed each : needed) {
      Path jar = locate(each.className());
      if (jar == null) {
        missing.add(each.artifact());
      } else {
        found.add(jar);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "no ZooKeeper server on the class path or module path; add "
              + String.join(", ", missing)
              + " (zk-testing brings them unless they are excluded)");
    }
    WELCOME.forEach(name -> addTo(found, locate(name)));
    return List.copyOf(found);
  }

  /**
   * Takes every jar of a directory.
   *
   * @throws UncheckedIOException if it cannot be read
   * @throws IllegalArgumentException if it has none
   */
  public static ServerClasspath in(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return new ServerClasspath(
          files.filter(file -> file.toString().endsWith(".jar")).sorted().toList());
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot list " + directory, failure);
    }
  }

  /** The jars with which a server in a process of its own can write a log; none if incomplete. */
  static List<Path> logging() {
    Set<Path> found = new LinkedHashSet<>();
    LOGBACK.forEach(name -> addTo(found, locate(name)));
    return found.size() == LOGBACK.size() ? List.copyOf(found) : List.of();
  }

  /** The same, and {@code more} behind it. */
  ServerClasspath and(List<Path> more) {
    List<Path> all = new ArrayList<>(entries);
    all.addAll(more);
    return new ServerClasspath(all);
  }

  /** Which release these jars are; empty if they do not tell. */
  Optional<ServerRelease> release() {
    return entries.stream()
        .filter(entry -> holds(entry, resource(SERVER)))
        .findFirst()
        .flatMap(ServerRelease::ofJar);
  }

  /** As the java command wants it. */
  String asArgument() {
    return entries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  URL[] urls() {
    return entries.stream().map(ServerClasspath::url).toArray(URL[]::new);
  }

  private static URL url(Path entry) {
    try {
      return entry.toUri().toURL();
    } catch (MalformedURLException impossible) {
      throw new IllegalArgumentException("not a class path entry: " + entry, impossible);
    }
  }

  private static void addTo(Set<Path> found, @Nullable Path entry) {
    if (entry != null) {
      found.add(entry);
    }
  }

  /** Returns the jar or directory with a class, or null if there is none. */
  static @Nullable Path locate(String className) {
    String resource = resource(className);
    ClassLoader ours = ServerClasspath.class.getClassLoader();
    URL url = ours == null ? null : ours.getResource(resource);
    return url == null ? onModulePath(resource) : entryOf(url.toString(), resource);
  }

  private static String resource(String className) {
    return className.replace('.', '/') + ".class";
  }

  private static @Nullable Path entryOf(String url, String resource) {
    if (url.startsWith("jar:file:")) {
      return Path.of(URI.create(url.substring("jar:".length(), url.indexOf("!/"))));
    }
    if (url.startsWith("file:")) {
      return Path.of(URI.create(url.substring(0, url.length() - resource.length())));
    }
    return null;
  }

  // A jar on the module path that no module requires is visible to no class loader.
  private static @Nullable Path onModulePath(String resource) {
    for (String element : System.getProperty("jdk.module.path", "").split(File.pathSeparator)) {
      for (Path jar : jarsOf(Path.of(element))) {
        if (holds(jar, resource)) {
          return jar;
        }
      }
    }
    return null;
  }

  private static List<Path> jarsOf(Path element) {
    if (element.toString().endsWith(".jar")) {
      return List.of(element);
    }
    try (Stream<Path> files = Files.list(element)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    } catch (IOException notDirectory) {
      return List.of();
    }
  }

  private static boolean holds(Path jar, String resource) {
    try (var files = new ZipFile(jar.toFile())) {
      return files.getEntry(resource) != null;
    } catch (IOException unreadable) {
      return false;
    }
  }
}
