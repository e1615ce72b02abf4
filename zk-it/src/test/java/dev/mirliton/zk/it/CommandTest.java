package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.ServerVersion;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.SinceServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Asking a server about itself. */
@EveryHandler
class CommandTest extends ClientSuite {
  private static final Duration BRIEF = Duration.ofMillis(200);

  private static Hosts.Server at(FaultProxy proxy) {
    return Hosts.parse(proxy.connectString()).servers().get(0);
  }

  private static String causes(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause).append('\n');
    }
    return text.toString();
  }

  @Test
  void theConnectedServerTellsOfItself() throws Exception {
    ZkClient zk = connect();

    assertEquals("imok", zk.command("ruok"));
    assertTrue(zk.command("srvr").contains("Zookeeper version"));
  }

  /** 3.3 has neither of these words, and says nothing to them. */
  @Test
  @SinceServer("3.4")
  void wordsOfLaterServersAreAnsweredByThem() throws Exception {
    ZkClient zk = connect();

    assertTrue(zk.command("mntr").contains("zk_znode_count"));
    assertEquals("rw", zk.async().command("isro").get());
  }

  @Test
  void anyServerMayBeNamed() throws Exception {
    ZkClient zk = connect();
    try (FaultProxy proxy = FaultProxy.to(server)) {

      assertEquals("imok", zk.command("ruok", at(proxy)));
    }
  }

  @Test
  void theVersionIsTold() throws Exception {
    ServerVersion version = connect().serverVersion();

    assertTrue(version.isAtLeast(3, 3, 0), version.toString());
    assertTrue(
        ask("srvr").contains(version.major() + "." + version.minor() + "." + version.patch()));
  }

  @Test
  void longAnswersAreWhole() throws Exception {
    ZkClient zk = connect();
    List<AsyncResult<?>> watches = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      watches.add(zk.async().existsAndWatch("/none" + "x".repeat(100) + i));
    }
    for (AsyncResult<?> watch : watches) {
      watch.get();
    }

    String paths = zk.command("wchp");

    assertTrue(paths.length() > 50_000, paths.length() + " characters");
    for (int i = 0; i < 500; i++) {
      assertTrue(paths.contains("x" + i + "\n"), "watch " + i);
    }
  }

  @Test
  void aWordThatTheServerDoesNotAnswerIsUnsupported() throws Exception {
    ZkClient zk = connect();

    UnsupportedException refused =
        assertThrows(UnsupportedException.class, () -> zk.command("nope"));

    String message = String.valueOf(refused.getMessage());
    assertEquals("command", refused.operation());
    assertTrue(message.contains("'nope'"), message);
    assertTrue(message.contains("4lw.commands.whitelist"), message);
    assertTrue(message.contains(server.connectString()), message);
    assertTrue(zk.exists("/").isPresent());
  }

  @Test
  void anEmptyAnswerIsAskedForAgain() throws Exception {
    ZkClient zk = connect();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.cutAfter(Direction.TO_CLIENT, 0);

      assertEquals("imok", zk.command("ruok", at(proxy)));
    }
  }

  @Test
  void whatIsNoWordIsNotSent() throws Exception {
    ZkClient zk = connect();

    for (String word : List.of("", "abc", "abcde", "RUOK", "a bc", "ru\nk", "ruoä")) {
      assertTrue(
          String.valueOf(
                  assertThrows(IllegalArgumentException.class, () -> zk.command(word)).getMessage())
              .contains("'" + word + "'"));
    }
  }

  @Test
  void aCommandWaitsForTheConnection() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();
      try (ZkClient zk = clients.start(options(proxy).build())) {
        AsyncResult<String> early = zk.async().command("ruok");
        proxy.heal();

        assertEquals("imok", early.get());
      }
    }
  }

  @Test
  void aCommandEndsWithItsDeadline() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server);
        ZkClient zk = connect(options(proxy))) {
      proxy.stall(Direction.TO_CLIENT);

      DeadlineExceededException silent =
          assertThrows(
              DeadlineExceededException.class, () -> zk.within(BRIEF).command("mntr", at(proxy)));
      proxy.heal();

      assertEquals("command", silent.operation());
      assertEquals("imok", zk.command("ruok"));
    }
  }

  @Test
  void aServerThatCannotBeReachedIsNamed() throws Exception {
    ZkClient zk = connect();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.refuse();

      ConnectionLossException lost =
          assertThrows(ConnectionLossException.class, () -> zk.command("ruok", at(proxy)));

      assertEquals(Fate.NOT_SENT, lost.fate());
      String cause = causes(lost);
      assertTrue(cause.contains(proxy.connectString()), cause);
    }
  }

  @Test
  void aNameWithoutAnAddressIsNamed() throws Exception {
    ZkClient zk = connect();

    ConnectionLossException lost =
        assertThrows(
            ConnectionLossException.class,
            () -> zk.command("ruok", new Hosts.Server("no-such-host.invalid", 2181)));

    String cause = causes(lost);
    assertTrue(cause.contains("no-such-host.invalid"), cause);
  }

  @Test
  void anAnswerThatBreaksOffIsNone() throws Exception {
    ZkClient zk = connect();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<String> half = zk.async().command("mntr", at(proxy));
      half.await(BRIEF);

      proxy.reset();
      proxy.heal();

      assertTrue(half.await(LIMIT));
      ConnectionLossException lost =
          assertInstanceOf(ConnectionLossException.class, half.exception());
      assertEquals("command", lost.operation());
    }
  }

  @Test
  void closingTheClientEndsItsCommands() throws Exception {
    try (FaultProxy proxy = FaultProxy.to(server)) {
      AsyncResult<String> silent;
      try (ZkClient zk = connect()) {
        proxy.stall(Direction.TO_CLIENT);
        silent = zk.async().command("mntr", at(proxy));
        silent.await(BRIEF);
      }

      assertInstanceOf(ClientClosedException.class, silent.exception());
    }
  }

  @Test
  void aClosedClientAsksNobody() throws Exception {
    ZkClient zk = connect();
    zk.close();

    assertThrows(ClientClosedException.class, () -> zk.command("ruok"));
    assertThrows(ClientClosedException.class, zk::serverVersion);
  }

  @Test
  void aCommandMayBeCancelled() throws Exception {
    ZkClient zk = connect();
    try (FaultProxy proxy = FaultProxy.to(server)) {
      proxy.stall(Direction.TO_CLIENT);
      AsyncResult<String> silent = zk.async().command("mntr", at(proxy));

      assertTrue(silent.cancel());

      assertThrows(CancellationException.class, silent::get);
    }
    assertEquals("imok", zk.command("ruok"));
  }

  @Test
  void commandsWorkInCallbacks() throws Exception {
    ZkClient zk = connect();
    Told<String> told = new Told<>();
    Told<StateChange> changes = Told.by(zk);

    zk.async()
        .exists("/")
        .link(
            done -> {
              try {
                told.add(zk.command("ruok"));
              } catch (InterruptedException stop) {
                told.add("interrupted");
              }
            });

    assertEquals("imok", told.next());
    assertEquals(List.of(), changes.rest());
  }
}
