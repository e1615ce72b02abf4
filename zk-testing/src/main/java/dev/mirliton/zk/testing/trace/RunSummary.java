package dev.mirliton.zk.testing.trace;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a run before its events.
 *
 * @param seed what it grew from
 * @param failure what failed, in a sentence; lines that follow may say more; null when nothing did
 * @param command repeats the run when typed into a shell
 * @param faults the schedule of faults, the smallest known
 * @param settings what else the run depended on, in the order to show it
 * @since 0.1
 */
public record RunSummary(
    long seed,
    @Nullable String failure,
    String command,
    List<ScheduledFault> faults,
    List<Setting> settings) {

  /**
   * A fault, as it was planned.
   *
   * @param at virtual time since the run began
   * @param lasting until it heals; zero for what is over at once, as a connection that is cut
   * @param what the fault and its victims, in words
   */
  public record ScheduledFault(Duration at, Duration lasting, String what) {}

  /** A setting, as {@code clients} and {@code 5}. */
  public record Setting(String name, String value) {}

  /** Takes copies of the lists. */
  public RunSummary {
    faults = List.copyOf(faults);
    settings = List.copyOf(settings);
  }
}
