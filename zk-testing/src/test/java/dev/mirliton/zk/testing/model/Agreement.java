package dev.mirliton.zk.testing.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all servers of a test must agree on: fails at the first that commits anything else. */
final class Agreement {

  private final List<Change> agreed = new ArrayList<>();
  private final Map<Long, String> leaders = new HashMap<>();
  private final Map<String, Integer> lastOfSource = new HashMap<>();

  /** A wish of a client: unique by who asked, in which life, and a number that only grows. */
  record Wish(int server, int life, int number, @Nullable Membership membership) {
    @Override
    public String toString() {
      return "wish " + number + " of " + source() + (membership == null ? "" : " " + membership);
    }

    String source() {
      return server + "." + life;
    }
  }

  /** A wish that a leader gave a place in the order. */
  record Change(long zxid, Wish wish) {
    @Override
    public String toString() {
      return "0x" + Long.toHexString(zxid) + " " + wish;
    }
  }

  int size() {
    return agreed.size();
  }

  List<Change> all() {
    return List.copyOf(agreed);
  }

  /** A server took this for the change at that place of the order. */
  void committed(String server, int place, Change change) {
    if (place < agreed.size()) {
      check(
          agreed.get(place).equals(change),
          "%s committed %s where others committed %s",
          server,
          change,
          agreed.get(place));
      return;
    }
    check(
        agreed.isEmpty() || agreed.getLast().zxid() < change.zxid(),
        "%s committed %s after %s",
        server,
        change,
        agreed.isEmpty() ? "" : agreed.getLast());
    var wish = change.wish();
    var before = lastOfSource.put(wish.source(), wish.number());
    check(
        before == null || before < wish.number(),
        "%s committed %s after wish %s of the same source",
        server,
        change,
        before);
    agreed.add(change);
  }

  /** A server gave a zxid of that epoch to a wish. */
  void leads(String server, long epoch) {
    var other = leaders.putIfAbsent(epoch, server);
    check(other == null || other.equals(server), "%s and %s lead epoch %s", other, server, epoch);
  }

  static void check(boolean condition, String message, @Nullable Object... arguments) {
    if (!condition) {
      throw new AssertionError(message.formatted(arguments));
    }
  }
}
