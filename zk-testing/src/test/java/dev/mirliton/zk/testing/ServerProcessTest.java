package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.WireSession.CreateFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void killedServerComesBackWithItsPortAndData() throws Exception {
    try (ServerProcess server = ServerProcess.run()) {
      int port = server.port();
      try (WireSession session = WireSession.open(server.address(), LIMIT, LIMIT)) {
        session.create("/kept", CreateFlag.PERSISTENT);

        server.kill();

        assertFalse(server.isAlive());
        assertThrows(IOException.class, () -> session.create("/late", CreateFlag.PERSISTENT));
      }

      server.start();

      assertEquals(port, server.port());
      try (WireSession session = WireSession.open(server.address(), LIMIT, LIMIT)) {
        assertEquals(WireSession.NODE_EXISTS, session.create("/kept", CreateFlag.PERSISTENT));
      }
    }
  }

  @Test
  void frozenServerSaysNothingUntilItIsThawed() throws Exception {
    try (ServerProcess server = ServerProcess.run()) {
      server.freeze();
      assertFalse(server.isReady());
      assertTrue(server.isAlive());

      server.thaw();

      Await.until(LIMIT, server::isReady);
    }
  }

  @Test
  void frozenServerCanBeStopped() throws Exception {
    try (ServerProcess server = ServerProcess.run()) {
      server.freeze();

      server.stop();

      assertFalse(server.isAlive());
    }
  }

  @Test
  void settingsAndSystemPropertiesReachTheServer() throws Exception {
    try (ServerProcess server =
        ServerProcess.with()
            .setting("maxSessionTimeout", "3000")
            .systemProperty("user.home", "/plum")
            .run()) {
      String configuration = FourLetterWord.ask(server.address(), "conf", LIMIT);
      String environment = FourLetterWord.ask(server.address(), "envi", LIMIT);

      assertTrue(configuration.contains("maxSessionTimeout=3000"), configuration);
      assertTrue(environment.contains("user.home=/plum"), environment);
      assertTrue(Files.readString(server.log()).contains("maxSessionTimeout"));
    }
  }

  @Test
  void serverThatCannotStartSaysWhy() {
    ServerSetup wrong = ServerProcess.with().setting("tickTime", "soon");

    IllegalStateException failure = assertThrows(IllegalStateException.class, wrong::run);

    assertTrue(failure.toString().contains("did not start"), failure.getMessage());
    assertTrue(failure.toString().contains("soon"), failure.getMessage());
  }

  @Test
  void closedServerIsDeadAndItsFilesAreGone() throws Exception {
    ServerProcess server = ServerProcess.run();

    server.close();

    assertFalse(server.isAlive());
    assertFalse(Files.exists(server.directory()));
    assertThrows(IllegalStateException.class, server::start);
  }
}
