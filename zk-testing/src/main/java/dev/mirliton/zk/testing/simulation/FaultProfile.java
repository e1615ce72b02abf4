package dev.mirliton.zk.testing.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What kinds of things go wrong in a run, and how often.
 *
 * @since 0.1
 */
public enum FaultProfile {
  /** Nothing, but for the ordinary delays of a network. */
  NONE(EnumSet.noneOf(Fault.Kind.class)),
  /** The network between processes and servers. */
  NETWORK(
      EnumSet.of(
          Fault.Kind.CUT,
          Fault.Kind.MUTE,
          Fault.Kind.DEAF,
          Fault.Kind.RESET,
          Fault.Kind.BREAK,
          Fault.Kind.SLOW,
          Fault.Kind.NARROW)),
  /** The servers, and the network between them. */
  SERVERS(
      EnumSet.of(
          Fault.Kind.SERVER_ALONE,
          Fault.Kind.SERVER_CUT,
          Fault.Kind.SERVER_STALL,
          Fault.Kind.SERVER_KILL,
          Fault.Kind.SERVER_POWER)),
  /** The processes. */
  PROCESSES(EnumSet.of(Fault.Kind.STALL, Fault.Kind.KILL)),
  /** All of it. */
  ALL(EnumSet.allOf(Fault.Kind.class));

  private static final long SHORTEST_MS = 20;
  private static final long LONGEST_MS = 15_000;
  private static final int MOST = 8;

  private final Set<Fault.Kind> kinds;

  FaultProfile(Set<Fault.Kind> kinds) {
    this.kinds = kinds;
  }

  /**
   * Draws a schedule: one to {@value #MOST} faults, each between 20 ms and 15 s long, short ones
   * being as frequent as long ones.
   *
   * @param during when faults begin
   */
  List<Fault> draw(long seed, Duration during, int servers) {
    Chance chance = Chance.of(seed, "faults");
    Chance breaks = Chance.of(seed, "breaks");
    List<Fault> schedule = new ArrayList<>();
    List<Fault.Kind> possible = kinds.stream().filter(kind -> isDrawn(kind, servers)).toList();
    if (possible.isEmpty()) {
      return schedule;
    }
    long count = chance.between(1, MOST);
    for (int i = 0; i < count; i++) {
      Fault.Kind kind = possible.get((int) chance.between(0, possible.size() - 1));
      if (kind == Fault.Kind.RESET && breaks.nextBoolean()) {
        kind = Fault.Kind.BREAK;
      }
      schedule.add(
          new Fault(
              kind,
              Duration.ofMillis(chance.between(0, during.toMillis())),
              Duration.ofMillis(duration(chance)),
              (int) chance.between(1, kind.concernsServer() ? Math.max(1, servers) : 9),
              kind.concernsTwo() ? (int) chance.between(1, Math.max(1, servers)) : 0));
    }
    schedule.sort(Comparator.comparing(Fault::at));
    return schedule;
  }

  /** Whether it has a share of its own; a break takes half of the resets', so that seeds last. */
  private static boolean isDrawn(Fault.Kind kind, int servers) {
    return switch (kind) {
      case BREAK -> false;
      case SERVER_ALONE -> servers > 1;
      default -> true;
    };
  }

  /** Of every order of magnitude as many. */
  private static long duration(Chance chance) {
    double exponent = chance.nextDouble();
    double ratio = (double) LONGEST_MS / SHORTEST_MS;
    return (long) (SHORTEST_MS * StrictMath.pow(ratio, exponent));
  }
}
