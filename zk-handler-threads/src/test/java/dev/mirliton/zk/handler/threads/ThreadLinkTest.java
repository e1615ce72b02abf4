package dev.mirliton.zk.handler.threads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// A lost wake-up shows as a test that hangs, its close() included.
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadLinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Handler handler =
      new ThreadHandlerProvider().create(HandlerOptions.DEFAULT.named("threadlink"));
  private final Questions questions = new Questions(handler.callbackQueue("events"));
  private final EchoPeer peer;

  ThreadLinkTest() throws Exception {
    peer = new EchoPeer();
  }

  @BeforeEach
  void connect() {
    handler.connect(peer.endpoint(), LIMIT, questions);
    assertTrue(questions.link().isOpen());
  }

  @AfterEach
  void close() throws Exception {
    handler.close();
    peer.close();
  }

  /** Something a thread does. */
  private interface Act {
    void run() throws Exception;
  }

  private static CompletableFuture<Void> begin(Thread.Builder builder, Act act) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    builder.start(
        () -> {
          try {
            act.run();
            done.complete(null);
          } catch (Throwable failure) {
            done.completeExceptionally(failure);
          }
        });
    return done;
  }

  private static void end(CompletableFuture<Void> done) {
    done.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
  }

  private static void until(String what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() - start < LIMIT.toNanos(), "not within " + LIMIT + ": " + what);
      LockSupport.parkNanos(100_000);
    }
  }

  /** Asks until this thread reads its own answers. */
  private void askUntilLeading() throws Exception {
    long start = System.nanoTime();
    while (!questions.wasTold(Thread.currentThread())) {
      questions.ask().get(LIMIT);
      assertTrue(System.nanoTime() - start < LIMIT.toNanos(), "never read its own answer");
    }
  }

  private static Thread reader() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("threadlink-reader-1"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLoneCallerReadsItsOwnAnswers() throws Exception {
    askUntilLeading();

    assertEquals(0, questions.unanswered());
    assertEquals(0, questions.unexpected.get());
  }

  @Test
  void aVirtualThreadNeverReads() {
    CompletableFuture<Void> asking =
        begin(
            Thread.ofVirtual(),
            () -> {
              for (int i = 0; i < 2000; i++) {
                questions.ask().get(LIMIT);
              }
            });
    end(asking);

    assertTrue(questions.readsByThread.keySet().stream().noneMatch(Thread::isVirtual));
  }

  @Test
  void theReaderWaitsWithoutATickOnceTheCallerIsGone() throws Exception {
    Thread reader = reader();
    askUntilLeading();

    until("the reader to wait without a tick", () -> isWithoutTicks(reader));
  }

  /** Whether it does not park for a tick, for a hundred ticks; between two it is awake anyway. */
  private static boolean isWithoutTicks(Thread reader) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < 100 * ThreadLink.TICK_MICROS * 1000L) {
      if (LockSupport.getBlocker(reader) != null) {
        return false;
      }
      Thread.onSpinWait();
    }
    return true;
  }

  @Test
  void bytesThatNobodyWaitsForAreReadSoonAfterACallerWasThere() throws Exception {
    List<Long> delays = new ArrayList<>();

    for (long number = -1; number >= -200; number--) {
      askUntilLeading();
      questions.readsByThread.clear();
      CountDownLatch told = new CountDownLatch(1);
      questions.expect(number).link(same -> told.countDown());
      long start = System.nanoTime();
      peer.push(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
      assertTrue(told.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "never read");
      delays.add(System.nanoTime() - start);
    }

    Collections.sort(delays);
    long median = delays.get(delays.size() / 2) / 1000;
    assertTrue(median < 20 * ThreadLink.TICK_MICROS, "median delay was " + median + " us");
  }

  @Test
  void aWriteRequestedAfterACallerWasThereIsServed() throws Exception {
    for (int i = 0; i < 200; i++) {
      askUntilLeading();
      questions.readsByThread.clear();
      CountDownLatch told = new CountDownLatch(1);

      questions.askLater().link(same -> told.countDown());

      assertTrue(told.await(LIMIT.toSeconds(), TimeUnit.SECONDS), "never served");
    }
  }

  @Test
  void aWriteRequestedAsTheReaderGoesBackToWaitingIsServed() {
    long start = System.nanoTime();
    int served = 0;

    // Spins, so as to ask again before the reader, which told the answer, waits again.
    while (System.nanoTime() - start < 1_000_000_000L) {
      long asked = System.nanoTime();
      Questions.Answer answer = questions.askLater();
      while (!answer.isReady()) {
        assertTrue(System.nanoTime() - asked < LIMIT.toNanos(), "lost after " + served);
        Thread.onSpinWait();
      }
      served++;
    }

    assertTrue(served > 0);
    assertEquals(0, questions.unexpected.get());
  }

  @Test
  void anInterruptedLeaderLeavesTheLinkOpenAndOthersServed() throws Exception {
    for (int i = 0; i < 20; i++) {
      CompletableFuture<Thread> leading = new CompletableFuture<>();
      CompletableFuture<Void> waiting =
          begin(
              Thread.ofPlatform(),
              () -> {
                askUntilLeading();
                leading.complete(Thread.currentThread());
                Questions.Answer never = questions.new Answer();
                assertThrows(InterruptedException.class, () -> never.get(LIMIT));
              });

      leading.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join().interrupt();

      end(waiting);
      assertNotNull(questions.ask().get(LIMIT));
      assertTrue(questions.link().isOpen());
    }
  }

  @Test
  void closingUnderALeaderEndsItsWait() throws Exception {
    CompletableFuture<Void> leading = new CompletableFuture<>();
    CompletableFuture<Void> waiting =
        begin(
            Thread.ofPlatform(),
            () -> {
              askUntilLeading();
              leading.complete(null);
              Questions.Answer never = questions.expect(0);
              assertTrue(never.await(LIMIT));
              assertFalse(never.isSuccessful());
            });
    end(leading);
    until("the answer is awaited", () -> questions.unanswered() == 1);

    questions.link().close();

    end(waiting);
  }

  @Test
  void everyAnswerArrivesWhoeverReadsIt() throws Exception {
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int caller = 0; caller < 4; caller++) {
      Random random = new Random(caller);
      Thread.Builder builder = caller == 3 ? Thread.ofVirtual() : Thread.ofPlatform();
      callers.add(begin(builder, () -> askInManyWays(random, 4000)));
    }

    callers.forEach(ThreadLinkTest::end);

    until("all were answered", () -> questions.unanswered() == 0);
    assertEquals(0, questions.unexpected.get());
  }

  /** Alone for a while, in company, or away: so that the role changes hands in every way. */
  private void askInManyWays(Random random, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      switch (random.nextInt(40)) {
        case 0 -> questions.askLater().get(LIMIT);
        case 1 -> questions.askLater();
        case 2 -> questions.ask();
        case 3 -> questions.ask().awaitNanos(random.nextInt(200_000));
        case 4 -> LockSupport.parkNanos(random.nextInt(3_000_000));
        case 5 -> {
          Thread.currentThread().interrupt();
          Questions.Answer answer = questions.ask();
          try {
            answer.get();
          } catch (InterruptedException notYetAnswered) {
            answer.get(LIMIT);
          }
          Thread.interrupted();
        }
        default -> {
          long start = System.nanoTime();
          questions.ask().get(LIMIT);
          long took = System.nanoTime() - start;
          assertTrue(took < 5_000_000_000L, "an answer took " + took + " ns");
        }
      }
    }
  }
}
