/**
 * The client itself: the wire protocol, the session that speaks it, and the facade an application
 * calls. Only the wire protocol is for others.
 *
 * @provides dev.mirliton.zk.spi.ClientProvider the client that {@code ZkClient.connect} finds
 */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.protocol {
  requires static org.jspecify;
  requires static jdk.jfr;
  requires transitive dev.mirliton.zk;
  requires java.security.jgss;
  requires java.security.sasl;
  requires org.slf4j;
  requires org.jctools.core;

  exports dev.mirliton.zk.protocol.wire;

  provides dev.mirliton.zk.spi.ClientProvider with
      dev.mirliton.zk.protocol.client.DefaultClientProvider;
}
