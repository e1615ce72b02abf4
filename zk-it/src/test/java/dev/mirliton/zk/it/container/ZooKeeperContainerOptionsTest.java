package dev.mirliton.zk.it.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.testing.container.ZooKeeperContainer;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

/** What a server in a container is told before it starts; no Docker engine is needed. */
class ZooKeeperContainerOptionsTest {
  @Test
  void settingsAreGivenTogether() {
    try (var server = new ZooKeeperContainer()) {
      server.withSetting("maxSessionTimeout", "8000").withSetting("a", "b");
      server.withSetting("maxSessionTimeout", "4000");

      assertEquals("a=b maxSessionTimeout=4000", server.getEnvMap().get("ZOO_CFG_EXTRA"));
    }
  }

  @Test
  void settingWithABlankIsRefused() {
    try (var server = new ZooKeeperContainer()) {
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> server.withSetting("a", "b c"));

      assertEquals("a setting must not contain blanks but was 'a=b c'", refused.getMessage());
    }
  }

  @Test
  void imageOfSomethingElseIsRefused() {
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () -> new ZooKeeperContainer(DockerImageName.parse("redis:7")).close());

    assertTrue(refused.toString().contains("redis:7"), refused.toString());
  }
}
