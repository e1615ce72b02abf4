package dev.mirliton.zk.testing.simulation;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * What {@link SimulationTest} does. Made by JUnit.
 *
 * @since 0.1
 */
public final class SimulationTestExtension implements InvocationInterceptor, ParameterResolver {

  /** Made by JUnit. */
  public SimulationTestExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Simulation.class;
  }

  /** Returns nothing: each seed brings a simulation of its own. */
  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return null;
  }

  @Override
  public void interceptTestMethod(
      Invocation<@Nullable Void> invocation,
      ReflectiveInvocationContext<Method> called,
      ExtensionContext context) {
    invocation.skip();
    Method method = called.getExecutable();
    Object instance = context.getRequiredTestInstance();
    SimulationTest wanted =
        AnnotationSupport.findAnnotation(method, SimulationTest.class).orElseThrow();
    plan(wanted, context.getRequiredTestClass(), method)
        .run(simulation -> ReflectionSupport.invokeMethod(method, fresh(instance), simulation));
  }

  private static SimulationPlan plan(SimulationTest wanted, Class<?> type, Method method) {
    SimulationPlan plan =
        SimulationPlan.standard()
            .name(type.getSimpleName() + "." + method.getName())
            .command(
                "%s -Dtest=%s#%s"
                    .formatted(
                        System.getProperty("simulation.command", "mvn test"),
                        type.getSimpleName(),
                        method.getName()))
            .seeds(wanted.seeds())
            .firstSeed(wanted.firstSeed())
            .servers(wanted.servers())
            .faults(wanted.faults())
            .faultsWithin(Duration.ofSeconds(wanted.faultsWithinSeconds()))
            .timeLimit(Duration.ofMinutes(wanted.timeLimitMinutes()));
    if (!wanted.schedule().isEmpty()) {
      plan = plan.faults(Fault.parseAll(wanted.schedule()));
    }
    return wanted.budgetSeconds() == 0
        ? plan
        : plan.budget(Duration.ofSeconds(wanted.budgetSeconds()));
  }

  /** Returns an instance that no other seed has touched, if the class can be made without help. */
  private static Object fresh(Object instance) {
    try {
      Constructor<?> constructor = instance.getClass().getDeclaredConstructor();
      return ReflectionSupport.newInstance(constructor.getDeclaringClass());
    } catch (NoSuchMethodException needsHelp) {
      return instance;
    }
  }
}
