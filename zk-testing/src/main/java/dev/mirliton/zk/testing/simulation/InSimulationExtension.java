package dev.mirliton.zk.testing.simulation;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link InSimulation} does. Made by JUnit.
 *
 * @since 0.1
 */
public final class InSimulationExtension implements ClassTemplateInvocationContextProvider {
  private static final String SEED = "simulation.seed";
  private static final String ENABLED = "simulation.enabled";

  /** Made by JUnit. */
  public InSimulationExtension() {}

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public boolean mayReturnZeroClassTemplateInvocationContexts(ExtensionContext context) {
    return !isEnabled(context);
  }

  private static boolean isEnabled(ExtensionContext context) {
    return context.getConfigurationParameter(ENABLED, Boolean::valueOf).orElse(true);
  }

  @Override
  public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    if (!isEnabled(context)) {
      return Stream.empty();
    }
    InSimulation wanted =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), InSimulation.class)
            .orElseThrow();
    Long only = Long.getLong(SEED);
    LongStream seeds =
        only == null ? LongStream.rangeClosed(1, wanted.seeds()) : LongStream.of(only);
    return seeds.mapToObj(seed -> new WithSeed(new TestWorld.Kind(seed, wanted.servers())));
  }

  /** The class once more, with a seed. */
  private record WithSeed(TestWorld.Kind kind) implements ClassTemplateInvocationContext {

    @Override
    public String getDisplayName(int invocation) {
      return "simulated, seed " + kind.seed();
    }

    @Override
    public void prepareInvocation(ExtensionContext context) {
      kind.prepare(context);
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new SimulatedInvocations());
    }
  }
}
