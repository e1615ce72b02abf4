package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rule that no acknowledged write is lost. What is found at a path in the end is the latest
 * acknowledged write, or a later one of unknown fate; and no two writes have the same stamp.
 *
 * <p>A write is the creation of a znode or new data for it, and nobody deletes those znodes. Its
 * stamp says where it stands among the writes of its path: its mzxid, or the version it made; one
 * or the other for all writes of a path. All writes must be recorded, the creation too.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class Acknowledged {
  private final Ledger ledger;
  // Guarded by the ledger; in the order of the first write.
  private final Map<String, List<Write>> writes = new LinkedHashMap<>();

  /**
   * Creates a rule for writes to come.
   *
   * @param clock true time in nanoseconds, the same for all writers; never goes backwards. Read
   *     under a lock, so it must not call back
   */
  public Acknowledged(LongSupplier clock) {
    ledger = new Ledger(clock);
  }

  /**
   * Writes down that a write begins now. Until it ends its fate is unknown.
   *
   * @param process who writes, for the reader
   * @param value the data as text
   */
  public Write begin(String process, String path, String value) {
    return ledger.compute(
        now -> {
          Write write = new Write(process, path, value, now);
          writes.computeIfAbsent(path, any -> new ArrayList<>()).add(write);
          return write;
        });
  }

  /** Makes a check of what is found when it is asked. */
  public Check against(FinalState state) {
    return Check.named("nothing acknowledged is lost", () -> verify(state));
  }

  /**
   * Returns if {@code state} has what was acknowledged.
   *
   * @throws ViolationError naming what it lacks
   */
  public void verify(FinalState state) throws InterruptedException {
    Map<String, List<Seen>> all = ledger.read(this::copy);
    for (Map.Entry<String, List<Seen>> path : all.entrySet()) {
      // Outside the lock: it may wait for an answer.
      Optional<FinalState.Found> found = state.read(path.getKey());
      new Account(path.getKey(), path.getValue()).verify(found);
    }
  }

  private Map<String, List<Seen>> copy() {
    Map<String, List<Seen>> copy = new LinkedHashMap<>();
    writes.forEach((path, of) -> copy.put(path, of.stream().map(Write::seen).toList()));
    return copy;
  }

  /** What became of a write, as far as its caller knows. */
  private enum Fate {
    ACKNOWLEDGED,
    REFUSED,
    UNKNOWN
  }

  /** A write as it stood when it was looked at. */
  private record Seen(
      String process, String value, Moment begun, Fate fate, long stamp, @Nullable Moment ended) {

    boolean mayHaveHappened() {
      return fate != Fate.REFUSED;
    }

    @Override
    public String toString() {
      String end =
          switch (fate) {
            case ACKNOWLEDGED -> "acknowledged at " + ended + " with stamp " + stamp;
            case REFUSED -> "refused at " + ended;
            case UNKNOWN -> "fate unknown";
          };
      return process + " wrote " + value + ", begun at " + begun + ", " + end;
    }
  }

  /** The writes of one path. */
  private record Account(String path, List<Seen> writes) {

    void verify(Optional<FinalState.Found> end) {
      Seen latest = latestAcknowledged();
      if (end.isEmpty()) {
        if (latest != null) {
          throw new ViolationError(
              path + " lost an acknowledged write: nothing is there", List.of(latest.toString()));
        }
        return;
      }
      FinalState.Found found = end.get();
      if (latest != null && found.stamp() < latest.stamp()) {
        throw new ViolationError(
            path + " lost an acknowledged write: found was " + found, List.of(latest.toString()));
      }
      if (latest != null && found.stamp() == latest.stamp()) {
        if (!found.value().equals(latest.value())) {
          throw new ViolationError(
              path + " has another value than was acknowledged: found was " + found,
              List.of(latest.toString()));
        }
      } else {
        verifyUnacknowledged(found);
      }
    }

    /** What is later than all that was acknowledged comes from a write of unknown fate. */
    private void verifyUnacknowledged(FinalState.Found found) {
      if (writes.stream().noneMatch(w -> w.fate() == Fate.UNKNOWN && has(w, found))) {
        throw new ViolationError(
            path + " has a value that no write can have left: found was " + found,
            writes.stream()
                .filter(write -> has(write, found) || write.mayHaveHappened())
                .map(Seen::toString)
                .toList());
      }
    }

    private static boolean has(Seen write, FinalState.Found found) {
      return write.value().equals(found.value());
    }

    private @Nullable Seen latestAcknowledged() {
      Map<Long, Seen> byStamp = new LinkedHashMap<>();
      Seen latest = null;
      for (Seen write : writes) {
        if (write.fate() == Fate.ACKNOWLEDGED) {
          Seen same = byStamp.put(write.stamp(), write);
          if (same != null) {
            throw new ViolationError(
                path + " acknowledged two writes with the same stamp",
                List.of(same.toString(), write.toString()));
          }
          latest = latest == null || latest.stamp() < write.stamp() ? write : latest;
        }
      }
      return latest;
    }
  }

  /**
   * A write that began. It ends once. Thread-safe.
   *
   * @since 0.1
   */
  public final class Write {
    private final String process;
    private final String path;
    private final String value;
    private final Moment begun;
    // Guarded by the ledger.
    private Fate fate = Fate.UNKNOWN;
    private long stamp;
    private @Nullable Moment ended;

    private Write(String process, String path, String value, Moment begun) {
      this.process = process;
      this.path = path;
      this.value = value;
      this.begun = begun;
    }

    /**
     * It was acknowledged.
     *
     * @param stamp the mzxid or version that it made
     * @throws IllegalStateException if it ended before
     */
    public void acknowledged(long stamp) {
      end(Fate.ACKNOWLEDGED, stamp);
    }

    /**
     * It was refused, or never sent: it certainly had no effect.
     *
     * @throws IllegalStateException if it ended before
     */
    public void refused() {
      end(Fate.REFUSED, 0);
    }

    /**
     * Nobody knows, and nobody will.
     *
     * @throws IllegalStateException if it ended before
     */
    public void unknown() {
      end(Fate.UNKNOWN, 0);
    }

    private void end(Fate end, long at) {
      ledger.write(
          now -> {
            if (ended != null) {
              throw new IllegalStateException("ended before: " + path + ", " + seen());
            }
            fate = end;
            stamp = at;
            ended = now;
          });
    }

    private Seen seen() {
      return new Seen(process, value, begun, fate, stamp, ended);
    }
  }
}
