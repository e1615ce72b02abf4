package dev.mirliton.zk.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.ClientObserver;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.SlowCallback;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the log tells, and what it never tells. */
@EveryHandler
@Tag("any-server")
@RealWorld("simulated threads log nothing")
class LogTest extends ClientSuite {
  private static final String SECRET = "swordfish-4711";

  /** What depends on the run: sessions, ports, times, and a handler's word for a broken line. */
  private static String masked(String line) {
    return line.replaceAll("0x[0-9a-f]+", "S")
        .replaceAll("127\\.0\\.0\\.1:\\d+", "SERVER")
        .replaceAll("\\d+(\\.\\d+)? (ms|s|min)\\b", "TIME")
        .replaceAll("\\d+ attempts?", "N attempts")
        .replaceAll("(lost SERVER after TIME: ).*", "$1CAUSE");
  }

  private static List<String> story(LogCapture log) {
    return log
        .lines("dev.mirliton.zk.connection", "dev.mirliton.zk.session", "dev.mirliton.zk.watch")
        .stream()
        .map(LogTest::masked)
        .toList();
  }

  @Test
  void outageIsAStoryAtInfo() throws Exception {
    try (LogCapture log = new LogCapture(Level.INFO);
        FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk = connect(options(proxy).authenticate(Authentication.digest("ann", SECRET)));
      Told<StateChange> changes = Told.by(zk);
      zk.create("/a", NOTHING);
      zk.getAndWatch("/a");
      zk.watch("/a", WatchMode.PERSISTENT);

      proxy.refuse();
      proxy.cut();
      Told.await(changes, ConnectionState.SUSPENDED);
      Await.until("a failed attempt", LIMIT, () -> log.everything().contains("no connection to"));
      proxy.heal();
      Told.await(changes, ConnectionState.CONNECTED);
      Await.until("watches", LIMIT, () -> log.everything().contains("watches set again"));

      Sessions.expire(zk, server);
      Told.await(changes, ConnectionState.LOST);
      Told.await(changes, ConnectionState.CONNECTED);
      zk.close();

      List<String> expected =
          List.of(
              "INFO session S: opened by SERVER, timeout TIME",
              "INFO session S: digest credentials accepted",
              "INFO session S: connected to SERVER",
              "INFO session S: lost SERVER after TIME: CAUSE",
              "INFO session S: no connection to SERVER: Connection refused",
              "INFO session S: accepted again by SERVER, timeout TIME",
              "INFO session S: digest credentials accepted",
              "INFO session S: connected to SERVER again, after TIME without a server and N"
                  + " attempts",
              "INFO session S: 2 watches set again",
              "INFO session S: lost SERVER after TIME: CAUSE",
              "WARN session S: expired, and all that belonged to it is gone: the server said so",
              "INFO session S: opened by SERVER, timeout TIME, in place of session S",
              "INFO session S: digest credentials accepted",
              "INFO session S: connected to SERVER again, after TIME without a server and N"
                  + " attempts",
              "INFO session S: closed");
      assertEquals(String.join("\n", expected), String.join("\n", story(log)));
    }
  }

  @Test
  void noSecretIsLoggedAtAnyLevel() throws Exception {
    List<byte[]> secrets = new ArrayList<>();
    secrets.add(bytes(SECRET));
    String text;
    try (LogCapture log = new LogCapture(Level.TRACE);
        FaultProxy proxy = FaultProxy.to(server)) {
      ZkClient zk =
          connect(
              options(proxy)
                  .authenticate(Authentication.digest("ann", SECRET))
                  .observer(new Observations()));
      secrets.add(session(zk).password());
      Told<StateChange> changes = Told.by(zk);
      Told<WatchEvent> events = new Told<>();
      zk.create("/a", bytes(SECRET), CreateOptions.EPHEMERAL);
      zk.get("/a");
      zk.watch("/a", WatchMode.PERSISTENT, events::add);
      zk.set("/a", bytes(SECRET + "2"));
      events.next();
      zk.transact(Op.set("/a", bytes(SECRET + "3"), Version.ANY));
      zk.async().authenticate(Authentication.digest("bob", SECRET)).get();
      zk.async()
          .get("/a")
          .thenAccept(
              node -> {
                throw new IllegalStateException("a callback that throws on purpose");
              });
      proxy.blackhole(Direction.TO_CLIENT);
      var lost = zk.async().set("/a", bytes(SECRET + "4"));
      lost.await(Duration.ofMillis(50));
      proxy.refuse();
      proxy.reset();
      lost.await(LIMIT);
      Told.await(changes, ConnectionState.SUSPENDED);
      proxy.heal();
      Told.await(changes, ConnectionState.CONNECTED);
      secrets.add(session(zk).password());
      Sessions.expire(zk, server);
      Told.await(changes, ConnectionState.LOST);
      Told.await(changes, ConnectionState.CONNECTED);
      secrets.add(session(zk).password());
      zk.create("/b", bytes(SECRET));
      ZkClient refused =
          clients.start(
              options().authenticate(new Authentication("nonsense", bytes(SECRET))).build());
      Told.await(Told.by(refused), ConnectionState.LOST);
      zk.close();
      Await.until(LIMIT, () -> log.everything().contains("create /b"));
      text = log.everything();
    }

    assertTrue(text.contains("set /a"), "requests are there");
    assertTrue(text.contains("DataChanged /a"), "watch events are there");
    assertTrue(text.contains("credentials refused"), "refusals are there");
    for (byte[] secret : secrets) {
      for (String form : forms(secret)) {
        assertFalse(text.contains(form), () -> "a secret was logged as " + form);
      }
    }
  }

