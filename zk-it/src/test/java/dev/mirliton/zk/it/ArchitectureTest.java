package dev.mirliton.zk.it;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and the one door to the outside. */
@SuppressWarnings("NullAway.Init") // JUnit sets them
class ArchitectureTest {
  private static final String API = "dev.mirliton.zk";
  private static final String SPI = "dev.mirliton.zk.spi";
  private static final String PARTS = "dev.mirliton.zk.spi.parts";
  private static final String PROTOCOL = "dev.mirliton.zk.protocol..";
  private static final String WIRE = "dev.mirliton.zk.protocol.wire";
  private static final String SESSION = "dev.mirliton.zk.protocol.session";
  private static final String HANDLERS = "dev.mirliton.zk.handler..";
  private static final String RECIPES = "dev.mirliton.zk.recipes..";
  private static final String DISCOVERY = "dev.mirliton.zk.discovery..";
  private static final String TESTING = "dev.mirliton.zk.testing..";
  private static final String TESTS = "dev.mirliton.zk.it..";

  private static final Set<String> OUTSIDE_CLASSES =
      Set.of(
          "java.util.concurrent.locks.LockSupport",
          "java.util.concurrent.ThreadLocalRandom",
          "java.util.concurrent.Executors",
          "java.util.concurrent.ForkJoinPool",
          "java.util.concurrent.ThreadPoolExecutor",
          "java.util.concurrent.ScheduledThreadPoolExecutor",
          "java.util.Timer",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.lang.Thread$Builder",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket");

  /** Methods by class: what may not be called although the class is a value's. */
  private static final Map<String, Set<String>> OUTSIDE_METHODS =
      Map.of(
          "java.lang.Thread",
          Set.of(
              "<init>",
              "start",
              "sleep",
              "yield",
              "onSpinWait",
              "ofPlatform",
              "ofVirtual",
              "startVirtualThread"),
          "java.lang.System",
          Set.of("nanoTime", "currentTimeMillis"),
          "java.time.Instant",
          Set.of("now"),
          "java.time.LocalDateTime",
          Set.of("now"),
          "java.util.UUID",
          Set.of("randomUUID"),
          "java.lang.Math",
          Set.of("random"),
          "java.net.InetAddress",
          Set.of("getByName", "getAllByName", "isReachable"),
          "java.util.concurrent.CompletableFuture",
          Set.of("supplyAsync", "runAsync", "orTimeout", "completeOnTimeout", "delayedExecutor"),
          "java.util.concurrent.TimeUnit",
          Set.of("sleep"));

  /** Parts for handlers that open the door themselves. */
  private static final String DOORS =
      "Workers|ThreadParking|ChannelLink|PlainPassage|TlsPassage|Passage";

  private static JavaClasses main;
  private static JavaClasses tests;

  @BeforeAll
  static void read() throws IOException {
    JavaClasses found = new ClassFileImporter().importPackages("dev.mirliton.zk");
    main =
        found.that(
            describe("are no tests", type -> !type.getPackageName().startsWith(API + ".it")));
    tests = new ClassFileImporter().importPaths(testClasses());
    assertTrue(main.size() > 150, main.size() + " classes");
    assertTrue(tests.contain(ArchitectureTest.class));
  }

