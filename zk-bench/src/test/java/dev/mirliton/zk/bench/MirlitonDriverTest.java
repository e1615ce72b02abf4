package dev.mirliton.zk.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.spi.Parking;
import dev.mirliton.zk.spi.Promise;
import dev.mirliton.zk.spi.parts.SerialQueue;
import dev.mirliton.zk.spi.parts.ThreadParking;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a client whose answers come from another thread and whose callbacks run on a third. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class MirlitonDriverTest {
  private static final Duration LENGTH = Duration.ofMillis(50);
  private static final Node NODE = new Node(new byte[1], new Stat(1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1));

  private final ExecutorService reader = Executors.newSingleThreadExecutor();
  private final ExecutorService callbacks = Executors.newSingleThreadExecutor();
  private final SerialQueue events = new SerialQueue("events", callbacks, new ThreadParking());
  private final AtomicLong asked = new AtomicLong();

  @AfterEach
  void stopThreads() {
    reader.shutdownNow();
    callbacks.shutdownNow();
  }

  @Test
  void everyReadOfAPipelineIsCountedOnce() throws Exception {
    try (Driver driver = driver(read -> read.complete(NODE))) {
      Slice slice = driver.pipelined(16, LENGTH);

      assertTrue(slice.operations() > 16, () -> "hardly moved: " + slice);
      assertEquals(asked.get(), slice.operations());
    }
  }

  @Test
  void everyReadOfACrowdIsCountedOnce() throws Exception {
    try (Driver driver = driver(read -> read.complete(NODE))) {
      Slice slice = driver.crowded(16, LENGTH);

      assertTrue(slice.operations() > 16, () -> "hardly moved: " + slice);
      assertEquals(asked.get(), slice.operations());
    }
  }

  @Test
  void aFailedReadEndsThePipeline() throws Exception {
    IllegalStateException reason = new IllegalStateException("lost");
    try (Driver driver = driver(read -> read.fail(reason))) {
      Exception thrown =
          assertThrows(IllegalStateException.class, () -> driver.pipelined(16, LENGTH));

      assertSame(reason, thrown.getCause());
    }
  }

  private Driver driver(Consumer<Promise<Node>> answer) {
    AsyncZkClient async =
        fake(
            AsyncZkClient.class,
            (proxy, method, args) -> {
              assertEquals("get", method.getName());
              asked.incrementAndGet();
              Promise<Node> read = new Promise<>(events);
              reader.execute(() -> answer.accept(read));
              return read;
            });
    ZkClient client =
        fake(
            ZkClient.class,
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "async" -> async;
                  case "get" -> async.get((String) args[0]).get();
                  case "close" -> null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
    return new MirlitonDriver(client);
  }

  private static <T> T fake(Class<T> type, InvocationHandler answers) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, answers));
  }

  private static final class ThreadParking implements Parking {
    @Override
    public void park(Object blocker, long nanos) {
      LockSupport.parkNanos(blocker, nanos);
    }

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void unpark(Thread thread) {
      LockSupport.unpark(thread);
    }
  }
}
