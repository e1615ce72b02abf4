/**
 * Real servers for tests, a JUnit extension that gives a test its server and clients, faults on
 * demand, a check for what was left behind, and the contracts that an implementation must keep. And
 * a simulated world: virtual time, a network that fails on demand, a model ensemble, and checks of
 * what callers saw.
 */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.testing {
  requires static transitive org.jspecify;
  requires transitive dev.mirliton.zk;
  requires transitive org.junit.jupiter.api;
  requires dev.mirliton.zk.protocol;
  requires java.management;
  requires java.xml;
  requires jdk.management;
  requires org.slf4j;
  requires static com.github.dockerjava.api; // this and the next only for the package container
  requires static testcontainers;

  exports dev.mirliton.zk.testing;
  exports dev.mirliton.zk.testing.container;
  exports dev.mirliton.zk.testing.contract;
  exports dev.mirliton.zk.testing.history;
  exports dev.mirliton.zk.testing.model;
  exports dev.mirliton.zk.testing.simulation;
  exports dev.mirliton.zk.testing.trace;

  provides dev.mirliton.zk.spi.HandlerProvider with
      dev.mirliton.zk.testing.simulation.SimulatedHandlerProvider;
}
