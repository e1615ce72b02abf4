package dev.mirliton.zk.testing;

/**
 * How a connection breaks.
 *
 * @since 0.1
 */
public enum Break {
  /** It is closed in order, both ways: what was written before arrives. */
  CLOSE,
  /** It is reset, as by a host that lost its power and is back: what was written may be lost. */
  RESET,
  /**
   * The side that bytes were going to hears their end, and may go on writing; what it writes
   * arrives. Of the other side nothing arrives any more, and it does not know.
   */
  HALF_CLOSE,
  /** Nothing arrives any more, either way, nor does the end of the connection. */
  SILENCE
}
