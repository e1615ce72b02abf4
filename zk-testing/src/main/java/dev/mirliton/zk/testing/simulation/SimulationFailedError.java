package dev.mirliton.zk.testing.simulation;

import java.nio.file.Path;
import java.util.List;

/**
 * A scenario failed in a simulated world. The message says why, with which seed, the smallest
 * schedule of faults that still fails, the command that repeats it, and where the whole run can be
 * read. The cause is what the scenario threw.
 *
 * @since 0.1
 */
public final class SimulationFailedError extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final long seed;
  private final transient List<Fault> schedule;
  private final transient Path page;
  private final String command;

  SimulationFailedError(
      String message, Throwable cause, long seed, List<Fault> schedule, String command, Path page) {
    super(message, cause);
    this.seed = seed;
    this.schedule = List.copyOf(schedule);
    this.command = command;
    this.page = page;
  }

  /** Returns the seed that failed. */
  public long seed() {
    return seed;
  }

  /** Returns the smallest schedule of faults that was found to fail. */
  public List<Fault> schedule() {
    return schedule;
  }

  /** Returns the command that repeats the run. */
  public String command() {
    return command;
  }

  /** Returns the page that shows the run. */
  public Path page() {
    return page;
  }
}
