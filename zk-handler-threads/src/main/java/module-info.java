/**
 * Platform threads: one reader for each connection.
 *
 * @provides dev.mirliton.zk.spi.HandlerProvider the handler named {@code threads}
 */
@org.jspecify.annotations.NullMarked
module dev.mirliton.zk.handler.threads {
  requires static org.jspecify;
  requires dev.mirliton.zk;
  requires org.slf4j;

  provides dev.mirliton.zk.spi.HandlerProvider with
      dev.mirliton.zk.handler.threads.ThreadHandlerProvider;
}
