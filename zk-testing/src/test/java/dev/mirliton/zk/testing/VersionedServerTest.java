package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.WireSession.CreateFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers of other versions than that of this JVM. */
class VersionedServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static String ask(ServerProcess server, String word) throws IOException {
    return FourLetterWord.ask(server.address(), word, LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.3.6", "3.4.14", "3.5.10"})
  void ensembleOfAnyAgeFollowsItsLeader(String version) throws Exception {
    try (Ensemble ensemble =
        Ensemble.with()
            .participants(2)
            .observers(1)
            .like(ServerProcess.with().version(version))
            .run()) {
      ServerProcess observer = ensemble.observers().get(0);
      try (WireSession session = WireSession.open(observer.address(), LIMIT, LIMIT)) {
        assertEquals(WireSession.OK, session.create("/kept", CreateFlag.PERSISTENT));
      }

      try (WireSession session = WireSession.open(ensemble.leader().address(), LIMIT, LIMIT)) {
        assertTrue(session.children("/").contains("kept"));
      }
      assertTrue(ask(observer, "srvr").contains("version: " + version), version);
      assertTrue(ask(observer, "srvr").contains("Mode: observer"), version);
    }
  }

  @Test
  void serverThatChangesItsVersionKeepsItsData() throws Exception {
    // A server since 3.5 is suspicious of young data of an older one (ZOOKEEPER-3056).
    ServerSetup setup =
        ServerProcess.with()
            .version("3.4.14")
            .systemProperty("zookeeper.snapshot.trust.empty", "true");
    try (ServerProcess server = setup.run()) {
      try (WireSession session = WireSession.open(server.address(), LIMIT, LIMIT)) {
        assertEquals(WireSession.OK, session.create("/kept", CreateFlag.PERSISTENT));
      }
      int port = server.port();

      server.changeVersion("3.5.10");
      assertTrue(ask(server, "srvr").contains("version: 3.4.14"), "until the next start");
      server.restart();

      assertTrue(ask(server, "srvr").contains("version: 3.5.10"));
      assertEquals(port, server.port());
      try (WireSession session = WireSession.open(server.address(), LIMIT, LIMIT)) {
        assertTrue(session.children("/").contains("kept"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.3.6", "3.4.14", "3.5.10"})
  void serverOfAnyAgeWritesALog(String version) throws Exception {
    try (ServerProcess server = ServerProcess.with().version(version).run()) {
      assertTrue(Files.readString(server.log()).contains("INFO"));
    }
  }
}
