package dev.mirliton.zk.testing.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The rule that a resource has at most one holder who believes to hold it, at any instant of true
 * time, and that each acquisition has a larger token than the one before.
 *
 * <p>Holders say what they believe, when they begin and when they cease to believe it. Say {@code
 * acquired} after it was, and {@code released} before the resource is let go: what counts is
 * belief. Thread-safe.
 *
 * @since 0.1
 */
public final class Holders implements Check {
  private final Ledger ledger;
  // Guarded by the ledger; in the order of first use.
  private final Map<String, List<Belief>> beliefs = new LinkedHashMap<>();
  private long acquisitions; // guarded by the ledger

  /**
   * Creates a rule that nobody broke yet.
   *
   * @param clock true time in nanoseconds, the same for all holders; never goes backwards. Read
   *     under a lock, so it must not call back
   */
  public Holders(LongSupplier clock) {
    ledger = new Ledger(clock);
  }

  /**
   * Returns somebody who may hold a resource, one time after another.
   *
   * @param resource what is held, a lock's path for example
   * @param name whose name tells the reader who holds it
   */
  public Holder holder(String resource, String name) {
    return new Holder(resource, name);
  }

  @Override
  public String name() {
    return "one holder at a time";
  }

  /**
   * Returns if the rule held until now.
   *
   * @throws ViolationError naming the two beliefs that break it
   */
  @Override
  public void verify() {
    for (List<Belief> all : ledger.read(this::copy)) {
      all.sort(Comparator.comparing(Belief::from));
      Belief lasting = null;
      Belief previous = null;
      for (Belief belief : all) {
        if (previous != null && !belief.isOfSameAcquisitionAs(previous)) {
          checkTokens(previous, belief);
        }
        if (lasting != null && belief.from().isBefore(lasting.until())) {
          throw new ViolationError(
              belief.resource() + " had two holders at " + belief.from(),
              List.of(lasting.toString(), belief.toString()));
        }
        if (lasting == null || lasting.until().isBefore(belief.until())) {
          lasting = belief;
        }
        previous = belief;
      }
    }
  }

  private static void checkTokens(Belief previous, Belief belief) {
    if (belief.token() <= previous.token()) {
      throw new ViolationError(
          "the tokens of %s did not grow: %d came after %d"
              .formatted(belief.resource(), belief.token(), previous.token()),
          List.of(previous.toString(), belief.toString()));
    }
  }

  private List<List<Belief>> copy() {
    List<List<Belief>> copy = new ArrayList<>();
    beliefs.values().forEach(all -> copy.add(new ArrayList<>(all)));
    return copy;
  }

  /** An interval of time in which somebody believed to hold something. */
  private record Belief(
      String resource, String holder, long token, long acquisition, Moment from, Moment until) {

    /** Whether it is the same acquisition, doubted in between. */
    boolean isOfSameAcquisitionAs(Belief other) {
      return acquisition == other.acquisition;
    }

    Belief endedAt(Moment end) {
      return new Belief(
          resource, holder, token, acquisition, from, end.isBefore(from) ? from : end);
    }

    @Override
    public String toString() {
      String end = until.equals(Moment.NEVER) ? "and still does" : "until " + until;
      return "%s believed to hold %s with token %d from %s %s"
          .formatted(holder, resource, token, from, end);
    }
  }

  /**
   * Somebody who may hold a resource. Thread-safe.
   *
   * @since 0.1
   */
  public final class Holder {
    private final String resource;
    private final String name;
    // Guarded by the ledger.
    private long token;
    private long acquisition;
    private int current = -1; // the index of the belief that lasts, or −1
    private boolean isDoubted;

    private Holder(String resource, String name) {
      this.resource = resource;
      this.name = name;
    }

    /**
     * It believes from now on that it holds the resource.
     *
     * @throws IllegalStateException if it did before, and did not say that it ceased to
     */
    public void acquired(long token) {
      ledger.write(
          now -> {
            if (current >= 0) {
              throw new IllegalStateException(name + " holds it already: " + all().get(current));
            }
            this.token = token;
            acquisition = ++acquisitions;
            begin(now);
          });
    }

    /** It is no longer sure, from now on; nothing changes if it was not before. */
    public void doubted() {
      ledger.write(
          now -> {
            isDoubted |= current >= 0;
            end(now);
          });
    }

    /**
     * It is sure again, with the same token, from now on; nothing changes if it was before.
     *
     * @throws IllegalStateException if it did not doubt, because it held nothing or lost it
     */
    public void reassured() {
      ledger.write(
          now -> {
            if (current < 0) {
              if (!isDoubted) {
                throw new IllegalStateException(name + " has no doubts, for it holds nothing");
              }
              begin(now);
            }
          });
    }

    /** It knows that it holds the resource no longer. */
    public void lost() {
      ledger.write(this::cease);
    }

    /** It is about to let the resource go. */
    public void released() {
      ledger.write(this::cease);
    }

    /**
     * Its belief ends, or ended, at the given time, for example because a deadline passes that
     * nobody tells of. Nothing changes if it did not believe, and a belief that would end before it
     * began is empty.
     *
     * @param nanos true time in nanoseconds, by the same clock
     */
    public void believedUntil(long nanos) {
      // Before all else that happens then: an interval does not contain its end.
      ledger.write(now -> cease(new Moment(nanos, 0)));
    }

    private void cease(Moment end) {
      isDoubted = false;
      end(end);
    }

    private void begin(Moment now) {
      isDoubted = false;
      current = all().size();
      all().add(new Belief(resource, name, token, acquisition, now, Moment.NEVER));
    }

    private void end(Moment end) {
      if (current >= 0) {
        all().set(current, all().get(current).endedAt(end));
        current = -1;
      }
    }

    private List<Belief> all() {
      return beliefs.computeIfAbsent(resource, any -> new ArrayList<>());
    }
  }
}
