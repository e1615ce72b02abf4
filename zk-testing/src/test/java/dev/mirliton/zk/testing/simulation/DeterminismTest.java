package dev.mirliton.zk.testing.simulation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.Promise;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A seed is a run, whatever carries its threads: what handlers, sockets and proxies do, with waits
 * that every kind of simulated thread has.
 */
class DeterminismTest {
  private static final Duration LIMIT = Duration.ofHours(1);
  private static final long SEEDS = 12;

  /** What is run. */
  enum Work implements Scenario {
    SOCKETS {
      @Override
      public void run(Simulation simulation) throws Exception {
        try (ServerSocket server = echo(simulation)) {
          List<Thread> callers = new ArrayList<>();
          for (int i = 0; i < 5; i++) {
            int caller = i;
            callers.add(
                simulation.startThread(
                    "caller", () -> converse(simulation, server.getLocalPort(), caller)));
          }
          for (Thread caller : callers) {
            simulation.join(caller);
          }
        }
      }
    },

    PROXY {
      @Override
      public void run(Simulation simulation) throws Exception {
        try (ServerSocket server = echo(simulation);
            FaultProxy proxy = FaultProxy.to((InetSocketAddress) server.getLocalSocketAddress())) {
          proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(30));
          converse(simulation, proxy.port(), 1);
          proxy.tear(Direction.TO_SERVER);
          converse(simulation, proxy.port(), 2);
          proxy.stall(Direction.TO_SERVER);
          try (Socket silent = open(proxy.port())) {
            silent.getOutputStream().write(1);
            silent.setSoTimeout(500);
            assertThrows(SocketTimeoutException.class, () -> silent.getInputStream().read());
            proxy.heal();
            silent.setSoTimeout(0);
            assertEquals(1, silent.getInputStream().read());
            open(proxy.port());
            open(proxy.port());
            simulation.pause(Duration.ofSeconds(1));
            proxy.cut();
            assertEquals(-1, silent.getInputStream().read());
          }
        }
      }
    },

