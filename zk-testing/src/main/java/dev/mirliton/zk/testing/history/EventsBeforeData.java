package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * ZooKeeper's promise that a client which watches a znode is told of a change before it reads what
 * the change made.
 *
 * <p>Every client says what it watches, what it is told and what it reads, in the order in which it
 * learns it: on one callback queue, for example. Thread-safe.
 *
 * @since 0.1
 */
public final class EventsBeforeData implements Check {
  private final Ledger ledger;
  private final List<ViolationError> violations = new ArrayList<>(); // guarded by the ledger

  /**
   * Creates a promise that nobody broke yet.
   *
   * @param clock true time in nanoseconds; never goes backwards. Read under a lock, so it must not
   *     call back
   */
  public EventsBeforeData(LongSupplier clock) {
    ledger = new Ledger(clock);
  }

  /** Returns what one client sees; it has no watches yet. */
  public Observer observer(String client) {
    return new Observer(client);
  }

  @Override
  public String name() {
    return "events before data";
  }

  /**
   * Returns if the promise was kept until now.
   *
   * @throws ViolationError saying what was read too early; those after the first are suppressed by
   *     it
   */
  @Override
  public void verify() {
    List<ViolationError> all = ledger.read(() -> List.copyOf(violations));
    if (!all.isEmpty()) {
      ViolationError first = new ViolationError(all.get(0).rule(), all.get(0).evidence());
      all.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }

  /**
   * What a watch has told.
   *
   * @param isLasting whether it goes on after an event
   * @param knows the latest change that the client may read, by its mzxid
   * @param since what gave it that knowledge, in words
   */
  private record Watching(boolean isLasting, long knows, String since) {
    static final long ANYTHING = Long.MAX_VALUE;
  }

  /**
   * One client. Thread-safe.
   *
   * @since 0.1
   */
  public final class Observer {
    private final String client;
    private final Map<String, Watching> watches = new LinkedHashMap<>(); // guarded by the ledger

    private Observer(String client) {
      this.client = client;
    }

    /**
     * It watches for the next change of a znode's data.
     *
     * @param mzxid what it read when it set the watch; 0 if the znode was not there
     */
    public void watchesOnce(String path, long mzxid) {
      watch(path, mzxid, false);
    }

    /**
     * It watches a znode's data until it says otherwise.
     *
     * @param mzxid what it read when it set the watch; 0 if the znode was not there
     */
    public void watches(String path, long mzxid) {
      watch(path, mzxid, true);
    }

    /** It no longer watches, or the session that did is over. */
    public void unwatched(String path) {
      ledger.write(now -> watches.remove(path));
    }

    /**
     * It is told of a change, or that events may be missing, without learning which change: any may
     * be read next. With a watch for the next change that is all it is told.
     */
    public void told(String path) {
      told(path, Watching.ANYTHING);
    }

    /**
     * It is told of the change that has the given number. With a watch for the next change that is
     * all it is told.
     */
    public void told(String path, long zxid) {
      ledger.write(
          now -> {
            Watching watching = watches.get(path);
            if (watching != null && watching.isLasting()) {
              String since = "told of change " + zxid + " at " + now;
              watches.put(path, new Watching(true, Math.max(zxid, watching.knows()), since));
            } else {
              watches.remove(path);
            }
          });
    }

    /** It reads data that was last changed by {@code mzxid}. */
    public void read(String path, long mzxid) {
      ledger.write(
          now -> {
            Watching watching = watches.get(path);
            if (watching == null) {
              return;
            }
            if (mzxid > watching.knows()) {
              violations.add(
                  new ViolationError(
                      client + " read a change of " + path + " before it was told of it",
                      List.of(
                          "watching, " + watching.since(), "read change " + mzxid + " at " + now)));
            } else if (watching.knows() == Watching.ANYTHING) {
              watches.put(
                  path, new Watching(true, mzxid, "having read change " + mzxid + " at " + now));
            }
          });
    }

    private void watch(String path, long mzxid, boolean isLasting) {
      ledger.write(
          now ->
              watches.put(
                  path,
                  new Watching(
                      isLasting, mzxid, "set at " + now + " having read change " + mzxid)));
    }
  }
}
