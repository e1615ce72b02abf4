package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.LockLostException;
import dev.mirliton.zk.recipes.lock.ZkLock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A ledger that is written under a lock only. Whoever was slow and lost the lock may believe in it
 * for a while, but the ensemble refuses what he writes: tokens never go back. Thread-safe.
 */
final class LockedLedger {
  private static final String LOCK = "/ledger-lock";
  private static final String LEDGER = "/ledger";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Map<Integer, Long> tokens = new ConcurrentSkipListMap<>(); // by version
  private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

  void prepare(ZkClient zk) throws InterruptedException {
    zk.create(LEDGER, EnsembleSuite.NOTHING);
  }

  /** Has the lock, if it can be had soon, and writes a few times. */
  void use(ZkClient zk) throws InterruptedException {
    Optional<Held> acquired;
    try {
      acquired = ZkLock.at(zk, LOCK).acquire(PATIENCE);
    } catch (UnavailableException | SessionException notNow) {
      return;
    }
    if (acquired.isEmpty()) {
      return;
    }
    try (Held held = acquired.get()) {
      for (int i = 0; i < 3; i++) {
        int version = held.guarded().set(LEDGER, EnsembleSuite.NOTHING).version();
        note(version, held.fencingToken());
      }
    } catch (UnavailableException
        | SessionException
        | TransactionException
        | LockLostException lost) {
      // The lock was lost, or the connection: nobody knows.
    }
  }

  private void note(int version, long token) {
    Long before = tokens.put(version, token);
    if (before != null) {
      complaints.add("version " + version + " was written under " + before + " and " + token);
    }
  }

  /** Fails if a writer came through after the lock had gone to another. */
  void verify(ZkClient zk) throws InterruptedException {
    long last = 0;
    for (Map.Entry<Integer, Long> write : tokens.entrySet()) {
      if (write.getValue() < last) {
        complaints.add(write + " was written after token " + last);
      }
      last = write.getValue();
    }
    assertEquals(List.of(), List.copyOf(complaints), "the ledger");
    ZkLock.at(zk, LOCK).acquire(EnsembleSuite.LIMIT).orElseThrow().close(); // no orphan has it
  }

  @Override
  public String toString() {
    return tokens.size()
        + " guarded writes under "
        + Map.copyOf(tokens).values().stream().distinct().count()
        + " locks";
  }
}
