package dev.mirliton.zk.it.ensemble;

import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Follows a znode by one-shot watches, as users do: looks, waits for the watch, looks again. It has
 * no other reason to look, so what a watch does not tell it never learns.
 */
final class Lookout {
  static final String PATH = "/watched";

  private final ZkClient zk;
  private final AtomicLong mzxid = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();

  Lookout(ZkClient zk) {
    this.zk = zk;
  }

  /** Looks once, and returns when there is reason to look again. */
  void look() throws InterruptedException {
    try (Watched<Optional<Stat>> seen = zk.existsAndWatch(PATH)) {
      mzxid.set(seen.value().map(Stat::mzxid).orElse(0L));
      looks.incrementAndGet();
      seen.watch().next();
    } catch (UnavailableException | SessionException again) {
      // Then again.
    }
  }

  /** Returns the last change it has seen. */
  long mzxid() {
    return mzxid.get();
  }

  long looks() {
    return looks.get();
  }
}
