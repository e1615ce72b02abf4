package dev.mirliton.zk.it.ensemble;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import java.util.concurrent.atomic.AtomicLong;

/** Ours. */
final class MirlitonContender implements Contender {
  private final AtomicLong doubtedNs = new AtomicLong();
  private final ZkClient zk;

  MirlitonContender(ZkOptions options) throws InterruptedException {
    zk = ZkClient.connect(options);
    zk.onStateChange(
        change -> {
          if (change.state() == ConnectionState.SUSPENDED) {
            doubtedNs.compareAndSet(0, System.nanoTime());
          }
        });
  }

  ZkClient zk() {
    return zk;
  }

  @Override
  public long doubtedNs() {
    return doubtedNs.get();
  }

  @Override
  public void write(String path) throws InterruptedException {
    while (true) {
      try {
        zk.set(path, EnsembleSuite.NOTHING);
        return;
      } catch (UnavailableException again) {
        // Setting nothing twice does no harm.
      }
    }
  }

  @Override
  public void close() {
    zk.close();
  }
}
