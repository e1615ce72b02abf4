package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.Break;
import dev.mirliton.zk.testing.Direction;
import dev.mirliton.zk.testing.FaultProxy;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A busy client behind two bad networks that break in every way at random; in the end everything
 * that it said of its writes is true and no watch was lost. For longer than the build's few
 * seconds: {@code mvn -B -pl zk-it -am -Dsurefire.failIfNoSpecifiedTests=false
 * -Dtest=RandomFaultTest -Dfaults.seconds=60 test}; the figures are in {@code
 * zk-it/target/surefire-reports}.
 */
@EveryHandler
class RandomFaultTest extends FaultSuite {
  private static final Duration ROUND = Duration.ofSeconds(4);
  private static final Duration TOTAL = Duration.ofSeconds(Long.getLong("faults.seconds", 8));
  private static final int WRITERS = 3;
  private static final int WATCHED = 6;

  private final World world = World.current();
  private Random random = new Random(0);

  /** Numbers the rounds. */
  static IntStream rounds() {
    return IntStream.range(0, (int) Math.max(1, TOTAL.dividedBy(ROUND)));
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void whateverHappensTheClientTellsTheTruth(int number) throws Exception {
    random = new Random(world.random().nextLong() + number); // no two rounds of a world are alike
    try (FaultProxy one = FaultProxy.to(server);
        FaultProxy other = FaultProxy.to(server)) {
      List<FaultProxy> ways = List.of(one, other);
      ZkOptions.Builder options =
          ZkOptions.to(one.connectString() + "," + other.connectString())
              .root(clients.root())
              .handler(handler)
              .sessionTimeout(Duration.ofSeconds(2))
              .connectTimeout(Duration.ofMillis(400))
              .handshakeTimeout(Duration.ofMillis(400))
              .reconnect(EAGER);
      ZkClient zk = clients.connect(options.build());
      ZkClient witness = connect();
      round(ways, zk, witness);
      zk.close(); // before what is between it and the server
    }
  }

  private void round(List<FaultProxy> ways, ZkClient zk, ZkClient witness) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> threads = new ArrayList<>();
    List<WatchKeeper> keepers = new ArrayList<>();
    witness.create("/watched", NOTHING);
    for (int i = 0; i < WATCHED; i++) {
      String path = "/watched/" + i;
      witness.create(path, NOTHING);
      WatchKeeper keeper = WatchKeeper.of(i, zk, path);
      keepers.add(keeper);
      threads.add(world.startThread("keeper", keeper));
    }
    for (int i = 0; i < WRITERS; i++) {
      threads.add(world.startThread("writer", () -> write(zk, over)));
    }

    long start = world.nanoTime();
    while (world.nanoTime() - start < ROUND.toNanos()) {
      disturb(ways.get(random.nextInt(ways.size())), zk);
      witness.set("/watched/" + random.nextInt(WATCHED), bytes("" + world.nanoTime()));
    }
    over.set(true);
    ways.forEach(FaultProxy::heal);
    for (int i = 0; i < WATCHED; i++) {
      witness.set("/watched/" + i, WatchKeeper.LAST);
    }

    for (WatchKeeper keeper : keepers) {
      boolean told = keeper.awaitLast();
      (told ? figures.watchesTold : figures.watchesLost).increment();
      assertTrue(told, () -> "watch lost: " + keeper);
      figures.watchesTold.add(keeper.events());
    }
    for (Thread thread : threads) {
      world.join(thread);
    }
    book.verify(witness);
    assertEquals(List.of(), keepers.stream().flatMap(k -> k.failures().stream()).toList());
  }

  private void write(ZkClient zk, AtomicBoolean over) {
    try {
      for (int i = 0; !over.get(); i++) {
        ZkClient hasty = zk.within(Duration.ofMillis(500 + random.nextInt(3_000)));
        AsyncResult<?> write =
            switch (i % 4) {
              case 0 -> book.createSequential(hasty);
              case 1 -> book.transact(hasty);
              case 2 -> book.create(hasty, new byte[20_000], CreateOptions.PERSISTENT);
              default -> book.create(hasty);
            };
        if (random.nextInt(4) > 0) { // else the next one is made while this one is on its way
          write.await(LIMIT);
        }
        world.pause(2_000_000);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does something bad to a network for a while, and then heals it. */
  private void disturb(FaultProxy way, ZkClient zk) throws InterruptedException {
    Direction direction = Direction.values()[random.nextInt(2)];
    switch (random.nextInt(13)) {
      case 0 -> way.cut();
      case 1 -> way.reset();
      case 2 -> way.halfClose(direction);
      case 3 -> {
        way.refuse();
        way.cut();
      }
      case 4 -> {
        way.ignore();
        way.reset();
      }
      case 5 -> way.blackhole(direction);
      case 6 -> way.blackhole();
      case 7 -> way.stall(direction);
      case 8 -> way.delay(direction, Duration.ofMillis(20), Duration.ofMillis(100));
      case 9 -> way.throttle(direction, 5_000);
      case 10 -> way.tear(direction);
      case 11 ->
          way.breakAfter(direction, random.nextInt(30_000), Break.values()[random.nextInt(4)]);
      default -> {
        if (random.nextInt(3) == 0 && zk.session() != null) {
          Sessions.expire(zk, server);
        }
      }
    }
    world.pause(Duration.ofMillis(20 + random.nextInt(400)).toNanos());
    way.heal();
  }
}