  /** Returns what a secret looks like in a careless line. */
  private static List<String> forms(byte[] secret) {
    String array = Arrays.toString(secret);
    return List.of(
        new String(secret, UTF_8),
        new String(secret, ISO_8859_1),
        array.substring(1, array.length() - 1),
        HexFormat.of().formatHex(secret),
        HexFormat.of().withUpperCase().formatHex(secret),
        Base64.getEncoder().withoutPadding().encodeToString(secret));
  }

  private static ZkSession session(ZkClient zk) {
    return Objects.requireNonNull(zk.session(), "a session");
  }

  @Test
  void stuckListenerIsNamedWithWhereItIs() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (LogCapture log = new LogCapture(Level.INFO)) {
      ZkClient zk = connect(options().sessionTimeout(Duration.ofSeconds(3)));
      zk.existsAndWatch("/a", event -> loiter(release));
      zk.existsAndWatch("/b", event -> {});
      zk.create("/a", NOTHING);
      zk.create("/b", NOTHING);

      Await.until("a warning", LIMIT, () -> !warnings(log).isEmpty());

      String warning = warnings(log).get(0);
      assertTrue(
          warning.matches(
              "WARN session 0x[0-9a-f]+: a callback has been running on queue events for"
                  + " [0-9.]+ m?s, 1 wait behind it: dev.mirliton.zk.it.LogTest\\$\\$Lambda, told"
                  + " of Created\\[path=/a] \\(docs/errors.md#slow-callback\\)"),
          warning);
      assertTrue(log.everything().contains("LogTest.loiter("), log::everything);
      release.countDown();
      Await.until("its end", LIMIT, () -> log.everything().contains("a callback ran on queue"));
      zk.close();
    } finally {
      release.countDown();
    }
  }

  private static List<String> warnings(LogCapture log) {
    return log.lines("dev.mirliton.zk.callback");
  }

  private static void loiter(CountDownLatch release) {
    try {
      assertTrue(release.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void manySlowCallbacksAreOneLine() throws Exception {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      Observations observer = new Observations();
      ZkClient zk = connect(options().slowCallback(Duration.ofNanos(1)).observer(observer));
      for (int i = 0; i < 50; i++) {
        zk.async().exists("/").link(ready -> {});
      }
      observer.await(SlowCallback.class, 50);

      assertEquals(1, warnings(log).size(), () -> warnings(log).toString());
      zk.close();
    }
  }

  @Test
  void observerThatThrowsIsLoggedOnce() throws Exception {
    try (LogCapture log = new LogCapture(Level.INFO)) {
      Observations observer = new Observations();
      ZkClient zk =
          connect(
              options()
                  .observer(
                      new ClientObserver() {
                        @Override
                        public void onRequest(RequestReport request) {
                          throw new IllegalStateException("an observer that throws on purpose");
                        }
                      })
                  .observer(observer));
      for (int i = 0; i < 5; i++) {
        zk.exists("/");
      }
      Await.until(LIMIT, () -> observer.requests("exists").size() == 5);

      assertEquals(1, warnings(log).size(), () -> warnings(log).toString());
      assertTrue(warnings(log).get(0).startsWith("ERROR session 0x"), warnings(log).get(0));
      zk.close();
    }
  }
}
