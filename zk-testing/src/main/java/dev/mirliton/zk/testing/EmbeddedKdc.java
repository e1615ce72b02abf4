package dev.mirliton.zk.testing;

import dev.mirliton.zk.Registration;
import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A Kerberos KDC in the test's own JVM, with a realm of its own, over TCP: for tests of clients and
 * servers that authenticate by Kerberos. Its name is {@code localhost}, and so should be that of
 * the hosts in principals.
 *
 * <p>Needs the artifact {@code org.apache.kerby:kerb-simplekdc} on the class path, which this
 * module does not bring along.
 *
 * <p>Servers in processes of their own are told of it by {@link #configuration}; this JVM by {@link
 * #useHere}. Methods may be called from any thread.
 *
 * @since 0.1
 */
public final class EmbeddedKdc implements AutoCloseable {
  /** The realm. */
  public static final String REALM = "MIRLITON.TEST";

  /** The name of the thread group of every KDC; a leak check knows its threads by it. */
  static final String THREAD_GROUP = "zk-embedded-kdc";

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String CONFIGURATION = "java.security.krb5.conf";
  private static final String KDC = "org.apache.kerby.kerberos.kerb.server.SimpleKdcServer";

  private static final String CLIENT = "org.apache.kerby.kerberos.kerb.client.KrbClient";

  /** One class of each jar that it needs. */
  private static final List<String> NEEDED =
      List.of(
          KDC,
          "org.apache.kerby.kerberos.kerb.server.KdcServer",
          "org.apache.kerby.kerberos.kerb.admin.kadmin.Kadmin",
          CLIENT,
          "org.apache.kerby.kerberos.kerb.common.EncryptionUtil",
          "org.apache.kerby.kerberos.kerb.KrbException",
          "org.apache.kerby.kerberos.kerb.crypto.EncryptionHandler",
          "org.apache.kerby.kerberos.kerb.identity.backend.IdentityBackend",
          "org.apache.kerby.kerberos.kerb.keytab.Keytab",
          "org.apache.kerby.asn1.Asn1",
          "org.apache.kerby.config.Config",
          "org.apache.kerby.pkix.PkiUtil",
          "org.apache.kerby.util.Hex",
          "org.apache.kerby.xdr.XdrDataType",
          "org.apache.kerby.kerberos.provider.token.JwtTokenProvider",
          "org.apache.commons.io.IOUtils",
          "org.slf4j.Logger");

  private static final Set<EmbeddedKdc> RUNNING = ConcurrentHashMap.newKeySet();

  private final ThreadGroup threads = new ThreadGroup(THREAD_GROUP);
  private final TempDirectory directory = TempDirectory.create();
  private final ServerClasses classes;
  private final Object kdc;
  private final int port;
  private volatile boolean closed;

  // Loading the classes takes longer than starting a KDC.
  private static final class Classes {
    private static final ServerClasses LOADED = ServerClasses.of(classpath());
  }

  private EmbeddedKdc(ServerClasses classes) throws InterruptedException {
    this.classes = classes;
    this.port = FreePort.find();
    try {
      kdc = classes.named(KDC).getConstructor().newInstance();
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("not a KDC of the 2.1 line", failure);
    }
    set("setWorkDir", File.class, directory.make("kdc").toFile());
    set("setKdcHost", String.class, "localhost");
    set("setKdcRealm", String.class, REALM);
    set("setKdcTcpPort", int.class, port);
    set("setAllowTcp", boolean.class, true);
    set("setAllowUdp", boolean.class, false);
    within(this::allowShortTickets);
    keepingTheConfiguration(
        () -> {
          call("init");
          call("start");
        });
    RUNNING.add(this);
  }

  /** By default it makes none for less than four seconds, which is long for a test. */
  private @Nullable Object allowShortTickets() throws ReflectiveOperationException {
    Object config = kdc.getClass().getMethod("getKdcConfig").invoke(kdc);
    return config
        .getClass()
        .getMethod("setLong", String.class, Long.class)
        .invoke(config, "minimum_ticket_lifetime", 0L);
  }

  /**
   * Starts a KDC that knows nobody.
   *
   * @throws IllegalStateException if its jars are missing, or it does not start
   */
  public static EmbeddedKdc run() throws InterruptedException {
    classpath(); // says better than a class that cannot be initialised what is missing
    return new EmbeddedKdc(Classes.LOADED);
  }

  private static ServerClasspath classpath() {
    Set<Path> jars = new LinkedHashSet<>();
    List<String> missing = new ArrayList<>();
    for (String name : NEEDED) {
      Path jar = ServerClasspath.locate(name);
      if (jar == null) {
        missing.add(name);
      } else {
        jars.add(jar);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "no KDC on the class path; add org.apache.kerby:kerb-simplekdc (not found: "
              + String.join(", ", missing)
              + ")");
    }
    return new ServerClasspath(List.copyOf(jars));
  }

  /** Whether the port is that of a KDC in this JVM. */
  static boolean anyListensOn(int port) {
    return RUNNING.stream().anyMatch(running -> running.port == port);
  }

  /** Returns the port, of {@code localhost}. */
  public int port() {
    return port;
  }

  /**
   * Adds principals with keys that nobody has seen, and returns a keytab that holds them.
   *
   * @param names without the realm: {@code app}, {@code zookeeper/localhost}
   */
  public Path keytab(String... names) throws InterruptedException {
    Path file = directory.path().resolve(names[0].replace('/', '-') + ".keytab");
    call(
        "createAndExportPrincipals",
        new Class<?>[] {File.class, String[].class},
        file.toFile(),
        names);
    return file;
  }

  /** Adds a principal with a password. */
  public void add(String name, String password) throws InterruptedException {
    call("createPrincipal", new Class<?>[] {String.class, String.class}, name, password);
  }

  /**
   * Gets a ticket, as {@code kinit} does.
   *
   * @return the file that holds it
   */
  public Path ticketCache(String name, String password) throws InterruptedException {
    Path file = directory.path().resolve(name.replace('/', '-') + ".cache");
    within(
        () -> {
          // Not the KDC's own client: that one forgets its KDC when another is started.
          Class<?> type = classes.named(CLIENT);
          Object client = type.getConstructor().newInstance();
          type.getMethod("setKdcHost", String.class).invoke(client, "127.0.0.1");
          type.getMethod("setKdcRealm", String.class).invoke(client, REALM);
          type.getMethod("setKdcTcpPort", int.class).invoke(client, port);
          type.getMethod("setAllowUdp", boolean.class).invoke(client, false);
          type.getMethod("init").invoke(client);
          Object ticket =
              type.getMethod("requestTgt", String.class, String.class)
                  .invoke(client, name + "@" + REALM, password);
          return type.getMethod("storeTicket", ticket.getClass(), File.class)
              .invoke(client, ticket, file.toFile());
        });
    return file;
  }

  /** Forgets a principal: it gets no more tickets. Those that it has stay good. */
  public void remove(String name) throws InterruptedException {
    call("deletePrincipal", new Class<?>[] {String.class}, name);
  }

  /** Returns a {@code krb5.conf} that names this KDC. */
  public Path configuration() {
    return configuration(port, Duration.ofHours(1));
  }

  /**
   * Returns a {@code krb5.conf} that names this KDC by another port, that of a {@link FaultProxy}
   * say.
   *
   * @param tickets how long those should be good that are asked for; whole seconds
   */
  public Path configuration(int port, Duration tickets) {
    String name = "krb5-" + port + "-" + tickets.toSeconds() + ".conf";
    directory.write(
        name,
        """
        [libdefaults]
          default_realm = %1$s
          dns_lookup_kdc = false
          dns_lookup_realm = false
          udp_preference_limit = 1
          kdc_timeout = 2s
          max_retries = 1
          ticket_lifetime = %3$ds
        [realms]
          %1$s = {
            kdc = 127.0.0.1:%2$d
          }
        """
            .formatted(REALM, port, tickets.toSeconds()));
    return directory.path().resolve(name);
  }

  /** Lets this JVM use the KDC from its next login on, until the result is closed. */
  public Registration useHere() {
    return useHere(configuration());
  }

  /**
   * Lets this JVM use a {@code krb5.conf} from its next login on, until the result is closed. A JVM
   * has one at a time.
   */
  public static Registration useHere(Path configuration) {
    @Nullable String before = System.setProperty(CONFIGURATION, configuration.toString());
    return () -> putBack(before);
  }

  private static void putBack(@Nullable String configuration) {
    if (configuration == null) {
      System.clearProperty(CONFIGURATION);
    } else {
      System.setProperty(CONFIGURATION, configuration);
    }
  }

  private interface Action {
    void run() throws InterruptedException;
  }

  // The KDC makes itself that of its JVM, whoever else is in use here.
  private static void keepingTheConfiguration(Action action) throws InterruptedException {
    @Nullable String before = System.getProperty(CONFIGURATION);
    try {
      action.run();
    } finally {
      putBack(before);
    }
  }

  /**
   * Returns a JAAS section for a server that authenticates clients by Kerberos.
   *
   * @param principal the server's, without the realm
   * @param keytab holds its key
   */
  public static String serverSection(String principal, Path keytab) {
    return """
        Server {
          com.sun.security.auth.module.Krb5LoginModule required
            useKeyTab=true storeKey=true doNotPrompt=true useTicketCache=false isInitiator=false
            keyTab="%s" principal="%s@%s";
        };
        """
        .formatted(keytab.toString().replace('\\', '/'), principal, REALM);
  }

  /** Stops the KDC and deletes its files. Idempotent. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      keepingTheConfiguration(() -> call("stop"));
      Await.reaches(LIMIT, () -> threads.activeCount() == 0);
    } catch (InterruptedException interrupted) {
      // It stops all the same, only nobody waits for it.
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(this);
    directory.close();
  }

  @Override
  public String toString() {
    return "EmbeddedKdc[" + REALM + " at localhost:" + port + "]";
  }

  private void call(String method) throws InterruptedException {
    call(method, new Class<?>[0]);
  }

  private void set(String method, Class<?> type, Object value) throws InterruptedException {
    call(method, new Class<?>[] {type}, value);
  }

  private void call(String method, Class<?>[] types, @Nullable Object... values)
      throws InterruptedException {
    within(() -> kdc.getClass().getMethod(method, types).invoke(kdc, values));
  }

  private void within(Callable<@Nullable Object> action) throws InterruptedException {
    FutureTask<@Nullable Object> task = new FutureTask<>(action);
    Thread thread = new Thread(threads, task, "zk-embedded-kdc-control");
    thread.setDaemon(true);
    thread.setContextClassLoader(classes.loader());
    thread.start();
    try {
      task.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new IllegalStateException("the KDC hangs", late);
    } catch (ExecutionException failure) {
      Throwable cause = failure.getCause();
      Throwable reason = cause instanceof InvocationTargetException ? cause.getCause() : cause;
      throw new IllegalStateException("the KDC failed: " + reason, reason);
    }
  }
}
