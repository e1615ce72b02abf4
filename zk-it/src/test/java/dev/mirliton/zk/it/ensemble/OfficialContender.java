package dev.mirliton.zk.it.ensemble;

import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;

/** The client that comes with ZooKeeper. */
final class OfficialContender implements Contender {
  private static final long PAUSE_NS = 1_000_000;

  private final AtomicLong doubtedNs = new AtomicLong();
  private final CountDownLatch connected = new CountDownLatch(1);
  private final ZooKeeper zk;

  OfficialContender(String hosts, Duration timeout) throws Exception {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    zk = new ZooKeeper(hosts, Math.toIntExact(timeout.toMillis()), this::told, config);
    if (!connected.await(30, TimeUnit.SECONDS)) {
      zk.close();
      throw new AssertionError("the official client did not connect within 30 s");
    }
  }

  private void told(WatchedEvent event) {
    switch (event.getState()) {
      case SyncConnected -> connected.countDown();
      case Disconnected -> doubtedNs.compareAndSet(0, System.nanoTime());
      default -> {}
    }
  }

  @Override
  public long doubtedNs() {
    return doubtedNs.get();
  }

  /** It leaves trying again to its users. */
  @Override
  public void write(String path) throws InterruptedException, KeeperException {
    while (true) {
      try {
        zk.setData(path, EnsembleSuite.NOTHING, -1);
        return;
      } catch (KeeperException.ConnectionLossException lost) {
        World.current().pause(PAUSE_NS);
      }
    }
  }

  @Override
  public void close() {
    try {
      zk.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
