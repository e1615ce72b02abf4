/** What proves an implementation: the contracts that a handler must keep. */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.testing {
  requires static transitive org.jspecify;
  requires transitive dev.mirliton.zk;
  requires transitive org.junit.jupiter.api;
  requires org.slf4j;

  exports dev.mirliton.zk.testing.contract;
}
