package dev.mirliton.zk.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Describes a server in a process of its own: version, settings, port. Mutable, and not
 * thread-safe; each {@link #run} takes what it says at that moment, and more servers can be made
 * from the same description.
 *
 * <p>To begin with: the server that came with this module, in the JDK of this JVM, on a port that
 * is free; ticks of 250 ms, sessions of half a second to a minute, all four-letter words, znodes
 * with a time to live, no admin server, no syncing to disk.
 *
 * @since 0.1
 */
public final class ServerSetup {
  private @Nullable ServerClasspath classpath;
  private Path java = Path.of(System.getProperty("java.home"), "bin", "java");
  private int port;
  private @Nullable ServerTls tls;
  private @Nullable Integer id;
  private Duration startLimit = Duration.ofSeconds(30);
  private final Map<String, String> settings = new TreeMap<>();
  private final Map<String, String> systemProperties = new LinkedHashMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<String, String> fileProperties = new LinkedHashMap<>();

  ServerSetup() {
    settings.put("tickTime", "250");
    settings.put("minSessionTimeout", "500");
    settings.put("maxSessionTimeout", "60000");
    settings.put("maxClientCnxns", "0");
    settings.put("clientPortAddress", "127.0.0.1");
    settings.put("admin.enableServer", "false");
    settings.put("4lw.commands.whitelist", "*");
    settings.put("extendedTypesEnabled", "true");
    systemProperties.put("zookeeper.forceSync", "no");
    systemProperties.put("znode.container.checkIntervalMs", "200");
    // Releases of the 3.4 line fail without log4j otherwise.
    systemProperties.put("zookeeper.jmx.log4j.disable", "true");
  }

  private ServerSetup(ServerSetup other) {
    classpath = other.classpath;
    java = other.java;
    port = other.port;
    tls = other.tls;
    id = other.id;
    startLimit = other.startLimit;
    settings.putAll(other.settings);
    systemProperties.putAll(other.systemProperties);
    files.putAll(other.files);
    fileProperties.putAll(other.fileProperties);
  }

  /** Returns a description that says the same, and can be changed without changing this one. */
  public ServerSetup copy() {
    return new ServerSetup(this);
  }

  /** Runs the server of these jars. */
  public ServerSetup classpath(ServerClasspath jars) {
    classpath = jars;
    return this;
  }

  /**
   * Runs a server of this version: {@code 3.6.4}.
   *
   * @throws IllegalArgumentException if it is no version
   * @throws IllegalStateException if it is not on this machine and cannot be fetched
   * @see ServerClasspath#ofVersion
   */
  public ServerSetup version(String version) {
    return classpath(ServerClasspath.ofVersion(version));
  }

  /** Runs it with another {@code java} command. */
  public ServerSetup java(Path command) {
    java = command;
    return this;
  }

  /** Listens on this port; it is the caller's promise that it is free. */
  public ServerSetup port(int number) {
    port = number;
    return this;
  }

  /**
   * Listens for TLS as well, on a free port of its own: {@link ServerProcess#secureConnectString}.
   * Needs Netty beside the server, which comes with this module.
   */
  public ServerSetup tls(ServerTls how) {
    tls = how;
    return this;
  }

  /** Says which server of an ensemble this is. */
  public ServerSetup id(int number) {
    id = number;
    return this;
  }

  /** Adds a line to {@code zoo.cfg}, or replaces it. */
  public ServerSetup setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /** Adds a line to {@code zoo.cfg} unless there is one of that name. */
  ServerSetup settingIfAbsent(String name, String value) {
    settings.putIfAbsent(name, value);
    return this;
  }

  /** Leaves a line out of {@code zoo.cfg}. */
  public ServerSetup without(String name) {
    settings.remove(name);
    return this;
  }

  /** Sets a system property of the server's JVM. */
  public ServerSetup systemProperty(String name, String value) {
    systemProperties.put(name, value);
    return this;
  }

  /** Sets a system property of the server's JVM unless it is set. */
  ServerSetup systemPropertyIfAbsent(String name, String value) {
    systemProperties.putIfAbsent(name, value);
    return this;
  }

  /**
   * Writes a file into the server's directory before its first start, and sets a system property of
   * the server's JVM to its path. Later starts find what stands there then: {@link
   * ServerProcess#directory}.
   *
   * @param property the name of the property
   * @param name the name of the file, without directories
   */
  public ServerSetup file(String property, String name, String text) {
    if (Path.of(name).getNameCount() != 1 || name.startsWith(".")) {
      throw new IllegalArgumentException("name must be a plain file name but was " + name);
    }
    files.put(name, text);
    fileProperties.put(property, name);
    return this;
  }

  /**
   * Authenticates clients by SASL.
   *
   * @param jaas what stands in the file {@code jaas.conf}: a section {@code Server} with a login
   *     module for DIGEST-MD5 or for Kerberos
   */
  public ServerSetup sasl(String jaas) {
    // Until 3.5 the name had to be a number.
    setting("authProvider.1", "org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
    return file("java.security.auth.login.config", "jaas.conf", jaas);
  }

  /** How long to wait until it is ready. 30 s by default. */
  public ServerSetup startLimit(Duration limit) {
    startLimit = limit;
    return this;
  }

  /**
   * Starts the server and waits until it is ready, on its port for TLS too if {@link #tls} gave it
   * one. A port that only the settings name may follow a moment later.
   *
   * @throws IllegalStateException if it does not start, with the end of its log
   */
  public ServerProcess run() throws InterruptedException {
    ServerProcess server = prepare();
    try {
      server.start();
      return server;
    } catch (Throwable failure) {
      server.close();
      throw failure;
    }
  }

  /** Returns the server without starting it. */
  public ServerProcess prepare() {
    return new ServerProcess(new ServerSetup(this));
  }

  @Nullable String systemProperty(String name) {
    return systemProperties.get(name);
  }

  int port() {
    return port;
  }

  /** Whether it describes a server of this line or a newer one; jars that do not tell are new. */
  boolean isAtLeast(int major, int minor) {
    return classpath == null
        || classpath.release().map(its -> its.isAtLeast(major, minor, 0)).orElse(true);
  }

  @Nullable ServerTls tls() {
    return tls;
  }

  @Nullable Integer id() {
    return id;
  }

  Duration startLimit() {
    return startLimit;
  }

  Map<String, String> files() {
    return files;
  }

  /** Returns the text; {@code more} lines hold where the settings say nothing. */
  String zooCfg(Path data, int clientPort, Map<String, String> more) {
    StringBuilder text = new StringBuilder();
    Map<String, String> lines = new TreeMap<>(more);
    lines.putAll(settings);
    lines.forEach((name, value) -> text.append(name).append('=').append(value).append('\n'));
    text.append("dataDir=").append(data.toString().replace('\\', '/')).append('\n');
    return text.append("clientPort=").append(clientPort).append('\n').toString();
  }

  List<String> command(Path directory) {
    ServerClasspath jars =
        classpath == null ? ServerClasspath.ofThisJvm().and(ServerClasspath.logging()) : classpath;
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    // A small server that starts fast: its speed is nobody's concern here.
    command.addAll(List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dlogback.configurationFile=" + directory.resolve("logback.xml"));
    command.add("-Dlog4j.configuration=" + directory.resolve("log4j.properties").toUri());
    systemProperties.forEach((name, value) -> command.add("-D" + name + "=" + value));
    fileProperties.forEach(
        (property, name) -> command.add("-D" + property + "=" + directory.resolve(name)));
    command.addAll(List.of("-cp", jars.asArgument()));
    command.add("org.apache.zookeeper.server.quorum.QuorumPeerMain");
    command.add(directory.resolve("zoo.cfg").toString());
    return command;
  }
}
