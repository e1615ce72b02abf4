package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.SaslOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.EmbeddedKdc;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.ServerProcess;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Tickets that are good for seconds. */
@EveryHandler
@Tag("no-server") // whatever the version under test: it has its own
@RealWorld("a KDC and SASL are not simulated")
class TicketRenewalTest extends ClientSuite {
  private static final Duration TICKETS = Duration.ofSeconds(4);

  private static EmbeddedKdc kdc;
  private static ServerProcess kerberized;

  private final Log log = new Log();
  private FaultProxy toKdc;
  private Registration here;
  private SaslOptions app;
  private Identity name;

  /** What the client has logged. */
  private static final class Log extends AppenderBase<ILoggingEvent> {
    final List<ILoggingEvent> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent line) {
      lines.add(line);
    }

    long count(Level level, String text) {
      return lines.stream()
          .filter(line -> line.getLevel() == level && line.getFormattedMessage().contains(text))
          .count();
    }

    long logins() {
      return count(Level.INFO, "Kerberos login of");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    kdc = EmbeddedKdc.run();
    Path keytab = kdc.keytab("zookeeper/localhost");
    kerberized =
        ServerProcess.with()
            .sasl(EmbeddedKdc.serverSection("zookeeper/localhost", keytab))
            .systemProperty("java.security.krb5.conf", kdc.configuration().toString())
            .run();
  }

  @AfterAll
  static void stop() {
    kerberized.close();
    kdc.close();
  }

  @BeforeEach
  void prepare() throws Exception {
    String principal = "app-" + System.nanoTime(); // a login that no test has made before
    toKdc = FaultProxy.to(new InetSocketAddress("127.0.0.1", kdc.port()));
    here = EmbeddedKdc.useHere(kdc.configuration(toKdc.port(), TICKETS));
    app = SaslOptions.kerberos(principal, kdc.keytab(principal));
    name = new Identity("sasl", principal + "@" + EmbeddedKdc.REALM);
    log.start();
    clientLogger().addAppender(log);
  }

  @AfterEach
  void tidy() {
    clientLogger().detachAppender(log);
    here.close();
    toKdc.close();
  }

  private static Logger clientLogger() {
    return (Logger) LoggerFactory.getLogger("dev.mirliton.zk.client");
  }

  private ZkClient asApp() throws InterruptedException {
    return connect(ZkOptions.to("localhost:" + kerberized.port()).handler(handler).sasl(app));
  }

  @Test
  void ticketIsRenewedInTimeOnceForAllClients() throws Exception {
    ZkClient one = asApp();
    ZkClient two = asApp();
    assertEquals(1, log.logins());

    Await.until("a renewal", LIMIT, () -> log.logins() >= 2);
    Await.until("another", LIMIT, () -> log.logins() >= 3);

    assertEquals(0, log.count(Level.WARN, "was not renewed"));
    for (ZkClient each : List.of(one, two)) {
      Sessions.disconnect(each, kerberized);
      assertTrue(each.whoAmI().contains(name));
    }
  }

  @Test
  void renewalThatFailsIsTriedAgainAndConnectionsGoOn() throws Exception {
    ZkClient zk = asApp();
    toKdc.refuse();

    Await.until("a warning", LIMIT, () -> log.count(Level.WARN, "was not renewed") > 0);

    assertTrue(zk.whoAmI().contains(name));
    long before = log.logins();
    toKdc.heal();
    Await.until("a renewal", LIMIT, () -> log.logins() > before);
    Sessions.disconnect(zk, kerberized);
    assertTrue(zk.whoAmI().contains(name));
  }

  @Test
  void closedClientRenewsNothing() throws Exception {
    ZkClient zk = asApp();

    zk.close();

    assertEquals(1, log.logins()); // and the check for leaks finds neither timer nor task
  }
}
