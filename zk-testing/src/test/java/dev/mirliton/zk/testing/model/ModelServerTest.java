package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FourLetterWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final ModelOptions OPTIONS =
      ModelOptions.DEFAULT
          .withSessionTimeouts(Duration.ofMillis(200), Duration.ofMinutes(1))
          .withExtendedTypes();

  @Test
  void isReadyOnceItRuns() throws Exception {
    try (ModelServer server = ModelServer.run()) {
      assertTrue(server.isReady());
      assertEquals("imok", FourLetterWord.ask(server.address(), "ruok", LIMIT));
    }
  }

  @Test
  void sameRequestsHaveTheSameAnswersByASocketAndWithoutOne() throws Exception {
    try (ModelServer server = ModelServer.run(OPTIONS)) {
      Player bySocket = new Player(Side.at(server.address()), "/round");
      Player without = new Player(Side.model(OPTIONS, new SplittableRandom(1)), "/round");

      for (Operation operation : new OperationGenerator(5).round(1000)) {
        assertEquals(without.play(operation), bySocket.play(operation), operation::toString);
      }
      bySocket.close();
    }
  }

  @Test
  void dataAndSessionsOutliveARestartOnTheSamePort() throws Exception {
    try (ModelServer server = ModelServer.run(OPTIONS)) {
      int port = server.port();
      Player player = new Player(Side.at(server.address()), "/round");
      Operation connect = new Operation.Connect(0, Operation.Manner.PROPER);
      List<Operation> round = new OperationGenerator(5).round(20);
      List<String> before = new ArrayList<>(player.play(connect));
      round.subList(1, 8).forEach(player::play);

      server.restart();

      assertEquals(port, server.port());
      List<String> after = player.play(connect);
      assertEquals(before.get(0), after.get(0));
      assertEquals("former connection closed", after.get(1));
      player.close();
    }
  }

  @Test
  void silentSessionEnds() throws Exception {
    try (ModelServer server =
        ModelServer.run(
            OPTIONS
                .withTick(Duration.ofMillis(50))
                .withSessionTimeouts(Duration.ofMillis(100), Duration.ofMillis(100)))) {
      Player player = new Player(Side.at(server.address()), "/round");
      player.play(new Operation.Connect(0, Operation.Manner.PROPER));

      Await.until(
          "the session to end",
          LIMIT,
          () ->
              FourLetterWord.ask(server.address(), "mntr", LIMIT)
                  .contains("zk_global_sessions\t0\n"));
      player.close();
    }
  }

  @Test
  void stoppedServerIsNotReadyAndClosedOneDoesNotStart() throws Exception {
    ModelServer server = ModelServer.run();
    server.stop();
    server.stop();
    assertFalse(server.isReady());
    server.start();
    assertTrue(server.isReady());

    server.close();
    server.close();

    assertFalse(server.isReady());
    assertThrows(IllegalStateException.class, server::start);
  }
}
