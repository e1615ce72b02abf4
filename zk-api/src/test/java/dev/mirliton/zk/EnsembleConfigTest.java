package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleConfigTest {
  private static final String TEXT =
      """
      server.1=h1:2888:3888:participant;0.0.0.0:2181
      server.3=h3:2888:3888:observer
      version=10000001f""";

  @Test
  void textIsReadAndPrintedAlike() {
    EnsembleConfig config = EnsembleConfig.parse(TEXT);

    assertEquals(0x10000001fL, config.version());
    assertEquals(List.of(1L, 3L), config.members().stream().map(EnsembleMember::id).toList());
    assertEquals(TEXT, config.toString());
  }

  @Test
  void membersAreFoundById() {
    EnsembleConfig config = EnsembleConfig.parse(TEXT);

    assertEquals(Optional.of(config.members().get(1)), config.member(3));
    assertEquals(Optional.empty(), config.member(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "version=0", "\uFFFD"})
  void serverThatStandsAloneNamesNobody(String text) {
    assertEquals(new EnsembleConfig(0, List.of()), EnsembleConfig.parse(text));
  }

  @Test
  void linesOfOtherKindsArePassedOver() {
    EnsembleConfig config = EnsembleConfig.parse("group.1=1:3\r\n" + TEXT + "\r\nweight.1=2\n");

    assertEquals(EnsembleConfig.parse(TEXT), config);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version=",
        "version=x",
        "version=-1",
        "version=ffffffffffffffff",
        "version=1\nversion=1",
        "server.1",
        "server.1=a:1:2\nserver.1=b:1:2",
        "server.1=a:1:2,server.2=b:1:2"
      })
  void garbledTextIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> EnsembleConfig.parse(text));
  }
}