    HANDLER {
      @Override
      public void run(Simulation simulation) throws Exception {
        Handler handler = handler();
        CallbackQueue queue = handler.callbackQueue("events");
        List<Promise<Integer>> results = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          int number = i;
          Promise<Integer> result = new Promise<>(queue);
          results.add(result);
          result.link(same -> simulation.note("told " + same.value()));
          handler.schedule(
              Duration.ofMillis(handler.random().nextInt(20)), () -> result.complete(number));
        }
        AsyncResult<Void> sleeper = handler.spawn("sleeper", () -> sleep(simulation));
        AsyncResult<Void> other = handler.spawn("other", () -> sleep(simulation));
        for (Promise<Integer> result : results) {
          result.get(LIMIT);
        }
        simulation.note("found " + handler.resolve("zk1").get(LIMIT));
        sleeper.cancel();
        assertThrows(CancellationException.class, () -> sleeper.get(LIMIT));
        assertTrue(!other.isReady());
        for (int i = 0; i < 3000; i++) {
          queue.execute(() -> simulation.note("ran"));
        }
        handler.close();
        assertTrue(other.isReady());
      }
    },

    LINKS {
      @Override
      public void run(Simulation simulation) throws Exception {
        try (ServerSocket server = echo(simulation);
            Handler handler = handler()) {
          List<AsyncResult<Void>> callers = new ArrayList<>();
          for (int i = 0; i < 4; i++) {
            int caller = i;
            callers.add(
                handler.spawn(
                    "caller",
                    () -> {
                      for (int question = 0; question < 10; question++) {
                        ask(handler, server, caller * 10 + question);
                      }
                    }));
          }
          for (AsyncResult<Void> caller : callers) {
            caller.get(LIMIT);
          }
        }
      }
    };

    private static Handler handler() {
      return new SimulatedHandlerProvider().create(HandlerOptions.DEFAULT);
    }

    private static void sleep(Simulation simulation) {
      try {
        simulation.pause(Duration.ofDays(1));
      } catch (InterruptedException stop) {
        simulation.note("interrupted");
      }
    }

    private static ServerSocket echo(Simulation simulation) throws IOException {
      ServerSocket server = simulation.serverSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      simulation.startThread("accept", () -> accept(simulation, server));
      return server;
    }

    private static void accept(Simulation simulation, ServerSocket server) {
      try {
        while (true) {
          Socket peer = server.accept();
          simulation.startThread("echo", () -> echo(peer));
        }
      } catch (IOException closed) {
        simulation.note("closed");
      }
    }

    private static void echo(Socket peer) {
      byte[] buffer = new byte[100];
      try (peer) {
        for (int count = peer.getInputStream().read(buffer);
            count >= 0;
            count = peer.getInputStream().read(buffer)) {
          peer.getOutputStream().write(buffer, 0, count);
        }
      } catch (IOException lost) {
        assertNotNull(lost.getMessage());
      }
    }

    private static Socket open(int port) throws IOException {
      Socket socket = World.current().socket();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return socket;
    }

    private static void converse(Simulation simulation, int port, int caller) {
      try (Socket socket = open(port)) {
        for (int i = 1; i <= 5; i++) {
          byte[] words = new byte[i * i * 10];
          java.util.Arrays.fill(words, (byte) caller);
          socket.getOutputStream().write(words);
          assertArrayEquals(words, socket.getInputStream().readNBytes(words.length));
          simulation.note(caller + " heard " + words.length);
        }
      } catch (IOException failure) {
        throw new AssertionError(failure);
      }
    }

    /** Asks by a link of its own; the answer is the question. */
    private static void ask(Handler handler, ServerSocket server, int question) {
      Promise<Integer> answer = new Promise<>(handler.callbackQueue("answers"));
      Link link =
          handler.connect(
              Endpoint.plain((InetSocketAddress) server.getLocalSocketAddress()),
              LIMIT,
              new Asker(question, answer));
      try {
        assertEquals(question, answer.get(LIMIT));
      } catch (InterruptedException | java.util.concurrent.TimeoutException failure) {
        throw new AssertionError(failure);
      }
      link.close();
    }
  }

  /** Asks once it can. */
  private record Asker(int question, Promise<Integer> answer) implements LinkListener {
    @Override
    public void onOpen(Link link) {
      link.write(ByteBuffer.wrap(new byte[] {(byte) question}));
    }

    @Override
    public void onRead(ByteBuffer bytes) {
      answer.complete((int) bytes.get());
    }

    @Override
    public void onWritable() {}

    @Override
    public void onClosed(@Nullable IOException cause) {
      answer.fail(new IllegalStateException("closed", cause));
    }
  }

  private static Run.Outcome run(Work work, long seed, Coroutine.Kind kind) {
    Run.Outcome outcome =
        new Run(SimulationPlan.standard().coroutines(kind), seed, work).execute(List.of(), true);
    if (outcome.failure() != null) {
      throw new AssertionError(work + " with seed " + seed, outcome.failure());
    }
    return outcome;
  }

  private static Coroutine.Kind carried() {
    Coroutine.Kind kind = CarriedCoroutine.kind();
    assertNotNull(kind, "this JVM was not started with --add-opens");
    return kind;
  }

  @ParameterizedTest
  @EnumSource
  void aSeedIsOneRunForBothKindsOfThreads(Work work) {
    Set<Long> hashes = new HashSet<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      Run.Outcome first = run(work, seed, carried());
      Run.Outcome again = run(work, seed, carried());
      Run.Outcome turned = run(work, seed, TurnCoroutine.kind());

      assertEquals(first.steps(), again.steps(), "steps with seed " + seed);
      assertEquals(first.hash(), again.hash(), "with seed " + seed);
      assertEquals(first.steps(), turned.steps(), "steps of both kinds with seed " + seed);
      assertEquals(first.hash(), turned.hash(), "both kinds with seed " + seed);
      assertEquals(first.events(), turned.events());
      hashes.add(first.hash());
    }
    assertEquals(SEEDS, hashes.size(), "other seeds are other runs");
  }
}
