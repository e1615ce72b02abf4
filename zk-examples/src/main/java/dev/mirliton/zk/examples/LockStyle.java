package dev.mirliton.zk.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.ZkLock;

/** What you acquire is the lock, held; its client writes only while it is. */
final class LockStyle {
  private LockStyle() {}

  static void turnPage(ZkClient zk) throws InterruptedException {
    // snippet: lock
    var lock = ZkLock.at(zk, "/locks/ledger");
    try (var held = lock.acquire()) {
      byte[] page = zk.get("/ledger").data();
      held.guarded().set("/ledger", next(page)); // refused if the lock is no longer ours
    }
    // end
  }

  private static byte[] next(byte[] page) {
    int number = Integer.parseInt(new String(page, UTF_8));
    return Integer.toString(number + 1).getBytes(UTF_8);
  }
}
