package dev.mirliton.zk.testing.simulation;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link RealWorld} does. Made by JUnit.
 *
 * @since 0.1
 */
public final class RealWorldCondition implements ExecutionCondition {

  /** Made by JUnit. */
  public RealWorldCondition() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (!TestWorld.isExpected(context)) {
      return ConditionEvaluationResult.enabled("this is the real world");
    }
    return AnnotationSupport.findAnnotation(context.getElement(), RealWorld.class)
        .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), RealWorld.class))
        .map(real -> ConditionEvaluationResult.disabled("not in a simulation: " + real.value()))
        .orElseGet(() -> ConditionEvaluationResult.enabled("runs in a simulation too"));
  }
}
