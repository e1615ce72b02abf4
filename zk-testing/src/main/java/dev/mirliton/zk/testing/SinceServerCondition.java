package dev.mirliton.zk.testing;

import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link SinceServer} does. Made by JUnit.
 *
 * @since 0.1
 */
public final class SinceServerCondition implements ExecutionCondition {

  /** Made by JUnit. */
  public SinceServerCondition() {}

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> chosen = ChosenVersion.of(context);
    Optional<SinceServer> since =
        AnnotationSupport.findAnnotation(context.getElement(), SinceServer.class);
    if (chosen.isEmpty() || since.isEmpty()) {
      return ConditionEvaluationResult.enabled("the newest server has everything");
    }
    String wanted = since.get().value();
    return ServerRelease.parse(chosen.get()).isAtLeast(ServerRelease.parse(wanted))
        ? ConditionEvaluationResult.enabled("the server is a " + chosen.get())
        : ConditionEvaluationResult.disabled("needs a server since " + wanted);
  }
}
