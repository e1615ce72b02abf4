package dev.mirliton.zk.it;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** All three handlers, or those that the configuration parameter {@value #PARAMETER} lists. */
public final class HandlersUnderTest implements ArgumentsProvider {
  static final String PARAMETER = "zk.handlers";

  /** Made by JUnit. */
  public HandlersUnderTest() {}

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    String names = context.getConfigurationParameter(PARAMETER).orElse("threads,loom,nio");
    return Stream.of(names.split(",")).map(Arguments::of);
  }
}
