package dev.mirliton.zk.examples.tour;

/** The scenes around a lock. */
final class Locks {
  private Locks() {}

  static void contended(Stage stage) throws Exception {}

  static void lost(Stage stage) throws Exception {}
}
