/** Coordination recipes, written once for every concurrency model. */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.recipes {
  requires static org.jspecify;
  requires transitive dev.mirliton.zk;
  requires org.slf4j;

  exports dev.mirliton.zk.recipes.lock;
}
