/**
 * One selector thread that carries every connection.
 *
 * @provides dev.mirliton.zk.spi.HandlerProvider the handler named {@code nio}
 */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.handler.nio {
  requires static org.jspecify;
  requires dev.mirliton.zk;
  requires org.slf4j;
  requires org.jctools.core;

  provides dev.mirliton.zk.spi.HandlerProvider with
      dev.mirliton.zk.handler.nio.NioHandlerProvider;
}
