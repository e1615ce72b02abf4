package dev.mirliton.zk.testing.model;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a server keeps across a crash: its log, and the epochs it has promised and adopted. A server
 * started on a new one starts with nothing.
 *
 * <p>Epochs are durable at once. Of the log, what was not synced may be lost in a crash. The log is
 * kept whole and replayed at a start: a simulated run is short, so there are no snapshots.
 *
 * @param <T> what a transaction is
 * @since 0.1
 */
public final class PeerDisk<T> {

  private final List<LogEntry<T>> log = new ArrayList<>();
  private int synced;
  private int committed;
  private long acceptedEpoch;
  private long currentEpoch;

  /** Makes an empty one. */
  public PeerDisk() {}

  /** The last epoch promised to a candidate: no earlier one is followed any more. */
  long acceptedEpoch() {
    return acceptedEpoch;
  }

  void acceptEpoch(long epoch) {
    acceptedEpoch = epoch;
  }

  /** The last epoch whose leader's log was taken over. */
  long currentEpoch() {
    return currentEpoch;
  }

  void adoptEpoch(long epoch) {
    currentEpoch = epoch;
  }

  /** The last zxid in the log, or zero. */
  long lastZxid() {
    return log.isEmpty() ? 0 : log.getLast().zxid();
  }

  /** The last zxid that no crash can lose, or zero. */
  long durableZxid() {
    return synced == 0 ? 0 : log.get(synced - 1).zxid();
  }

  /** The last zxid known to be committed, or zero. */
  long committedZxid() {
    return committed == 0 ? 0 : log.get(committed - 1).zxid();
  }

  List<LogEntry<T>> committed() {
    return List.copyOf(log.subList(0, committed));
  }

  /** What follows {@code zxid}, which need not be in the log. */
  List<LogEntry<T>> after(long zxid) {
    return List.copyOf(log.subList(countUpTo(zxid), log.size()));
  }

  /** The last zxid in the log that is not greater than {@code zxid}, or zero. */
  long floor(long zxid) {
    int count = countUpTo(zxid);
    return count == 0 ? 0 : log.get(count - 1).zxid();
  }

  void append(LogEntry<T> entry) {
    if (entry.zxid() <= lastZxid()) {
      throw new IllegalStateException(entry + " does not follow 0x" + Long.toHexString(lastZxid()));
    }
    log.add(entry);
  }

  /** Forgets what follows {@code zxid}, which must be in the log or zero. */
  void truncateAfter(long zxid) {
    int keep = countUpTo(zxid);
    if (floor(zxid) != zxid || keep < committed) {
      throw new IllegalStateException(
          "the log ends at 0x%x, is committed up to 0x%x, and should be cut after 0x%x"
              .formatted(lastZxid(), committedZxid(), zxid));
    }
    log.subList(keep, log.size()).clear();
    synced = Math.min(synced, keep);
  }

  /** Takes the next entry for committed if it is not beyond {@code zxid}; null if there is none. */
  @Nullable LogEntry<T> commitNext(long zxid) {
    if (committed == log.size() || log.get(committed).zxid() > zxid) {
      return null;
    }
    return log.get(committed++);
  }

  void sync() {
    synced = log.size();
  }

  /** Loses some of what was not synced: all, nothing, or a tail. */
  void crash(RandomGenerator random) {
    int kept = random.nextInt(synced, log.size() + 1);
    log.subList(kept, log.size()).clear();
    synced = kept;
    committed = Math.min(committed, kept);
  }

  private int countUpTo(long zxid) {
    int low = 0;
    int high = log.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.get(middle).zxid() <= zxid) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
