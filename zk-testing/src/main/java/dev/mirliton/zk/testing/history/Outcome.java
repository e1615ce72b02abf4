package dev.mirliton.zk.testing.history;

/**
 * How a call ended, as its caller saw it.
 *
 * @param <R> what calls answer
 * @since 0.1
 */
public sealed interface Outcome<R> {

  /**
   * It took effect and answered. An answer that says no, such as a version that does not match, is
   * an answer too.
   */
  record Ok<R>(R result, Moment at) implements Outcome<R> {}

  /** It certainly had no effect, and tells nothing. */
  record Failed<R>(Moment at) implements Outcome<R> {}

  /**
   * The caller gave up. The call may have taken effect, may take effect at any time after this, or
   * never.
   */
  record Unknown<R>(Moment at) implements Outcome<R> {}

  /** It has not ended. Checks treat it as one of unknown fate. */
  record Running<R>() implements Outcome<R> {}
}
