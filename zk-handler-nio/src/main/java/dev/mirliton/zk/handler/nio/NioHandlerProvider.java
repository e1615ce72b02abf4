package dev.mirliton.zk.handler.nio;

import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.HandlerProvider;

/**
 * Makes handlers that hold any number of connections with one selector thread.
 *
 * @since 0.1
 */
public final class NioHandlerProvider implements HandlerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public NioHandlerProvider() {}

  @Override
  public String name() {
    return "nio";
  }

  @Override
  public int priority() {
    return 10;
  }

  @Override
  public Handler create(HandlerOptions options) {
    return new NioHandler(options);
  }
}
