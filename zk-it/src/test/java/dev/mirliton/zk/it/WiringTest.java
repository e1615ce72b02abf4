package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mirliton.zk.NoProviderException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.spi.ClientProvider;
import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.spi.Handlers;
import dev.mirliton.zk.testing.NoLeaks;
import dev.mirliton.zk.testing.TestServer;
import dev.mirliton.zk.testing.ZooKeeperTest;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor.Provides;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jctools.queues.MessagePassingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** How the parts of a client find each other, on the class path and on the module path. */
@ZooKeeperTest
@NoLeaks
class WiringTest {
  private static final Set<String> NAMES = Set.of("threads", "loom", "nio");

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static List<Path> handlers() {
    return Handlers.available().stream().map(provider -> home(provider.getClass())).toList();
  }

  /** What every application needs, besides parts that are found. */
  private static List<Path> core() {
    return List.of(
        home(ZkClient.class), home(MessagePassingQueue.class), home(LoggerFactory.class));
  }

  private static Path protocol() {
    return home(OpCode.class);
  }

  private static List<Path> all(List<List<Path>> paths) {
    return paths.stream().flatMap(List::stream).distinct().toList();
  }

  // ---- the class path --------------------------------------------------------------------------

  @Test
  void everyPartIsFoundOnTheClassPath() {
    Set<String> names =
        Handlers.available().stream().map(HandlerProvider::name).collect(Collectors.toSet());

    assertEquals(NAMES, names);
    assertEquals(protocol(), home(ClientProvider.find().getClass()));
  }

  @Test
  void preferredHandlerIsTheHighest() {
    int highest =
        Handlers.available().stream().mapToInt(HandlerProvider::priority).max().orElseThrow();

    assertEquals(highest, Handlers.choose().priority());
    for (String name : NAMES) {
      assertEquals(name, Handlers.choose(name).name());
    }
  }

  @Test
  void unknownHandlerIsExplained() {
    NoProviderException none =
        assertThrows(
            NoProviderException.class,
            () -> ZkClient.start(ZkOptions.to("localhost").handler("fibers").build()));

    for (String part : List.of("'fibers'", "[loom, nio, threads]", "zk-handler-threads")) {
      assertTrue(String.valueOf(none.getMessage()).contains(part), none.getMessage());
    }
  }

  @Test
  void serviceFilesSayWhatModulesSay() throws Exception {
    int services = 0;
    for (Path path :
        all(List.of(core(), handlers(), List.of(protocol(), home(TestServer.class))))) {
      for (ModuleReference module : ModuleFinder.of(path).findAll()) {
        if (!module.descriptor().name().startsWith("dev.mirliton")) {
          continue;
        }
        Set<String> said = new TreeSet<>();
        for (Provides provides : module.descriptor().provides()) {
          provides.providers().forEach(type -> said.add(provides.service() + " by " + type));
        }
        assertEquals(said, serviceFiles(module), module.descriptor().name());
        services += said.size();
      }
    }
    assertEquals(5, services, "three handlers, the simulated one, and a client");
  }

