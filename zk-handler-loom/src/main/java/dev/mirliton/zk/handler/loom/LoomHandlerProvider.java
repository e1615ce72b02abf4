package dev.mirliton.zk.handler.loom;

import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.HandlerProvider;

/**
 * Makes handlers of virtual threads: {@code loom}, of priority 20.
 *
 * @since 0.1
 */
public final class LoomHandlerProvider implements HandlerProvider {

  /** Made by {@link java.util.ServiceLoader}; opens nothing. */
  public LoomHandlerProvider() {}

  @Override
  public String name() {
    return "loom";
  }

  @Override
  public int priority() {
    return 20;
  }

  @Override
  public Handler create(HandlerOptions options) {
    return new LoomHandler(name(), options);
  }
}
