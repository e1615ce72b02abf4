package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.HandlerProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * What every part of the handler contract needs to know: whose handler is to be proven. After each
 * test no platform thread may be left whose name begins as the handler's threads' names do. A test
 * that hangs, in a {@code close} that does not return for instance, fails after two minutes.
 *
 * @since 0.1
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public interface HandlerSubject {

  /** Returns the provider of the handler to prove. */
  HandlerProvider provider();

  /** Returns how many links are opened at once where many are: each takes two sockets or more. */
  default int manyLinks() {
    return 1000;
  }

  /** Returns what each handler is told; its name is that of the test class. */
  default HandlerOptions options() {
    return HandlerOptions.DEFAULT.named(getClass().getSimpleName());
  }

  /** Returns a new handler, which the test must close. */
  default Handler start() {
    return provider().create(options());
  }

  /** A handler's threads are gone when its {@code close} has returned. */
  @AfterEach
  default void noThreadIsLeft() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith(options().name())) {
        // A pool may call itself terminated a moment before its last thread has ended.
        thread.join(Concurrently.GRACE);
        assertFalse(thread.isAlive(), () -> thread + " outlived its handler");
      }
    }
  }
}
