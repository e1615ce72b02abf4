package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerVersionTest {

  @Test
  void versionsAreTakenApart() {
    assertEquals(new ServerVersion(3, 9, 5, ""), ServerVersion.parse("3.9.5"));
    assertEquals(new ServerVersion(3, 5, 0, "alpha"), ServerVersion.parse("3.5.0-alpha"));
    assertEquals(new ServerVersion(3, 10, 0, "SNAPSHOT-x"), ServerVersion.parse("3.10-SNAPSHOT-x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "3", "3.", "3.x", "v3.4.5", "3.4.5 ", "3.4.5.6", "-3.4", "9999999999.1"})
  void whatIsNoVersionIsNamed(String text) {
    String message =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> ServerVersion.parse(text))
                .getMessage());

    assertTrue(message.contains("'" + text + "'"), message);
  }

  @Test
  void numbersAreNotNegative() {
    assertThrows(IllegalArgumentException.class, () -> new ServerVersion(3, -1, 0, ""));
  }

  @Test
  void everyAnswerThatTellsTheVersionIsUnderstood() {
    assertEquals(
        Optional.of(new ServerVersion(3, 4, 14, "4c25d480")),
        ServerVersion.find(
            "Zookeeper version: 3.4.14-4c25d480, built on 03/06/2019 16:18 GMT\nClients:\n"));
    assertEquals(
        Optional.of(new ServerVersion(3, 6, 4, "d65253dc")),
        ServerVersion.find("Zookeeper version: 3.6.4--d65253dc, built on 12/18/2022 18:10 GMT\n"));
    assertEquals(
        Optional.of(new ServerVersion(3, 9, 5, "model")),
        ServerVersion.find("Environment:\nzookeeper.version=3.9.5-model\nhost.name=h\n"));
    assertEquals(
        Optional.empty(),
        ServerVersion.find("This ZooKeeper instance is not currently serving requests\n"));
    assertEquals(Optional.empty(), ServerVersion.find(""));
  }

  @Test
  void numbersDecideTheOrder() {
    List<String> inOrder =
        List.of("2.9.9", "3.4.6", "3.4.14", "3.5.0", "3.5.0-alpha", "3.9.5", "3.10.0", "4.0.0");

    assertEquals(
        inOrder,
        inOrder.reversed().stream()
            .map(ServerVersion::parse)
            .sorted()
            .map(ServerVersion::toString)
            .toList());
  }

  @Test
  void theQualifierDoesNotMakeAVersionOlder() {
    ServerVersion version = ServerVersion.parse("3.6.0-alpha");

    assertTrue(version.isAtLeast(3, 6, 0));
    assertTrue(version.isAtLeast(3, 5, 10));
    assertFalse(version.isAtLeast(3, 6, 1));
    assertFalse(version.isAtLeast(4, 0, 0));
  }

  @Test
  void textIsReadBack() {
    Stream.of("3.9.5", "3.5.0-alpha")
        .forEach(text -> assertEquals(text, ServerVersion.parse(text).toString()));
  }
}
