package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.protocol.wire.CreateFlags;
import dev.mirliton.zk.protocol.wire.CreateRequest;
import dev.mirliton.zk.protocol.wire.CreateTtlRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.OpCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A create of any kind.
 *
 * @param ttlMs the time to live; {@link #NO_TTL} where the request has none
 */
record Birth(
    int opCode, String path, byte @Nullable [] data, List<Acl> acl, int flags, long ttlMs) {
  static final int NO_TTL = -1;

  static Birth of(CreateRequest request) {
    return new Birth(
        request.opCode(), request.path(), request.data(), request.acl(), request.flags(), NO_TTL);
  }

  static Birth of(CreateTtlRequest request) {
    return new Birth(
        request.opCode(),
        request.path(),
        request.data(),
        request.acl(),
        request.flags(),
        request.ttlMs());
  }

  /** Whether a server can read such a step: it looks at the flags while it does. */
  static boolean isReadableStep(int flags) {
    return isKind(flags) && !isTtl(flags);
  }

  /** Returns the same as a step: in a transaction it is the kind that says which request it is. */
  Birth asStep() {
    int request = opCode;
    if (isTtl(flags)) {
      request = OpCode.CREATE_TTL;
    } else if (flags == CreateFlags.CONTAINER) {
      request = OpCode.CREATE_CONTAINER;
    } else if (opCode == OpCode.CREATE_TTL) {
      request = OpCode.CREATE;
    }
    return new Birth(request, path, data, acl, flags, ttlMs);
  }

  /**
   * Checks that there are such znodes.
   *
   * @throws Refusal with {@link ErrorCode#BAD_ARGUMENTS} or {@link ErrorCode#UNIMPLEMENTED}
   */
  void checkKind(ModelOptions options) throws Refusal {
    if (!isKind(flags)) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    if (isTtl(flags)) {
      if (!options.extendedTypes()) {
        throw new Refusal(ErrorCode.UNIMPLEMENTED);
      }
      if (ttlMs <= 0 || ttlMs > Ownership.MAX_TTL_MS) {
        throw new Refusal(ErrorCode.BAD_ARGUMENTS);
      }
    } else if (opCode == OpCode.CREATE_TTL) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
  }

  boolean isSequential() {
    return CreateFlags.isSequential(flags);
  }

  /**
   * Returns on what its life depends, see {@link Ownership}. The request decides, not the flags: a
   * plain create with a container's flag is a plain znode.
   */
  long owner(long sessionId) {
    return switch (opCode) {
      case OpCode.CREATE_CONTAINER -> Ownership.CONTAINER;
      case OpCode.CREATE_TTL -> Ownership.ofTtl(ttlMs);
      default -> isEphemeral() ? sessionId : Ownership.NOBODY;
    };
  }

  private boolean isEphemeral() {
    return flags == CreateFlags.EPHEMERAL || flags == CreateFlags.EPHEMERAL_SEQUENTIAL;
  }

  private static boolean isKind(int flags) {
    return flags >= CreateFlags.PERSISTENT && flags <= CreateFlags.PERSISTENT_SEQUENTIAL_WITH_TTL;
  }

  private static boolean isTtl(int flags) {
    return flags == CreateFlags.PERSISTENT_WITH_TTL
        || flags == CreateFlags.PERSISTENT_SEQUENTIAL_WITH_TTL;
  }
}
