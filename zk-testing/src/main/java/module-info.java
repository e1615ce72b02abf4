/**
 * Real servers for tests, a JUnit extension that gives a test its server and clients, faults on
 * demand, and a check for what was left behind.
 */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.testing {
  requires static transitive org.jspecify;
  requires transitive dev.mirliton.zk;
  requires transitive org.junit.jupiter.api;
  requires java.management;
  requires jdk.management;
  requires org.slf4j;

  exports dev.mirliton.zk.testing;
}
