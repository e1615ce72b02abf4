package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.TestWorld;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * What {@link NoLeaks} does. Made by JUnit.
 *
 * @since 0.1
 */
public final class NoLeaksExtension implements BeforeEachCallback {
  private static final Namespace OURS = Namespace.create(NoLeaksExtension.class);

  /** Made by JUnit. */
  public NoLeaksExtension() {}

  @Override
  public void beforeEach(ExtensionContext context) {
    // JUnit closes it with the test's store, after all that was put there later.
    context.getStore(OURS).put(LeakCheck.class, begin(context));
  }

  private static AutoCloseable begin(ExtensionContext context) {
    return TestWorld.of(context)
        .<AutoCloseable>map(world -> InWorld.make(world, "leak-check", LeakCheck::begin))
        .orElseGet(LeakCheck::begin);
  }
}
