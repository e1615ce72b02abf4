package dev.mirliton.zk.testing.simulation;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.contract.CallbackQueueContract;
import dev.mirliton.zk.testing.contract.ConversationContract;
import dev.mirliton.zk.testing.contract.HandlerCloseContract;
import dev.mirliton.zk.testing.contract.LinkContract;
import dev.mirliton.zk.testing.contract.LinkEndContract;
import dev.mirliton.zk.testing.contract.LinkWriteContract;
import dev.mirliton.zk.testing.contract.ResultContract;
import dev.mirliton.zk.testing.contract.StuckCloseContract;
import dev.mirliton.zk.testing.contract.TaskContract;
import dev.mirliton.zk.testing.contract.TimerContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The contract that every handler keeps, in simulated worlds. All of it, but for the part about
 * TLS, which the simulated network does not have, and for a timer that does not end: timers run
 * between two moments, one that waits is refused, and while one computes nothing else can close the
 * handler.
 */
@InSimulation(servers = 0)
class SimulatedHandlerTest
    implements CallbackQueueContract,
        ResultContract,
        TimerContract,
        TaskContract,
        LinkContract,
        LinkWriteContract,
        LinkEndContract,
        ConversationContract,
        HandlerCloseContract,
        StuckCloseContract {

  @Override
  public HandlerProvider provider() {
    return new SimulatedHandlerProvider();
  }

  /** Chance may let a callback's thread wait for a second each time that it could go on. */
  @Override
  public HandlerOptions options() {
    return StuckCloseContract.super.options().closePatience(Duration.ofMinutes(10));
  }

  @Override
  public void aTimerThatIgnoresInterruptsIsGivenUp() {}

  @Test
  void aTimerThatWaitsIsRefused() throws Exception {
    Simulation simulation = Objects.requireNonNull(Simulation.current());
    List<Throwable> thrown = new ArrayList<>();
    try (Handler handler = start()) {
      handler.schedule(
          Duration.ZERO,
          () -> thrown.add(assertThrows(Throwable.class, () -> simulation.pause(Duration.ZERO))));

      Await.until(Duration.ofMinutes(1), () -> !thrown.isEmpty());
    }
    assertInstanceOf(IllegalStateException.class, thrown.getFirst());
  }

  @Test
  void tlsIsRefused() {
    try (Handler handler = start()) {
      Endpoint endpoint =
          new Endpoint(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
              () -> {
                throw new IllegalStateException("no engine is wanted");
              });
      assertThrows(
          UnsupportedOperationException.class,
          () -> handler.connect(endpoint, Duration.ofSeconds(1), new Silence()));
    }
  }

  /** A listener that is not told anything. */
  private static final class Silence implements LinkListener {
    @Override
    public void onOpen(Link link) {
      throw new AssertionError("opened");
    }

    @Override
    public void onRead(ByteBuffer bytes) {
      throw new AssertionError("read");
    }

    @Override
    public void onWritable() {
      throw new AssertionError("writable");
    }

    @Override
    public void onClosed(@Nullable IOException cause) {
      throw new AssertionError("closed", cause);
    }
  }

  /** The names of platform threads, which the contract looks at, say nothing here. */
  @AfterEach
  void noSimulatedThreadIsLeft() throws InterruptedException {
    Kernel kernel = Objects.requireNonNull(Kernel.current()).kernel();
    Await.until(
        "the handler's threads to end",
        Duration.ofMinutes(1), // of work that was stuck until a moment ago
        () -> kernel.liveThreads().noneMatch(name -> name.contains(options().name())));
  }
}
