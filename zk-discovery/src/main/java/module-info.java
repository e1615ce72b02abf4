/** Services that find each other: who is there, what they are told, and how to join them. */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.discovery {
  requires static transitive org.jspecify;
  requires transitive dev.mirliton.zk;
  requires com.fasterxml.jackson.databind;
  requires org.slf4j;

  exports dev.mirliton.zk.discovery;
}
