package dev.mirliton.zk.handler.threads;

import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.HandlerProvider;

/**
 * Makes handlers that have a platform thread for each connection.
 *
 * @since 0.1
 */
public final class ThreadHandlerProvider implements HandlerProvider {

  /** Called by {@link java.util.ServiceLoader}. */
  public ThreadHandlerProvider() {}

  @Override
  public String name() {
    return "threads";
  }

  @Override
  public int priority() {
    return 30;
  }

  @Override
  public Handler create(HandlerOptions options) {
    return new ThreadHandler(options);
  }
}
