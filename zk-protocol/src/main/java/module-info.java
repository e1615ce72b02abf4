/**
 * The client itself: the wire protocol, the session that speaks it, and the facade an application
 * calls. Only the wire protocol is for others.
 */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.protocol {
  requires static org.jspecify;
  requires transitive dev.mirliton.zk;
  requires org.slf4j;
  requires org.jctools.core;

  exports dev.mirliton.zk.protocol.wire;
}
