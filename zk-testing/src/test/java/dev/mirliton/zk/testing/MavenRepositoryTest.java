package dev.mirliton.zk.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two directories: what Maven has already, and what stands for the repository far away. */
class MavenRepositoryTest {
  private static final String COORDINATES = "com.example.toys:kite:1.2";
  private static final String PATH = "com/example/toys/kite/1.2/kite-1.2.jar";

  @TempDir private Path here;
  @TempDir private Path there;
  private MavenRepository repository; // set up before each

  @BeforeEach
  void setUp() {
    repository = new MavenRepository(here, there.toUri());
  }

  private void publish(String content, String checksum) throws IOException {
    Path jar = there.resolve(PATH);
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, content);
    Files.writeString(Path.of(jar + ".sha1"), checksum);
  }

  private static String sha1(String content) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-1").digest(content.getBytes(UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private List<Path> filesHere() throws IOException {
    try (Stream<Path> files = Files.walk(here)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void whatIsHereIsNotFetched() throws Exception {
    Path jar = here.resolve(PATH);
    Files.createDirectories(jar.getParent());
    Files.writeString(jar, "mine");
    publish("theirs", sha1("theirs"));

    assertEquals(jar, repository.jar(COORDINATES));
    assertEquals("mine", Files.readString(jar));
  }

  @Test
  void whatIsLackingIsFetchedWhole() throws Exception {
    publish("paper", sha1("paper").toUpperCase(Locale.ROOT) + "  kite-1.2.jar\n");

    Path jar = repository.jar(COORDINATES);

    assertEquals(here.resolve(PATH), jar);
    assertEquals("paper", Files.readString(jar));
    assertEquals(List.of(jar), filesHere());
  }

  @Test
  void whatIsNotAsPromisedIsRefused() throws Exception {
    publish("paper", sha1("plastic"));

    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> repository.jar(COORDINATES));

    assertTrue(failure.toString().contains("SHA-1"), failure.getMessage());
    assertEquals(List.of(), filesHere());
  }

  @Test
  void whatIsNowhereIsNamedWithAllPlaces() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> repository.jar(COORDINATES));

    String message = failure.toString();
    assertTrue(message.contains(": no " + COORDINATES), message);
    assertTrue(message.contains(here.toString()), message);
    assertTrue(message.contains(there.resolve(PATH).toUri().getPath()), message);
    assertTrue(message.contains("-Dartifact=" + COORDINATES), message);
  }

  @Test
  void repositoryThatIsOutOfReachIsNamed() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:" + FreePort.find() + "/maven");

    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class, () -> new MavenRepository(here, nobody).jar(COORDINATES));

    assertTrue(failure.toString().contains(nobody + "/" + PATH), failure.getMessage());
    assertTrue(failure.toString().contains("ConnectException"), failure.getMessage());
  }

  @Test
  void passwordInTheUrlIsRefusedAndNotRepeated() {
    URI secret = URI.create("https://bob:plum@example.com/maven");

    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> new MavenRepository(here, secret));

    assertTrue(failure.toString().contains("example.com"), failure.getMessage());
    assertFalse(failure.toString().contains("plum"), failure.getMessage());
  }
}
