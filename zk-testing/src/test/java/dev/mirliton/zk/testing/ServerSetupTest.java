package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerSetupTest {
  private static final Path DATA = Path.of("data");

  @Test
  void settingReplacesTheOneBeforeIt() {
    String config = ServerProcess.with().setting("tickTime", "77").zooCfg(DATA, 4711, Map.of());

    assertEquals(1, config.lines().filter(line -> line.startsWith("tickTime=")).count());
    assertTrue(config.contains("tickTime=77\n"), config);
    assertTrue(config.contains("clientPort=4711\n"), config);
  }

  @Test
  void changingACopyLeavesTheOriginalAlone() {
    ServerSetup original = ServerProcess.with();

    original.copy().without("tickTime").systemProperty("flavour", "plum");

    assertTrue(original.zooCfg(DATA, 1, Map.of()).contains("tickTime="));
    assertFalse(original.command(DATA).contains("-Dflavour=plum"));
  }

  @Test
  void saslNamesAFileInTheServersDirectory() {
    ServerSetup setup = ServerProcess.with().sasl("Server {};");

    assertEquals("Server {};", setup.files().get("jaas.conf"));
    assertTrue(
        setup
            .command(DATA)
            .contains("-Djava.security.auth.login.config=" + DATA.resolve("jaas.conf")));
    assertTrue(setup.zooCfg(DATA, 1, Map.of()).contains("SASLAuthenticationProvider"));
  }

  @Test
  void fileElsewhereIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> ServerProcess.with().file("p", "../x", "text"));
  }

  @Test
  void classpathOfADirectoryIsItsJarsInOrder(@TempDir Path directory) throws Exception {
    Path b = Files.createFile(directory.resolve("b.jar"));
    Path a = Files.createFile(directory.resolve("a.jar"));
    Files.createFile(directory.resolve("notes.txt"));

    assertEquals(List.of(a, b), ServerClasspath.in(directory).entries());
  }

  @Test
  void directoryWithoutJarsIsNoClasspath(@TempDir Path empty) {
    assertThrows(IllegalArgumentException.class, () -> ServerClasspath.in(empty));
  }

  @Test
  void serverOfThisJvmIsFoundWithItsCompanions() {
    List<String> names =
        ServerClasspath.ofThisJvm().entries().stream()
            .map(path -> path.getFileName().toString())
            .toList();

    assertTrue(names.stream().anyMatch(name -> name.startsWith("zookeeper-3.9")), names::toString);
    assertTrue(names.stream().anyMatch(name -> name.startsWith("zookeeper-jute-")));
    assertTrue(names.stream().anyMatch(name -> name.startsWith("netty-handler-")));
  }
}
