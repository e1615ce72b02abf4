package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.ZkLock;

/** Takes a lock, writes under it and lets it go. Returns the lock. */
public final class LockErrand implements Errand {
  /** For whoever loads it. */
  public LockErrand() {}

  @Override
  public Object run(ZkClient zk) throws InterruptedException {
    ZkLock lock = ZkLock.at(zk, "/locks/ledger");
    zk.create("/ledger", "empty".getBytes(UTF_8));
    try (var held = lock.acquire()) {
      held.guarded().set("/ledger", "a page".getBytes(UTF_8));
    }
    return lock;
  }
}