  private static Set<String> serviceFiles(ModuleReference module) throws IOException {
    String folder = "META-INF/services/";
    Set<String> said = new TreeSet<>();
    try (ModuleReader reader = module.open();
        Stream<String> files = reader.list()) {
      for (String file : files.filter(name -> name.startsWith(folder)).toList()) {
        if (file.endsWith("/")) {
          continue;
        }
        try (var in = reader.open(file).orElseThrow()) {
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank())
              .forEach(line -> said.add(file.substring(folder.length()) + " by " + line.strip()));
        }
      }
    }
    return said;
  }

  @Test
  void brokenProviderIsLoggedAndSkipped(@TempDir Path broken) throws Exception {
    Path services = Files.createDirectories(broken.resolve("META-INF/services"));
    Files.writeString(
        services.resolve(HandlerProvider.class.getName()), "no.such.HandlerProvider\n");
    List<URL> path = new ArrayList<>();
    path.add(broken.toUri().toURL());
    for (Path part :
        all(List.of(List.of(home(ZkClient.class), home(MessagePassingQueue.class)), handlers()))) {
      path.add(part.toUri().toURL());
    }
    Logger logger = (Logger) LoggerFactory.getLogger("dev.mirliton.zk.spi.Providers");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);

    try (URLClassLoader isolated =
        new URLClassLoader(path.toArray(URL[]::new), new OnlyLogging())) {
      List<?> found = (List<?>) call(isolated.loadClass(Handlers.class.getName()), "available");

      assertEquals(NAMES.size(), found.size());
    } finally {
      logger.detachAppender(lines);
    }
    assertTrue(
        lines.list.stream()
            .anyMatch(line -> line.getFormattedMessage().contains("no.such.HandlerProvider")),
        "the broken provider is in the log");
  }

  /** Shares nothing with this test but the logger. */
  private static final class OnlyLogging extends ClassLoader {
    OnlyLogging() {
      super(getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.slf4j.")) {
        return Class.forName(name, false, WiringTest.class.getClassLoader());
      }
      throw new ClassNotFoundException(name);
    }
  }

  // ---- the module path -------------------------------------------------------------------------

  /** Resolves the modules of {@code path} as a launcher does that is told {@code root}. */
  private static ModuleLayer layer(String root, List<Path> path) {
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration()
            .resolveAndBind(
                ModuleFinder.of(path.toArray(Path[]::new)), ModuleFinder.of(), Set.of(root));
    return boot.defineModulesWithOneLoader(configuration, ClassLoader.getPlatformClassLoader());
  }

  private static Class<?> inside(ModuleLayer layer, Class<?> type) throws ClassNotFoundException {
    Class<?> found = layer.findLoader("dev.mirliton.zk").loadClass(type.getName());
    assertEquals("dev.mirliton.zk", found.getModule().getName());
    return found;
  }

  private static Object call(Class<?> type, String method, Object... arguments) throws Exception {
    Class<?>[] types = Stream.of(arguments).map(Object::getClass).toArray(Class<?>[]::new);
    try {
      return Objects.requireNonNull(type.getMethod(method, types).invoke(null, arguments));
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() instanceof Exception cause ? cause : thrown;
    }
  }

  @Test
  void everyPartIsFoundOnTheModulePath() throws Exception {
    ModuleLayer layer =
        layer("dev.mirliton.zk", all(List.of(core(), handlers(), List.of(protocol()))));

    Set<String> modules = new HashSet<>();
    for (Object provider : (List<?>) call(inside(layer, Handlers.class), "available")) {
      modules.add(provider.getClass().getModule().getName());
    }
    Object client = call(inside(layer, ClientProvider.class), "find");

    assertEquals(
        NAMES.stream().map("dev.mirliton.zk.handler."::concat).collect(Collectors.toSet()),
        modules);
    assertEquals("dev.mirliton.zk.protocol", client.getClass().getModule().getName());
  }

  @Test
  void modularClientReachesAServer(TestServer server) throws Exception {
    ModuleLayer layer =
        layer("dev.mirliton.zk", all(List.of(core(), handlers(), List.of(protocol()))));
    Class<?> type = inside(layer, ZkClient.class);

    try (var zk =
        assertInstanceOf(AutoCloseable.class, call(type, "connect", server.connectString()))) {
      Object children = type.getMethod("children", String.class).invoke(zk, "/");

      assertTrue(((List<?>) Objects.requireNonNull(children)).contains("zookeeper"));
    }
  }

  @Test
  void missingHandlerIsExplained() throws Exception {
    ModuleLayer layer = layer("dev.mirliton.zk", all(List.of(core(), List.of(protocol()))));

    Exception none =
        assertThrows(Exception.class, () -> call(inside(layer, Handlers.class), "choose"));

    assertEquals(NoProviderException.class.getName(), none.getClass().getName());
    assertTrue(String.valueOf(none.getMessage()).contains("zk-handler-threads"), none.getMessage());
  }

  @Test
  void missingClientIsExplained() throws Exception {
    ModuleLayer layer = layer("dev.mirliton.zk", core());

    Exception none =
        assertThrows(
            Exception.class, () -> call(inside(layer, ZkClient.class), "connect", "localhost:1"));

    assertEquals(NoProviderException.class.getName(), none.getClass().getName());
    assertTrue(
        String.valueOf(none.getMessage()).contains("dev.mirliton:zk-protocol"), none.getMessage());
  }
}
