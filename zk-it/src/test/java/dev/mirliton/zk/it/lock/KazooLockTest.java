package dev.mirliton.zk.it.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.recipes.lock.Contender;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.LockLayout;
import dev.mirliton.zk.recipes.lock.LockOptions;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.simulation.RealWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Java process and a Python process with kazoo contend for the same lock. */
@LocksOnEveryHandler
@Tag("any-server")
@RealWorld("needs a Python process")
class KazooLockTest extends LockSuite {
  private static @Nullable String python;

  @BeforeAll
  static void lookForKazoo() throws Exception {
    python = KazooPeer.python();
  }

  @BeforeEach
  void needKazoo() {
    assumeTrue(
        python != null,
        "no Python with kazoo here: needs /usr/bin/python3 or python3 that can import"
            + " kazoo.client (on Debian: apt-get install python3-kazoo)");
  }

  private KazooPeer peer(String pattern) throws Exception {
    String hosts = server.connectString() + clients.root();
    String found = python;
    if (found == null) {
      throw new AssertionError("no Python with kazoo");
    }
    return KazooPeer.start(found, hosts, PATH, "python", pattern);
  }

  @Test
  void eachWaitsForTheOther() throws Exception {
    ZkLock lock = ZkLock.at(connect(), PATH, LockOptions.DEFAULT.identifier("java"));
    try (KazooPeer kazoo = peer("")) {
      Held held = lock.acquire();
      kazoo.tell("try");
      kazoo.expect("taken");
      awaitQueue(1);

      kazoo.tell("acquire");
      awaitQueue(2);
      AsyncResult<Held> again = lock.async().acquire();
      awaitQueue(3);
      assertFalse(kazoo.hasAnswered());
      assertEquals(
          List.of("java", "python", "java"),
          lock.contenders().stream().map(Contender::identifier).toList());

      held.close();
      kazoo.expect("acquired");
      assertEquals(Optional.empty(), lock.tryAcquire());
      assertFalse(again.isReady());
      awaitQueue(2);
      kazoo.tell("contenders");
      kazoo.expect("python java");

      kazoo.tell("release");
      kazoo.expect("released");
      again.get(LIMIT).close();
      awaitQueue(0);
    }
  }

  @Test
  void bothAddAndNothingIsLost() throws Exception {
    observer.create("/register", bytes("0"));
    int rounds = 40;
    List<Running<Integer>> contenders = new ArrayList<>();
    try (KazooPeer kazoo = peer("");
        KazooPeer otherKazoo = peer("")) {
      kazoo.tell("add " + rounds + " /register");
      otherKazoo.tell("add " + rounds + " /register");
      for (int c = 0; c < 2; c++) {
        ZkClient zk = connect();
        ZkLock lock = ZkLock.at(zk, PATH);
        contenders.add(
            run(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    try (Held held = lock.acquire()) {
                      int number = Integer.parseInt(new String(zk.get("/register").data(), UTF_8));
                      held.guarded().set("/register", bytes(String.valueOf(number + 1)));
                    }
                  }
                  return rounds;
                }));
      }
      for (Running<Integer> contender : contenders) {
        contender.result();
      }
      kazoo.expect("added");
      otherKazoo.expect("added");
    }

    assertEquals(4 * rounds, Integer.parseInt(new String(observer.get("/register").data(), UTF_8)));
    awaitQueue(0);
  }

  @Test
  void lockOfAKilledProcessPassesOn() throws Exception {
    try (KazooPeer kazoo = peer("")) {
      kazoo.tell("acquire");
      kazoo.expect("acquired");
      AsyncResult<Held> waiting = newLock().async().acquire();
      awaitQueue(2);

      kazoo.kill();

      Held held = waiting.get(LIMIT);
      assertTrue(held.isValid());
      held.close();
    }
  }

  @Test
  void kazooWithAFurtherPatternWaitsForTheCuratorLayout() throws Exception {
    LockOptions curator = LockOptions.DEFAULT.layout(LockLayout.CURATOR).alsoContending("__lock__");
    ZkLock lock = ZkLock.at(connect(), PATH, curator);
    try (KazooPeer kazoo = peer("-lock-")) {
      Held held = lock.acquire();
      kazoo.tell("try");
      kazoo.expect("taken");

      held.close();

      kazoo.tell("acquire");
      kazoo.expect("acquired");
      assertEquals(Optional.empty(), lock.tryAcquire());
      kazoo.tell("release");
      kazoo.expect("released");
      lock.acquire().close();
    }
  }
}