  /** Returns where the tests of all modules are, of those that were built. */
  private static List<Path> testClasses() throws IOException {
    List<Path> found = new ArrayList<>();
    found.add(
        Path.of(
            ArchitectureTest.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
    Path root = Path.of("").toAbsolutePath().getParent();
    if (root != null && Files.exists(root.resolve("zk-it"))) {
      try (Stream<Path> modules = Files.list(root)) {
        modules
            .map(module -> module.resolve("target/test-classes"))
            .filter(Files::isDirectory)
            .forEach(found::add);
      }
    }
    return found;
  }

  private static DescribedPredicate<JavaClass> outsideClass() {
    return describe(
        "open a way outside",
        type ->
            OUTSIDE_CLASSES.contains(type.getName())
                || type.getPackageName().startsWith("java.nio.channels"));
  }

  private static DescribedPredicate<JavaAccess<?>> outsideCall() {
    return describe(
        "a way outside",
        access ->
            OUTSIDE_METHODS
                .getOrDefault(access.getTargetOwner().getName(), Set.of())
                .contains(access.getName()));
  }

  @Test
  void handlersAreTheOnlyDoor() {
    noClasses()
        .that()
        .resideOutsideOfPackages(HANDLERS, TESTING, PARTS)
        .should()
        .dependOnClassesThat(outsideClass())
        .orShould()
        .accessTargetWhere(outsideCall())
        .because(
            "threads, waits, clocks, timers, sockets and random numbers come from the handler"
                + " alone; the parts of which handlers are built live in spi.parts")
        .check(main);
  }

  @Test
  void partsForHandlersOpenTheDoorOnlyWhereTheyMust() {
    noClasses()
        .that()
        .resideInAPackage(PARTS)
        .and()
        .haveNameNotMatching(PARTS.replace(".", "\\.") + "\\.(%s)(\\$.*)?".formatted(DOORS))
        .should()
        .dependOnClassesThat(outsideClass())
        .orShould()
        .accessTargetWhere(outsideCall())
        .because(
            "of the parts for handlers only the workers and the parking wait, and only the link"
                + " over a channel, with its plain and its encrypted passage, touches a socket")
        .check(main);
  }

  @Test
  void onlyHandlersUseTheirParts() {
    noClasses()
        .that()
        .resideOutsideOfPackages(HANDLERS, PARTS, TESTING)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(PARTS)
        .because("they are another way to threads and sockets")
        .check(main);
  }

  @Test
  void apiImportsNothingOfOurs() {
    noClasses()
        .that()
        .resideInAnyPackage(API, SPI, PARTS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(PROTOCOL, HANDLERS, RECIPES, DISCOVERY, TESTING)
        .because("everything else hangs on it")
        .check(main);
  }

  @Test
  void handlersKnowTheSpiOnly() {
    for (String name : List.of("threads", "loom", "nio")) {
      classes()
          .that()
          .resideInAPackage("dev.mirliton.zk.handler." + name + "..")
          .should()
          .onlyDependOnClassesThat(
              describe(
                  "are the API, the SPI, its own or others'",
                  type ->
                      !type.getPackageName().startsWith(API)
                          || Set.of(API, SPI, PARTS, API + ".handler." + name)
                              .contains(type.getPackageName())))
          .because("a handler knows neither ZooKeeper's protocol nor another handler")
          .check(main);
    }
  }

  @Test
  void protocolKnowsTheApiOnly() {
    noClasses()
        .that()
        .resideInAPackage(PROTOCOL)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(HANDLERS, RECIPES, DISCOVERY, TESTING)
        .because("the protocol does not know who moves its bytes, nor who uses it")
        .check(main);
  }

  @Test
  void recipesKnowTheApiOnly() {
    noClasses()
        .that()
        .resideInAnyPackage(RECIPES, DISCOVERY)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SPI, PARTS, PROTOCOL, HANDLERS, TESTING)
        .because("a recipe knows neither threads nor bytes")
        .allowEmptyShould(true)
        .check(main);
  }

  @Test
  void wireKnowsNoSession() {
    noClasses()
        .that()
        .resideInAPackage(WIRE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SESSION, "dev.mirliton.zk.protocol.client", SPI)
        .because("bytes and records are pure functions of each other")
        .check(main);
  }

  @Test
  void sessionKnowsNoClient() {
    noClasses()
        .that()
        .resideInAPackage(SESSION)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.mirliton.zk.protocol.client", SPI)
        .because("a session is a function of input and time")
        .check(main);
  }

  @Test
  void wireAndSessionArePure() {
    noClasses()
        .that()
        .resideInAnyPackage(WIRE, SESSION)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.concurrent..", "org.slf4j..", "java.nio.channels..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .because("they have no thread, no lock, no clock, no log and no socket")
        .check(main);
  }

  @Test
  void testHarnessKnowsNoHandler() {
    noClasses()
        .that()
        .resideInAPackage(TESTING)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(HANDLERS, "dev.mirliton.zk.protocol.client", SESSION)
        .because("any handler must be able to prove itself with it")
        .check(main);
  }

  @Test
  void nobodyTakesAMonitor() {
    noMethods()
        .should()
        .haveModifier(JavaModifier.SYNCHRONIZED)
        .because("a virtual thread that waits in one pins its carrier up to JDK 23")
        .check(main);
  }

  @Test
  void testsDoNotSleep() {
    noClasses()
        .should()
        .accessTargetWhere(
            describe(
                "a sleep",
                access ->
                    access.getName().equals("sleep")
                        && Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit")
                            .contains(access.getTargetOwner().getName())))
        .because("a test awaits what it waits for")
        .check(tests);
  }
}
