package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.TestWorld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;

/**
 * Something that lives in the simulated world of a test: made there, and closed there.
 *
 * @param what null if the run had failed before it was made
 */
record InWorld<T extends AutoCloseable>(TestWorld world, String name, @Nullable T what)
    implements AutoCloseable {

  static <T extends AutoCloseable> InWorld<T> make(
      TestWorld world, String name, Invocation<T> making) {
    return new InWorld<>(world, name, world.run(name, making));
  }

  @Override
  public void close() {
    T made = what;
    if (made != null) {
      world.run(
          "close " + name,
          () -> {
            made.close();
            return made;
          });
    }
  }
}
