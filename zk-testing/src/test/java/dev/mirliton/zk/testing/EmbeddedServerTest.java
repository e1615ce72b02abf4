package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.WireSession.CreateFlag;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void isReadyOnceItRuns() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.run()) {
      Await.until("the server to serve", LIMIT, server::isReady);
      assertEquals("127.0.0.1:" + server.port(), server.connectString());
    }
  }

  @Test
  void answersEveryFourLetterWord() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.run()) {
      String answer = FourLetterWord.ask(server.address(), "mntr", LIMIT);

      assertTrue(answer.contains("zk_znode_count"), answer);
    }
  }

  @Test
  void dataAndSessionsOutliveARestartOnTheSamePort() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.run()) {
      int port = server.port();
      WireSession before = WireSession.open(server.address(), LIMIT, LIMIT);
      before.create("/kept", CreateFlag.EPHEMERAL);
      before.close();

      server.restart();

      assertEquals(port, server.port());
      try (WireSession after =
          WireSession.attach(server.address(), before.id(), before.password(), LIMIT, LIMIT)) {
        assertFalse(after.isRefused());
        assertEquals(List.of("kept", "zookeeper"), after.children("/").stream().sorted().toList());
      }
    }
  }

  @Test
  void stoppedServerIsNotReadyAndStartsAgain() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.run()) {
      server.stop();
      assertFalse(server.isReady());

      server.start();

      Await.until("the server to serve", LIMIT, server::isReady);
    }
  }

  @Test
  void closedServerLeavesNothing() throws Exception {
    EmbeddedServer.run().close(); // What the first server of a JVM leaves for good is there now.

    LeakCheck check = LeakCheck.begin();
    EmbeddedServer server = EmbeddedServer.run();
    server.close();

    check.close();
    Await.until( // not only this one's: those of other tests may be on their way out
        "the threads of stopped servers to end",
        LIMIT,
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(EmbeddedServerTest::isOfStoppedServer));
    assertThrows(IllegalStateException.class, server::start);
  }

  private static boolean isOfStoppedServer(Thread thread) {
    ThreadGroup group = thread.getThreadGroup();
    return group != null && group.getName().equals(ServerInstance.THREAD_GROUP);
  }

  @Test
  void sharesNoClassWithItsTest() throws Exception {
    Class<?> theirs = ServerClasses.ofThisJvm().named("org.slf4j.Logger");

    assertNotSame(org.slf4j.Logger.class, theirs);
  }

  @Test
  void twoServersStandSideBySide() throws Exception {
    try (EmbeddedServer one = EmbeddedServer.run();
        EmbeddedServer other = EmbeddedServer.run();
        WireSession onOne = WireSession.open(one.address(), LIMIT, LIMIT);
        WireSession onOther = WireSession.open(other.address(), LIMIT, LIMIT)) {
      onOne.create("/one", CreateFlag.PERSISTENT);

      assertNotEquals(one.port(), other.port());
      assertEquals(List.of("zookeeper"), onOther.children("/"));
    }
  }

  @Test
  void silentSessionExpiresSoonAfterItsTimeout() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.run();
        WireSession witness = WireSession.open(server.address(), LIMIT, LIMIT)) {
      WireSession silent = WireSession.open(server.address(), Duration.ofMillis(500), LIMIT);
      assertEquals(Duration.ofMillis(500), silent.timeout());
      silent.create("/mortal", CreateFlag.EPHEMERAL);
      assertTrue(witness.children("/").contains("mortal"));

      silent.close();

      Await.until(LIMIT, () -> !witness.children("/").contains("mortal"));
    }
  }

  @Test
  void emptiedContainerIsSwept() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.run();
        WireSession session = WireSession.open(server.address(), LIMIT, LIMIT)) {
      session.create("/container", CreateFlag.CONTAINER);
      session.create("/container/child", CreateFlag.PERSISTENT);
      session.delete("/container/child");

      Await.until(LIMIT, () -> !session.children("/").contains("container"));
    }
  }

  @Test
  void settingsAreNotLeftInSystemProperties() throws Exception {
    EmbeddedServer.run().close();

    Properties properties = System.getProperties();
    List<String> left =
        properties.stringPropertyNames().stream()
            .filter(name -> name.startsWith("zookeeper."))
            .toList();
    assertEquals(List.of("zookeeper.extendedTypesEnabled"), left);
  }
}
