package dev.mirliton.zk.it.ensemble;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Creations of znodes that nobody else creates, and what their callers were told: done, certainly
 * not, or who knows. In the end the tree says what was true. Thread-safe.
 */
final class CreationBook {
  static final String ROOT = "/fates";

  private final Map<String, Verdict> told = new ConcurrentHashMap<>();

  /** What a caller knows of a creation. */
  enum Verdict {
    /** It was acknowledged: it must be there. */
    DONE,
    /** It certainly did not happen: it must not be there. */
    NOT_SENT,
    /** It was sent, and nobody answered. */
    UNKNOWN,
    /** Anything else: nothing refuses these. */
    ABSURD
  }

  /** Writes down what a caller was told. */
  void tell(String name, @Nullable Throwable failure) {
    Verdict before = told.put(name, verdict(failure));
    if (before != null) {
      told.put(name, Verdict.ABSURD); // told twice
    }
  }

  private static Verdict verdict(@Nullable Throwable failure) {
    return switch (failure) {
      case null -> Verdict.DONE;
      case UnavailableException gone -> of(gone.fate());
      case SessionException over -> of(over.fate());
      default -> Verdict.ABSURD;
    };
  }

  private static Verdict of(Fate fate) {
    return fate == Fate.NOT_SENT ? Verdict.NOT_SENT : Verdict.UNKNOWN;
  }

  int count(Verdict verdict) {
    return (int) told.values().stream().filter(verdict::equals).count();
  }

  /** Returns who was told something that the tree does not bear out. */
  List<String> lies(ZkClient zk) throws InterruptedException {
    zk.sync(ROOT);
    Set<String> there = new TreeSet<>(zk.children(ROOT));
    return new TreeMap<>(told)
        .entrySet().stream()
            .filter(each -> !holds(each.getValue(), there.contains(each.getKey())))
            .map(each -> each.getKey() + ": " + each.getValue())
            .toList();
  }

  private static boolean holds(Verdict verdict, boolean there) {
    return switch (verdict) {
      case DONE -> there;
      case NOT_SENT -> !there;
      case UNKNOWN -> true;
      case ABSURD -> false;
    };
  }

  /** Fails if somebody was told something wrong. */
  void verify(ZkClient zk) throws InterruptedException {
    assertEquals(List.of(), lies(zk), "fates that are not true; all in all " + this);
  }

  @Override
  public String toString() {
    return "%d done, %d not sent, %d unknown"
        .formatted(count(Verdict.DONE), count(Verdict.NOT_SENT), count(Verdict.UNKNOWN));
  }
}
