package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.TestWorld;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Which version of the server a test is to have, if anybody chose one. */
final class ChosenVersion {
  /** Chooses for all tests that do not choose by themselves. */
  private static final String PARAMETER = "zk.server.version";

  private ChosenVersion() {}

  /** Empty for the server that came with this module, and in a simulated world. */
  static Optional<String> of(ExtensionContext context) {
    if (TestWorld.isExpected(context)) {
      return Optional.empty();
    }
    return ofAnnotations(context)
        .or(() -> context.getConfigurationParameter(PARAMETER))
        .filter(version -> !version.isEmpty());
  }

  private static Optional<String> ofAnnotations(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getElement(), ZooKeeperTest.class)
        .map(ZooKeeperTest::version)
        .filter(version -> !version.isEmpty())
        .or(() -> context.getParent().flatMap(ChosenVersion::ofAnnotations));
  }
}
