package dev.mirliton.zk.testing.model;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How a model server behaves where real ones can be told to. Immutable; the {@code with} methods
 * return a copy.
 *
 * @since 0.1
 */
public final class ModelOptions {
  /** What a server does that nobody has told anything, with a tick of two seconds. */
  public static final ModelOptions DEFAULT = new ModelOptions();

  // Written while a copy is made, and never again.
  private Duration tick = Duration.ofSeconds(2);
  private Duration shortestSession = tick.multipliedBy(2);
  private Duration longestSession = tick.multipliedBy(20);
  private Duration sweepInterval = Duration.ofMinutes(1);
  private boolean extendedTypes;
  private boolean reconfig;
  private boolean localSessions;
  private boolean readOnlyMode;
  private boolean readOnlySessions;
  private String superDigest = "";
  private List<Integer> missing = List.of();

  private ModelOptions() {}

  private ModelOptions but(Consumer<ModelOptions> change) {
    ModelOptions copy = new ModelOptions();
    copy.tick = tick;
    copy.shortestSession = shortestSession;
    copy.longestSession = longestSession;
    copy.sweepInterval = sweepInterval;
    copy.extendedTypes = extendedTypes;
    copy.reconfig = reconfig;
    copy.localSessions = localSessions;
    copy.readOnlyMode = readOnlyMode;
    copy.readOnlySessions = readOnlySessions;
    copy.superDigest = superDigest;
    copy.missing = missing;
    change.accept(copy);
    return copy;
  }

  /**
   * Returns a copy with another unit of time: sessions end at multiples of it, and may last from
   * two to twenty of it.
   *
   * @throws IllegalArgumentException if {@code tick} is less than a millisecond
   */
  public ModelOptions withTick(Duration tick) {
    requireMillisecond("tick", tick);
    return but(
        copy -> {
          copy.tick = tick;
          copy.shortestSession = tick.multipliedBy(2);
          copy.longestSession = tick.multipliedBy(20);
        });
  }

  /**
   * Returns a copy that grants sessions other timeouts.
   *
   * @throws IllegalArgumentException if {@code shortest} is less than a millisecond, or above
   *     {@code longest}
   */
  public ModelOptions withSessionTimeouts(Duration shortest, Duration longest) {
    requireMillisecond("shortest", shortest);
    if (shortest.compareTo(longest) > 0) {
      throw new IllegalArgumentException("no session lasts from " + shortest + " to " + longest);
    }
    return but(
        copy -> {
          copy.shortestSession = shortest;
          copy.longestSession = longest;
        });
  }

  /**
   * Returns a copy that looks that often for empty containers and znodes whose time is over.
   *
   * @throws IllegalArgumentException if {@code interval} is less than a millisecond
   */
  public ModelOptions withSweepInterval(Duration interval) {
    requireMillisecond("interval", interval);
    return but(copy -> copy.sweepInterval = interval);
  }

  /** Returns a copy that has znodes with a time to live. */
  public ModelOptions withExtendedTypes() {
    return but(copy -> copy.extendedTypes = true);
  }

  /** Returns a copy that lets its members be changed. */
  public ModelOptions withReconfig() {
    return but(copy -> copy.reconfig = true);
  }

  /** Returns a copy that gives sessions of its own while it is read-only. */
  public ModelOptions withLocalSessions() {
    return but(copy -> copy.localSessions = true);
  }

  /**
   * Returns a copy with a superuser.
   *
   * @param digest who it is, as in an ACL: user, colon, hash
   */
  public ModelOptions withSuperDigest(String digest) {
    return but(copy -> copy.superDigest = digest);
  }

  /**
   * Returns a copy that is older than these operations, and those only: it refuses them before it
   * answers what was asked earlier, and closes the connection.
   *
   * @param opCodes their numbers in the protocol
   */
  public ModelOptions withoutOperations(int... opCodes) {
    return but(copy -> copy.missing = Arrays.stream(opCodes).boxed().toList());
  }

  private static void requireMillisecond(String what, Duration duration) {
    if (duration.toMillis() < 1) {
      throw new IllegalArgumentException(
          what + " must be at least a millisecond but was " + duration);
    }
  }

  /** Returns the unit of time. */
  public Duration tick() {
    return tick;
  }

  /** Returns the shortest timeout that a session can have. */
  public Duration shortestSession() {
    return shortestSession;
  }

  /** Returns the longest timeout that a session can have. */
  public Duration longestSession() {
    return longestSession;
  }

  /** Returns how often empty containers are looked for. */
  public Duration sweepInterval() {
    return sweepInterval;
  }

  /** Whether there are znodes with a time to live. */
  public boolean extendedTypes() {
    return extendedTypes;
  }

  /** Whether the members may be changed. */
  public boolean reconfigEnabled() {
    return reconfig;
  }

  /** Whether a read-only server gives sessions of its own. */
  public boolean localSessions() {
    return localSessions;
  }

  /** Returns who the superuser is, as in an ACL. */
  public Optional<String> superDigest() {
    return superDigest.isEmpty() ? Optional.empty() : Optional.of(superDigest);
  }

  /**
   * Returns a copy that serves reads, to clients that do not mind, when it has been without a
   * quorum for two seconds.
   */
  public ModelOptions withReadOnlyMode() {
    return but(copy -> copy.readOnlyMode = true);
  }

  /**
   * Returns a copy that goes on with sessions of the ensemble while it is read-only, as servers
   * before 3.7 do. Later ones close the connection, and the session waits for a quorum.
   */
  public ModelOptions withReadOnlySessions() {
    return but(copy -> copy.readOnlySessions = true);
  }

  boolean readOnlySessions() {
    return readOnlySessions;
  }

  boolean hasOperation(int opCode) {
    return !missing.contains(opCode);
  }

  boolean readOnlyMode() {
    return readOnlyMode;
  }
}
