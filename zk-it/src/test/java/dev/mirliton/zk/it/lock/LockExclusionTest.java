package dev.mirliton.zk.it.lock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.recipes.lock.Held;
import dev.mirliton.zk.recipes.lock.LockLostException;
import dev.mirliton.zk.recipes.lock.ZkLock;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.FourLetterWord;
import dev.mirliton.zk.testing.Sessions;
import dev.mirliton.zk.testing.SinceServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many contenders: one at a time, whatever happens. */
@LocksOnEveryHandler
@SinceServer("3.4")
class LockExclusionTest extends LockSuite {
  private static final String REGISTER = "/register";

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private final AtomicInteger unknown = new AtomicInteger();

  private int register() throws InterruptedException {
    return Integer.parseInt(new String(observer.get(REGISTER).data(), UTF_8).split(" ")[0]);
  }

  /**
   * Adds one under the lock, without asking for a version: two who are inside at once would lose
   * one. The register remembers the highest token, and refuses lower ones.
   */
  private void addOne(ZkClient zk, Held held) throws InterruptedException {
    String[] before = new String(zk.get(REGISTER).data(), UTF_8).split(" ");
    long token = Long.parseLong(before[1]);
    assertTrue(token <= held.fencingToken(), "a later holder wrote before this one");
    String after = (Integer.parseInt(before[0]) + 1) + " " + held.fencingToken();
    held.guarded().set(REGISTER, bytes(after));
  }

  @Test
  void oneIsInsideAtATime() throws Exception {
    observer.create(REGISTER, bytes("0 0"));
    int rounds = 15;
    List<Running<Integer>> contenders = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      ZkClient zk = connect();
      ZkLock lock = ZkLock.at(zk, PATH);
      for (int t = 0; t < 4; t++) {
        contenders.add(
            run(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    try (Held held = lock.acquire()) {
                      assertEquals(1, inside.incrementAndGet(), "inside");
                      addOne(zk, held);
                      inside.decrementAndGet();
                    }
                  }
                  return rounds;
                }));
      }
    }

    int all = 0;
    for (Running<Integer> contender : contenders) {
      all += contender.result();
    }

    assertEquals(all, register());
    assertEquals(List.of(), queue());
  }

  @Test
  void nothingIsLostWhileConnectionsAndSessionsAre() throws Exception {
    observer.create(REGISTER, bytes("0 0"));
    AtomicBoolean stop = new AtomicBoolean();
    List<ZkClient> victims = new ArrayList<>();
    List<Running<Integer>> contenders = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      ZkClient zk = connect();
      victims.add(zk);
      ZkLock lock = ZkLock.at(zk, PATH);
      for (int t = 0; t < 2; t++) {
        contenders.add(
            run(
                () -> {
                  while (!stop.get()) {
                    addOneWhateverHappens(zk, lock);
                  }
                  return 0;
                }));
      }
    }

    Set<@Nullable ZkSession> expired = new HashSet<>();
    for (int i = 0; i < 8; i++) {
      int goal = written.get() + 10;
      Await.until("progress", LIMIT, () -> written.get() >= goal);
      ZkClient victim = victims.get(i % victims.size());
      Await.until("a new session", LIMIT, () -> !expired.contains(victim.session()));
      if (i % 2 == 0) {
        Sessions.disconnect(victim, server);
      } else {
        expired.add(victim.session());
        Sessions.expire(victim, server);
      }
    }
    stop.set(true);
    for (Running<Integer> contender : contenders) {
      contender.result();
    }

    int counted = register();
    assertTrue(
        counted >= written.get() && counted <= written.get() + unknown.get(),
        "%d counted, %d written, %d unknown".formatted(counted, written.get(), unknown.get()));
    awaitQueue(0);
  }

  private void addOneWhateverHappens(ZkClient zk, ZkLock lock) throws InterruptedException {
    try (Held held = lock.acquire()) {
      try {
        addOne(zk, held);
        written.incrementAndGet();
      } catch (LockLostException lost) {
        // Nothing was written.
      } catch (UnavailableException | SessionException noAnswer) {
        unknown.incrementAndGet();
      } catch (ZkException other) {
        throw new AssertionError(other);
      }
    }
  }

  @Test
  void aThousandCyclesLeaveNothingBehind() throws Exception {
    CountedListeners counted = CountedListeners.of(connect());
    ZkLock lock = ZkLock.at(counted.client(), PATH);
    ZkLock other = newLock();
    lock.acquire().close();
    int watches = watchesOnServer();

    for (int i = 0; i < 1_000; i++) {
      Held held = lock.acquire();
      if (i % 100 == 0) {
        assertTrue(other.tryAcquire().isEmpty());
        assertTrue(other.acquire(Duration.ofMillis(5)).isEmpty());
      }
      held.close();
    }

    assertEquals(List.of(), queue());
    Await.untilAsserted(LIMIT, () -> assertEquals(watches, watchesOnServer(), "watches"));
    Await.untilAsserted(LIMIT, () -> assertEquals(0, counted.open(), "state listeners"));
    assertTrue(counted.made() >= 1_000, "listeners are counted");
  }

  private int watchesOnServer() throws IOException {
    String answer = FourLetterWord.ask(server.address(), "wchs", LIMIT);
    Matcher total = Pattern.compile("Total watches:(\\d+)").matcher(answer);
    assertTrue(total.find(), answer);
    return Integer.parseInt(total.group(1));
  }
}
