package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LeakCheckTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void threadLeftBehindIsNamed() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    LeakCheck check = LeakCheck.begin(SHORT);
    Thread stray = Thread.ofPlatform().name("stray").start(() -> await(end));

    AssertionError failure = assertThrows(AssertionError.class, check::close);

    assertTrue(failure.toString().contains("thread \"stray\""), failure.getMessage());
    end.countDown();
    stray.join();
  }

  @Test
  void virtualThreadLeftBehindIsNamed() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    LeakCheck check = LeakCheck.begin(SHORT);
    Thread stray = Thread.ofVirtual().name("stray \"v\"").start(() -> await(end));

    AssertionError failure = assertThrows(AssertionError.class, check::close);

    assertTrue(failure.toString().contains("virtual thread \"stray"), failure.getMessage());
    end.countDown();
    stray.join();
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists a process's sockets")
  void socketLeftBehindIsFound() throws Exception {
    LeakCheck check = LeakCheck.begin(SHORT);
    try (ServerSocket stray = new ServerSocket(0);
        SocketChannel unconnected = SocketChannel.open()) {
      assertTrue(stray.isBound() && unconnected.isOpen());

      AssertionError failure = assertThrows(AssertionError.class, check::close);

      assertTrue(
          failure.toString().matches(".*left behind: socket.*, socket.*"), failure.getMessage());
    }
  }

  @Test
  void virtualThreadsThatWaitForASocketBringNoPollersToLight() throws Exception {
    LeakCheck check = LeakCheck.begin();
    try (ServerSocket server = new ServerSocket(0);
        Socket client = new Socket("127.0.0.1", server.getLocalPort())) {
      Thread reader = Thread.ofVirtual().start(() -> readToTheEnd(client));
      Await.until(LONG, () -> reader.getState() == Thread.State.WAITING);
      server.accept().close();
      reader.join();
    }

    assertDoesNotThrow(check::close);
  }

  private static void readToTheEnd(Socket socket) {
    try {
      socket.getInputStream().readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void whatIsOnItsWayOutIsWaitedFor() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    LeakCheck check = LeakCheck.begin();
    Thread leaving = Thread.ofPlatform().name("leaving").start(() -> await(end));

    end.countDown();

    assertDoesNotThrow(check::close);
    assertFalse(leaving.isAlive());
  }

  @Test
  void whatWasThereBeforeMayStay() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread resident = Thread.ofPlatform().name("resident").start(() -> await(end));
    try (ServerSocket open = new ServerSocket(0)) {
      LeakCheck check = LeakCheck.begin(SHORT);

      assertDoesNotThrow(check::close);
      assertTrue(open.isBound());
    }
    end.countDown();
    resident.join();
  }

  @Test
  void toolThatLooksAtThisJvmDoesNotCount() throws Exception {
    LeakCheck check = LeakCheck.begin(SHORT);

    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(ProcessHandle.current().pid()),
                "VM.version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, tool.waitFor());

    assertDoesNotThrow(check::close);
  }

  @Test
  void whatBelongsToAnEmbeddedServerDoesNotCount() throws Exception {
    LeakCheck check = LeakCheck.begin(SHORT);
    try (EmbeddedServer server = EmbeddedServer.run()) {
      assertDoesNotThrow(check::close);
      Await.until("the server to serve", Duration.ofSeconds(10), server::isReady);
    }
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux lists a process's sockets")
  void clientsEndOfAConnectionToAnEmbeddedServerCounts() throws Exception {
    LeakCheck check = LeakCheck.begin(SHORT);
    try (EmbeddedServer server = EmbeddedServer.run();
        Socket stray = new Socket("127.0.0.1", server.port())) {
      AssertionError failure = assertThrows(AssertionError.class, check::close);

      String end = "socket from port " + stray.getLocalPort() + " to port " + server.port();
      assertEquals("left behind: " + end, failure.getMessage());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
