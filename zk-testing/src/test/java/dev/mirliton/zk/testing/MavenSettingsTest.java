package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MavenSettingsTest {
  @TempDir private Path directory;

  private MavenSettings settings(String inside) throws IOException {
    return MavenSettings.read(
        Files.writeString(
            directory.resolve("settings.xml"),
            "<settings xmlns=\"http://maven.apache.org/SETTINGS/1.0.0\">"
                + inside
                + "</settings>"));
  }

  private static String mirror(String of, String url) {
    return "<mirror><id>m</id><mirrorOf>%s</mirrorOf><url>%s</url></mirror>".formatted(of, url);
  }

  @Test
  void silenceIsTaken() throws Exception {
    MavenSettings settings = settings("<mirrors/>");

    assertEquals(new MavenSettings(Optional.empty(), Optional.empty()), settings);
  }

  @Test
  void variablesInTheLocalRepositoryAreFilledIn() throws Exception {
    MavenSettings settings =
        settings("<localRepository> ${user.home}/jars/${env.no.such.thing} </localRepository>");

    assertEquals(
        Path.of(System.getProperty("user.home"), "jars", "${env.no.such.thing}"),
        settings.localRepository().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          central             | true
          *                   | true
          external:*          | true
          other, central      | true
          *,!other            | true
          *,!central          | false
          !central,*          | false
          external:http:*     | false
          other               | false
          """)
  void mirrorIsTakenIfItStandsForCentral(String of, boolean taken) throws Exception {
    MavenSettings settings = settings("<mirrors>" + mirror(of, "http://here") + "</mirrors>");

    assertEquals(taken ? Optional.of("http://here") : Optional.empty(), settings.centralMirror());
  }

  @Test
  void mirrorOfCentralAloneGoesBeforeOneOfAll() throws Exception {
    MavenSettings settings =
        settings(
            "<mirrors>"
                + mirror("*", "http://all")
                + mirror("central", "http://it")
                + "</mirrors>");

    assertEquals("http://it", settings.centralMirror().orElseThrow());
  }

  @Test
  void brokenFileIsNamed() {
    IllegalStateException failure =
        assertThrows(IllegalStateException.class, () -> settings("<mirrors>"));

    assertTrue(failure.toString().contains("settings.xml"), failure.getMessage());
  }
}
