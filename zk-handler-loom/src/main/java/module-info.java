/**
 * Virtual threads for connections, callbacks, timers and tasks.
 *
 * @provides dev.mirliton.zk.spi.HandlerProvider the one named {@code loom}
 */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.handler.loom {
  requires static org.jspecify;
  requires dev.mirliton.zk;
  requires org.slf4j;

  provides dev.mirliton.zk.spi.HandlerProvider with
      dev.mirliton.zk.handler.loom.LoomHandlerProvider;
}
