package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Lifetime;
import java.time.Duration;

/**
 * The numbers of kinds of znodes, and how {@link CreateOptions} translate into them.
 *
 * @since 0.1
 */
public final class CreateFlags {
  /** Lives until deleted. */
  public static final int PERSISTENT = 0;

  /** Lives as long as its session. */
  public static final int EPHEMERAL = 1;

  /** Lives until deleted, its name numbered. */
  public static final int PERSISTENT_SEQUENTIAL = 2;

  /** Lives as long as its session, its name numbered. */
  public static final int EPHEMERAL_SEQUENTIAL = 3;

  /** Lives until its last child is gone. */
  public static final int CONTAINER = 4;

  /** Lives until nobody changed it for a while. */
  public static final int PERSISTENT_WITH_TTL = 5;

  /** Lives until nobody changed it for a while, its name numbered. */
  public static final int PERSISTENT_SEQUENTIAL_WITH_TTL = 6;

  private CreateFlags() {}

  /** Returns the number for {@code options}. */
  public static int of(CreateOptions options) {
    return switch (options.lifetime()) {
      case Lifetime.Persistent p -> options.isSequential() ? PERSISTENT_SEQUENTIAL : PERSISTENT;
      case Lifetime.Ephemeral e -> options.isSequential() ? EPHEMERAL_SEQUENTIAL : EPHEMERAL;
      case Lifetime.Container c -> CONTAINER;
      case Lifetime.Ttl t ->
          options.isSequential() ? PERSISTENT_SEQUENTIAL_WITH_TTL : PERSISTENT_WITH_TTL;
    };
  }

  /** Returns the time to live in milliseconds, rounded down; 0 for a znode without one. */
  public static long ttlMs(CreateOptions options) {
    return options.lifetime() instanceof Lifetime.Ttl ttl ? ttl.timeToLive().toMillis() : 0;
  }

  /**
   * Returns the request that creates such a znode and is answered with its stat. Servers before 3.5
   * have only {@link OpCode#CREATE}, which is answered without.
   */
  public static int opCode(int flags) {
    return switch (flags) {
      case CONTAINER -> OpCode.CREATE_CONTAINER;
      case PERSISTENT_WITH_TTL, PERSISTENT_SEQUENTIAL_WITH_TTL -> OpCode.CREATE_TTL;
      default -> OpCode.CREATE2;
    };
  }

  /** Whether the server appends a number to the name. */
  public static boolean isSequential(int flags) {
    return flags == PERSISTENT_SEQUENTIAL
        || flags == EPHEMERAL_SEQUENTIAL
        || flags == PERSISTENT_SEQUENTIAL_WITH_TTL;
  }

  /**
   * Returns what a request asks for.
   *
   * @param ttlMs the time to live in milliseconds; ignored for kinds without one
   * @throws IllegalArgumentException if no kind has this number, or if the time to live is out of
   *     range: a server answers {@link ErrorCode#BAD_ARGUMENTS}
   */
  public static CreateOptions options(int flags, long ttlMs) {
    CreateOptions options =
        switch (flags) {
          case PERSISTENT, PERSISTENT_SEQUENTIAL -> CreateOptions.PERSISTENT;
          case EPHEMERAL, EPHEMERAL_SEQUENTIAL -> CreateOptions.EPHEMERAL;
          case CONTAINER -> CreateOptions.CONTAINER;
          case PERSISTENT_WITH_TTL, PERSISTENT_SEQUENTIAL_WITH_TTL ->
              CreateOptions.ttl(Duration.ofMillis(ttlMs));
          default -> throw new IllegalArgumentException("unknown create flags " + flags);
        };
    return isSequential(flags) ? options.sequential() : options;
  }
}
