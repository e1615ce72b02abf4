package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.Ensemble;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients on all handlers use three servers in every way while those are killed, stopped, frozen
 * and cut off at random; then quiet, and a look at whether every promise was kept. A quarter of a
 * minute, or as many seconds as {@code -Dchaos.seconds=600} says; {@code -Dchaos.seed=1} draws the
 * same faults again.
 */
class ChaosTest {
  private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("chaos.seconds", 15));
  private static final List<String> HANDLERS = List.of("threads", "loom", "nio");
  private static final long PAUSE_NS = 15_000_000;

  private final long seed = Long.getLong("chaos.seed", System.nanoTime());
  private final AtomicBoolean over = new AtomicBoolean();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private final CreationBook fates = new CreationBook();
  private final Registers registers = new Registers();
  private final LockedLedger ledger = new LockedLedger();
  private final List<Lookout> lookouts = new ArrayList<>();

  @FunctionalInterface
  private interface Work {
    void run(int number) throws InterruptedException;
  }

  @Test
  @Timeout(3_600)
  void everyPromiseIsKept() throws Exception {
    System.out.println("chaos.seed=" + seed);
    List<ZkClient> clients = new ArrayList<>();
    try (Ensemble ensemble = Ensemble.with().partitionable().run();
        ZkClient witness = ZkClient.connect(options(ensemble.connectString(), "threads"))) {
      prepare(witness);
      try {
        List<Traffic> load = new ArrayList<>();
        for (String handler : HANDLERS) {
          ZkClient zk = ZkClient.connect(options(ensemble.proxiedConnectString(), handler));
          clients.add(zk);
          load.add(Traffic.on(zk, fates));
          put(zk, handler);
        }
        Havoc havoc = new Havoc(ensemble, seed);
        havoc.wreak(TIME);
        for (Traffic traffic : load) {
          traffic.awaitMore(20); // every client is back
        }
        load.forEach(Traffic::close);
        verify(witness);
        System.out.printf("%s; %s; %s; %s%n", havoc, fates, registers, ledger);
      } finally {
        over.set(true);
        clients.forEach(ZkClient::close);
        for (Thread thread : threads) {
          thread.join();
        }
      }
    }
    assertEquals(List.of(), List.copyOf(failures), "threads");
  }

  private static ZkOptions options(String hosts, String handler) {
    return ZkOptions.to(hosts)
        .handler(handler)
        .sessionTimeout(EnsembleSuite.SESSION)
        .connectTimeout(Duration.ofSeconds(1))
        .handshakeTimeout(Duration.ofSeconds(1))
        .requestDeadline(Duration.ofSeconds(20))
        .build();
  }

  private void prepare(ZkClient zk) throws InterruptedException {
    zk.create(Lookout.PATH, EnsembleSuite.NOTHING);
    registers.prepare(zk);
    ledger.prepare(zk);
  }

  /** Starts what uses a client, besides its load. */
  private void put(ZkClient zk, String name) {
    Lookout lookout = new Lookout(zk);
    lookouts.add(lookout);
    start(name + "-lookout", 0, number -> lookout.look());
    start(name + "-registers", PAUSE_NS, number -> registers.use(zk, name, number));
    start(name + "-ledger", PAUSE_NS, number -> ledger.use(zk));
  }

  private void start(String name, long pauseNs, Work work) {
    threads.add(
        World.current()
            .startThread(
                name,
                () -> {
                  try {
                    for (int number = 1; !over.get(); number++) {
                      work.run(number);
                      World.current().pause(pauseNs);
                    }
                  } catch (Throwable failure) {
                    if (!over.get()) { // then clients are closed under their users
                      failures.add(failure);
                    }
                  }
                }));
  }

  private void verify(ZkClient witness) throws InterruptedException {
    fates.verify(witness);
    long last = witness.set(Lookout.PATH, EnsembleSuite.NOTHING).mzxid();
    for (Lookout lookout : lookouts) {
      Await.until("a watch to tell", EnsembleSuite.LIMIT, () -> lookout.mzxid() == last);
    }
    assertEquals(List.of(), List.copyOf(failures), "threads");
    ledger.verify(witness);
    registers.verify();
  }
}
