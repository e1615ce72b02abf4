package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AccessException;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.ProtocolException;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.ZkClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What clients said of their writes, compared in the end with what the server applied, which a
 * second client reads. Every write leaves a mark of its own, so that one that was done twice shows
 * as well. Writes into the root of its clients; any thread may write.
 */
final class FateBook {
  private final FaultFigures figures;
  private final AtomicInteger writes = new AtomicInteger();
  private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

  FateBook(FaultFigures figures) {
    this.figures = figures;
  }

  /** What the client's word means. */
  private enum Said {
    HAPPENED,
    DID_NOT,
    UNKNOWN,
    /** It said what cannot be true of a write of which there is only one. */
    NONSENSE
  }

  /**
   * One write.
   *
   * @param mark what the names of the znodes that it creates begin with
   * @param times how many it creates
   */
  private record Entry(String mark, int times, AsyncResult<?> result) {

    Said said() {
      if (result.isSuccessful()) {
        return Said.HAPPENED;
      }
      return switch (Objects.requireNonNull(result.exception(), mark)) {
        case UnavailableException unanswered -> of(unanswered.fate());
        case SessionException over -> of(over.fate());
        case AccessException refused -> Said.DID_NOT;
        case UnsupportedException refused -> Said.DID_NOT;
        case ProtocolException garbled -> Said.UNKNOWN;
        case CancellationException givenUp -> Said.UNKNOWN;
        default -> Said.NONSENSE;
      };
    }

    private static Said of(Fate fate) {
      return fate == Fate.NOT_SENT ? Said.DID_NOT : Said.UNKNOWN;
    }

    boolean isTrue(long found) {
      return switch (said()) {
        case HAPPENED -> found == times;
        case DID_NOT -> found == 0;
        case UNKNOWN -> found == 0 || found == times;
        case NONSENSE -> false;
      };
    }

    String describe(long found) {
      Throwable failure = result.exception();
      return mark
          + ": said "
          + said()
          + (failure == null ? "" : " (" + failure + ")")
          + ", found "
          + found
          + " of "
          + times;
    }
  }

  /** Creates a znode that nobody else creates. */
  AsyncResult<String> create(ZkClient zk) {
    return create(zk, ClientSuite.NOTHING, CreateOptions.PERSISTENT);
  }

  /** Creates a znode that nobody else creates. */
  AsyncResult<String> create(ZkClient zk, byte[] data, CreateOptions options) {
    String mark = nextMark();
    AsyncResult<String> result = zk.async().create("/" + mark, data, options);
    entries.add(new Entry(mark, 1, result));
    return result;
  }

  /** Creates a sequential znode: done twice, there would be two. */
  AsyncResult<String> createSequential(ZkClient zk) {
    return create(zk, ClientSuite.NOTHING, CreateOptions.PERSISTENT.sequential());
  }

  /** Creates two znodes in a transaction. */
  AsyncResult<?> transact(ZkClient zk) {
    String mark = nextMark();
    AsyncResult<?> result =
        zk.async()
            .transact(
                Op.create("/" + mark + "a", ClientSuite.NOTHING),
                Op.create("/" + mark + "b", ClientSuite.NOTHING));
    entries.add(new Entry(mark, 2, result));
    return result;
  }

  /** Makes a write of each kind. */
  List<AsyncResult<?>> writeEach(ZkClient zk) {
    return List.of(create(zk), createSequential(zk), transact(zk));
  }

  private String nextMark() {
    return "w" + writes.incrementAndGet() + "-";
  }

  /** Whether nothing is awaited any more. */
  boolean isAllTold() {
    return entries.stream().allMatch(entry -> entry.result().isReady());
  }

  /**
   * Waits until every write was told, and checks what was told.
   *
   * @param witness a client with the same root, on a connection without faults
   */
  void verify(ZkClient witness) throws InterruptedException {
    for (Entry entry : entries) {
      assertTrue(entry.result().await(ClientSuite.LIMIT), () -> "never told of " + entry.mark());
    }
    witness.sync("/");
    List<String> names = witness.children("/");
    List<String> wrong = new ArrayList<>();
    for (Entry entry : entries) {
      long found = names.stream().filter(name -> name.startsWith(entry.mark())).count();
      LongAdder counter = counter(entry.said());
      if (entry.isTrue(found) && counter != null) {
        counter.increment();
      } else {
        figures.wronglyReported.increment();
        wrong.add(entry.describe(found));
      }
    }
    entries.clear();
    assertEquals(List.of(), wrong, "what was said of writes is true");
  }

  private @Nullable LongAdder counter(Said said) {
    return switch (said) {
      case HAPPENED -> figures.happened;
      case DID_NOT -> figures.notSent;
      case UNKNOWN -> figures.unknown;
      case NONSENSE -> null;
    };
  }
}
