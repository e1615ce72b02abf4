package dev.mirliton.zk.testing;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.testing.simulation.TestWorld;
import java.lang.reflect.AnnotatedElement;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What {@link ZooKeeperTest} does. Made by JUnit; keeps all it makes in JUnit's stores, which close
 * it in time, the last thing first.
 *
 * @since 0.1
 */
public final class ZooKeeperExtension implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(ZooKeeperExtension.class);
  private static final String SIMULATED = "simulated";
  private static final Set<Class<?>> GIVEN =
      Set.of(
          TestServer.class,
          ZkClient.class,
          Clients.class,
          ZkOptions.class,
          ZkOptions.Builder.class);

  /** Made by JUnit. */
  public ZooKeeperExtension() {}

  /** The key of what belongs to one annotated class or method, or to one running context. */
  private record Key(Class<?> what, Object whose) {}

  /** The key of a server: its version if one was chosen, and the context that it belongs to. */
  private record ServerKey(Optional<String> version, String owner) {}

  /** An annotation, and the context of the class or method that it stands on. */
  private record Annotated(ZooKeeperTest annotation, ExtensionContext context) {}

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(
      ExtensionContext rootContext) {
    return ExtensionContextScope.TEST_METHOD; // A constructor's client is that of its test.
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return GIVEN.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    Optional<TestWorld> world = TestWorld.of(context);
    if (world.isPresent()) {
      return world.get().run("parameter", () -> given(type, simulated(world.get(), context)));
    }
    return given(type, scopeOf(context));
  }

  private static Object given(Class<?> type, TestScope scope) {
    if (type == TestServer.class) {
      return scope.server();
    } else if (type == Clients.class) {
      return scope.clients();
    } else if (type == ZkOptions.Builder.class) {
      return scope.clients().options();
    } else if (type == ZkOptions.class) {
      return scope.clients().options().build();
    }
    try {
      return scope.client();
    } catch (InterruptedException interrupted) {
      throw unresolved("a client", interrupted);
    }
  }

  private static TestScope scopeOf(ExtensionContext context) {
    Annotated annotated = annotated(context);
    TestServer server = serverFor(annotated, ChosenVersion.of(context));
    return context
        .getStore(OURS)
        .computeIfAbsent(
            new Key(TestScope.class, context.getUniqueId()),
            key -> TestScope.open(server, root(context), annotated.annotation().handler()),
            TestScope.class);
  }

  /** Called in the world of the test. */
  private static TestScope simulated(TestWorld world, ExtensionContext context) {
    InWorld<?> scope =
        context
            .getStore(OURS)
            .computeIfAbsent(
                new Key(TestScope.class, context.getUniqueId()),
                key -> new InWorld<>(world, "scope", openIn(world, context)),
                InWorld.class);
    return (TestScope) Objects.requireNonNull(scope.what());
  }

  private static TestScope openIn(TestWorld world, ExtensionContext context) {
    TestServer server = new SimulatedTestServer(world.simulation().ensemble());
    try {
      server.start();
    } catch (InterruptedException interrupted) {
      throw unresolved("a server", interrupted);
    }
    // In a world of one test there are no other roots; and a number would be another in each run.
    return TestScope.open(server, "/" + label(context), SIMULATED);
  }

  private static TestServer serverFor(Annotated annotated, Optional<String> version) {
    boolean own = annotated.annotation().server() == ServerScope.OWN;
    ExtensionContext owner = own ? annotated.context() : annotated.context().getRoot();
    Store store = owner.getStore(OURS);
    return store.computeIfAbsent(
        new ServerKey(version, owner.getUniqueId()), key -> runServer(version), TestServer.class);
  }

  private static TestServer runServer(Optional<String> version) {
    try {
      return version.isPresent()
          ? ServerProcess.with().version(version.get()).run()
          : EmbeddedServer.run();
    } catch (InterruptedException interrupted) {
      throw unresolved("a server", interrupted);
    }
  }

  /** Walks outwards: from the method to its class, and to the classes around it. */
  private static Annotated annotated(ExtensionContext context) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      Optional<AnnotatedElement> element = at.get().getElement();
      Optional<ZooKeeperTest> found =
          AnnotationSupport.findAnnotation(element, ZooKeeperTest.class);
      if (found.isPresent()) {
        return new Annotated(found.get(), at.get());
      }
    }
    throw new ParameterResolutionException(
        "neither the test nor its class has @ZooKeeperTest: " + context.getDisplayName());
  }

  /** A path that says whose it is and is never given twice. */
  private static String root(ExtensionContext context) {
    AtomicInteger counter =
        context
            .getRoot()
            .getStore(OURS)
            .computeIfAbsent(
                new Key(AtomicInteger.class, "roots"),
                key -> new AtomicInteger(),
                AtomicInteger.class);
    return "/" + label(context) + "-" + counter.incrementAndGet();
  }

  private static String label(ExtensionContext context) {
    return context
        .getTestMethod()
        .map(method -> method.getName())
        .or(() -> context.getTestClass().map(Class::getSimpleName))
        .orElse("test")
        .replaceAll("[^A-Za-z0-9]", "_");
  }

  private static ParameterResolutionException unresolved(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new ParameterResolutionException("interrupted while waiting for " + what, cause);
  }
}
