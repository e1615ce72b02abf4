package dev.mirliton.zk.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Clients;
import dev.mirliton.zk.testing.TestServer;
import dev.mirliton.zk.testing.ZooKeeperTest;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A Java runtime may lack the flight recorder. */
@ZooKeeperTest
class WithoutFlightRecorderTest {
  private static final String RECORDER = "jdk.jfr";

  /** What runs there. */
  static final class Program {
    private Program() {}

    public static void main(String[] hosts) throws InterruptedException {
      if (ModuleLayer.boot().findModule(RECORDER).isPresent()) {
        throw new IllegalStateException("there is a flight recorder");
      }
      try (ZkClient zk = ZkClient.connect(hosts[0])) {
        zk.ensurePath("/");
        zk.existsAndWatch("/a", event -> {});
        zk.create("/a", new byte[] {1});
        System.out.println("read " + zk.get("/a").data().length);
      }
    }
  }

  private static String modulesWithoutRecorder() {
    return ModuleFinder.ofSystem().findAll().stream()
        .map(ModuleReference::descriptor)
        .filter(
            module ->
                !module.name().equals(RECORDER)
                    && module.requires().stream()
                        .map(ModuleDescriptor.Requires::name)
                        .noneMatch(RECORDER::equals))
        .map(ModuleDescriptor::name)
        .collect(Collectors.joining(","));
  }

  @Test
  void clientRunsWithoutIt(TestServer server, Clients clients) throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "--limit-modules",
                modulesWithoutRecorder(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                server.connectString() + clients.root() + "/recorderless")
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
      assertEquals(0, process.exitValue(), said);
      assertTrue(said.contains("read 1"), said);
    } finally {
      process.destroyForcibly();
    }
  }
}
