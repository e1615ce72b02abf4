package dev.mirliton.zk.protocol.client;

import org.jspecify.annotations.Nullable;

/**
 * What a refused repetition, and perhaps a look at the znode, told of a write.
 *
 * @param verdict what is known
 * @param value what the caller gets if it is {@link Verdict#OURS}
 */
record Finding<T>(Verdict verdict, @Nullable T value) {

  /** What is known. */
  enum Verdict {
    /** What the write was for is so, and nothing tells that another did it. */
    OURS,
    /** Another did what the server refuses to do again. */
    ANOTHERS,
    /** The write may have happened or not. */
    UNKNOWN,
    /** What stood in the way is gone. */
    GONE
  }

  static <T> Finding<T> without(Verdict verdict) {
    return new Finding<>(verdict, null);
  }

  static <T> Finding<T> of(boolean ours, T value) {
    return ours ? new Finding<>(Verdict.OURS, value) : without(Verdict.UNKNOWN);
  }
}
