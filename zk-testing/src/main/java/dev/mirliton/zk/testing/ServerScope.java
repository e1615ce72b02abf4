package dev.mirliton.zk.testing;

/**
 * Who shares a server with whom.
 *
 * @since 0.1
 */
public enum ServerScope {
  /**
   * One server for all tests of the JVM, started once. A test that stops it gets it started again
   * afterwards; one that does so while others run in parallel disturbs them.
   */
  SHARED,
  /** A server for the annotated class alone, or for the annotated method alone. */
  OWN
}
