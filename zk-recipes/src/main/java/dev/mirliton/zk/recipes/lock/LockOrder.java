package dev.mirliton.zk.recipes.lock;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may go first: a pure function of the children's names.
 *
 * <p>A contender's name ends in a pattern and a sequence number; other children do not count. The
 * number is a signed int that servers print ten characters wide and let overflow, so numbers are
 * compared by their difference: what comes just after 2147483647 is −2147483648.
 */
final class LockOrder {
  /** Ten characters or more, zeros in front: that of −5 is {@code -000000005}. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]{10}|-[0-9]{9,10}");

  private final List<String> patterns;

  /** What a contender is to do. */
  sealed interface Turn {
    /** The lock is its. */
    record First() implements Turn {}

    /**
     * Somebody is before it.
     *
     * @param predecessor the last of those
     */
    record Behind(String predecessor) implements Turn {}

    /** Its znode is not there. */
    record Gone() implements Turn {}
  }

  /** A contender's znode. */
  private record Place(String name, int sequence) {
    int comparedTo(Place other) {
      int distance = sequence - other.sequence; // wraps, as the numbers do
      // Numbers are alike only where somebody named a znode by hand; all must see one order.
      return distance != 0 ? distance : name.compareTo(other.name);
    }
  }

  LockOrder(LockLayout layout, Set<String> morePatterns) {
    patterns = Stream.concat(Stream.of(layout.pattern()), morePatterns.stream()).toList();
  }

  LockOrder(LockOptions options) {
    this(options.layout(), options.morePatterns());
  }

  /** Decides for the contender whose znode is {@code me}. */
  Turn decide(Collection<String> children, String me) {
    Place mine = children.contains(me) ? place(me) : null;
    if (mine == null) {
      return new Turn.Gone();
    }
    return places(children)
        .filter(other -> other.comparedTo(mine) < 0)
        .max(Place::comparedTo)
        .<Turn>map(last -> new Turn.Behind(last.name()))
        .orElseGet(Turn.First::new);
  }

  /** Returns the contenders among {@code children}; who came first is first. */
  List<String> queue(Collection<String> children) {
    List<Place> places = places(children).toList();
    if (places.isEmpty()) {
      return List.of();
    }
    // All are compared with one of them: however they stand around the overflow, that is an order.
    int pivot = places.get(0).sequence();
    return places.stream()
        .sorted(
            Comparator.<Place>comparingInt(place -> place.sequence() - pivot)
                .thenComparing(Place::name))
        .map(Place::name)
        .toList();
  }

  private Stream<Place> places(Collection<String> children) {
    return children.stream().map(this::place).filter(Objects::nonNull);
  }

  private @Nullable Place place(String name) {
    for (String pattern : patterns) {
      int at = name.lastIndexOf(pattern);
      Matcher number = NUMBER.matcher(name);
      if (at >= 0 && number.region(at + pattern.length(), name.length()).matches()) {
        return new Place(name, (int) Long.parseLong(number.group()));
      }
    }
    return null;
  }
}
