package dev.mirliton.zk.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerReleaseTest {

  @Test
  void numbersAreComparedAsNumbers() {
    ServerRelease ten = ServerRelease.parse("3.5.10");

    assertTrue(ten.isAtLeast(3, 5, 9));
    assertTrue(ten.isAtLeast(ServerRelease.parse("3.5")));
    assertTrue(ten.isAtLeast(ServerRelease.parse("3.5.10")));
    assertFalse(ten.isAtLeast(3, 5, 11));
    assertFalse(ten.isAtLeast(3, 6, 0));
    assertFalse(ten.isAtLeast(4, 0, 0));
  }

  @Test
  void everyAgeHasItsOwnJars() {
    assertEquals(
        List.of("org.apache.zookeeper:zookeeper:3.3.6", "log4j:log4j:1.2.17"),
        ServerRelease.parse("3.3.6").artifacts());
    assertEquals(
        List.of("org.apache.zookeeper:zookeeper:3.5.4-beta"),
        ServerRelease.parse("3.5.4-beta").artifacts());
    assertEquals(
        List.of(
            "org.apache.zookeeper:zookeeper:3.8.6", "org.apache.zookeeper:zookeeper-jute:3.8.6"),
        ServerRelease.parse("3.8.6").artifacts());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "3", "three", "3.x", "3.4.", "3.4.14/..", "3.4.14:jar", "99999.1.1"})
  void whatIsNoVersionIsNamed(String name) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> ServerRelease.parse(name));

    assertTrue(failure.toString().endsWith("'" + name + "'"), failure.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.3.6", "3.4.14", "3.5.10"})
  void jarsKnowTheirRelease(String version) {
    ServerClasspath jars = ServerClasspath.ofVersion(version);

    assertEquals(version, jars.release().orElseThrow().name());
  }

  @Test
  void serverOfThisJvmKnowsItsReleaseToo() {
    assertTrue(ServerClasspath.ofThisJvm().release().orElseThrow().isAtLeast(3, 9, 0));
  }
}
