package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.HandlerProvider;

/**
 * Makes handlers for code that runs in a simulation. There it comes before every other, so that a
 * program that names no handler is simulated as it stands; elsewhere it is passed over.
 *
 * @since 0.1
 */
public final class SimulatedHandlerProvider implements HandlerProvider {
  static final String NAME = "simulated";

  /** Called by {@link java.util.ServiceLoader}. */
  public SimulatedHandlerProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int priority() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean isAvailable() {
    return Kernel.entered() != null;
  }

  /**
   * Creates a handler of the simulated process that the caller belongs to.
   *
   * @throws IllegalStateException if the calling thread is not simulated
   */
  @Override
  public Handler create(HandlerOptions options) {
    Strand caller = Kernel.current();
    if (caller != null && caller.actor() instanceof Incarnation process) {
      return new SimulatedHandler(process, options);
    }
    throw new IllegalStateException(
        "the handler 'simulated' is made by code that runs in a simulation, but thread "
            + Thread.currentThread().getName()
            + " is real (docs/errors.md#simulation)");
  }
}
