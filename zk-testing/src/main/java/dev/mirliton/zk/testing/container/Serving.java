package dev.mirliton.zk.testing.container;

import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FourLetterWord;
import java.io.IOException;
import java.time.Duration;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits until the server answers {@code srvr} with a mode: it listens long before it serves. */
final class Serving extends AbstractWaitStrategy {
  private static final Duration PROBE = Duration.ofMillis(500);

  @Override
  protected void waitUntilReady() {
    if (!(waitStrategyTarget instanceof ZooKeeperContainer server)) {
      throw new IllegalStateException("waits for a ZooKeeperContainer only");
    }
    try {
      if (!Await.reaches(startupTimeout, () -> isServing(server))) {
        throw new ContainerLaunchException(
            "ZooKeeper at " + server.connectString() + " does not serve after " + startupTimeout);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ContainerLaunchException("interrupted while ZooKeeper started", interrupted);
    }
  }

  private static boolean isServing(ZooKeeperContainer server) {
    try {
      return FourLetterWord.ask(server.address(), "srvr", PROBE).contains("Mode:");
    } catch (IOException notYet) {
      return false;
    }
  }
}
