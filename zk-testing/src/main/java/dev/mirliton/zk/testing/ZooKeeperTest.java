package dev.mirliton.zk.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests a server, a real one or a simulated one, and clients with a root of their own.
 *
 * <pre>{@code
 * @ZooKeeperTest
 * class ColourTest {
 *   @Test
 *   void writtenColourIsRead(ZkClient zk) throws Exception {
 *     zk.create("/colour", "blue".getBytes(UTF_8));
 *     ...
 *   }
 * }
 * }</pre>
 *
 * <p>Parameters that can be asked for, by tests, life-cycle methods and constructors:
 *
 * <ul>
 *   <li>{@link TestServer}: the server; the test may stop it but not close it
 *   <li>{@link dev.mirliton.zk.ZkClient}: a connected client; the same one wherever one test asks
 *   <li>{@link Clients}: makes more clients, and closes them
 *   <li>{@link dev.mirliton.zk.ZkOptions.Builder} and {@link dev.mirliton.zk.ZkOptions}: how to
 *       connect to that server and root with that handler; clients made from them by hand are
 *       closed by hand
 * </ul>
 *
 * <p>All that one test asks for shares one root, which exists and is empty at first, and is deleted
 * in the end. What is injected lives as long as what it is injected into: a client given to
 * {@code @BeforeAll} lives until the class is done, and has another root than its tests.
 *
 * <p>With {@link dev.mirliton.zk.testing.simulation.InSimulation} beside it, the same tests run in
 * simulated worlds instead, each in one of its own: the server is then the model ensemble of that
 * world, and the handler is the simulated one, whatever stands here. Only {@code @BeforeAll} is
 * given something real.
 *
 * <p>An annotation of a method goes before that of its class, and that of a class before that of
 * the class it extends or stands in: a suite with {@code @ZooKeeperTest} runs on another handler by
 * extending it with {@code @ZooKeeperTest(handler = "nio")}.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ZooKeeperExtension.class)
public @interface ZooKeeperTest {

  /** The handler of the clients, by name; whichever is preferred if empty. */
  String handler() default "";

  /**
   * The version of the server, which then runs in a process of its own: {@code 3.6.4}. If empty,
   * that of the class or method around it; in the end what JUnit's configuration parameter {@code
   * zk.server.version} says, which may be given as a system property; and if that is silent, the
   * server that came with this module, in this JVM.
   *
   * @see ServerClasspath#ofVersion
   */
  String version() default "";

  /** Whose server it is. */
  ServerScope server() default ServerScope.SHARED;
}
