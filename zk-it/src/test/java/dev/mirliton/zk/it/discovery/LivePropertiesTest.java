package dev.mirliton.zk.it.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.discovery.LiveProperties;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.SinceServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LivePropertiesTest extends DiscoverySuite {

  @Test
  void propertiesAreTheObjectOnTheServer() throws Exception {
    write("{\"threads\": 1, \"database\": \"/databases/main\"}");

    try (var properties = LiveProperties.follow(zk, "/shop")) {
      assertEquals(Map.of("threads", 1, "database", "/databases/main"), properties.values());
      assertEquals(1, properties.get("threads"));
      assertNull(properties.get("colour"));
      assertEquals(Optional.empty(), properties.problem());
    }
  }

  @Test
  void znodeWithoutDataHasNoProperties() throws Exception {
    try (var properties = LiveProperties.follow(zk, "/shop")) {
      assertEquals(Map.of(), properties.values());
    }
  }

  @Test
  void listenerHearsThePresentPropertiesAndThenEachChange() throws Exception {
    write("{\"threads\": 1}");
    List<Map<String, ?>> heard = new CopyOnWriteArrayList<>();

    try (var properties = LiveProperties.follow(zk, "/shop")) {
      properties.onChange(heard::add);
      Await.untilAsserted(LIMIT, () -> assertEquals(List.of(Map.of("threads", 1)), heard));
      write("{\"threads\": 2}");

      Await.untilAsserted(
          LIMIT, () -> assertEquals(List.of(Map.of("threads", 1), Map.of("threads", 2)), heard));
    }
  }

  @Test
  void malformedDataIsReportedAndTheLastGoodPropertiesAreKept() throws Exception {
    write("{\"threads\": 1}");
    List<Map<String, ?>> heard = new CopyOnWriteArrayList<>();

    try (var properties = LiveProperties.follow(zk, "/shop")) {
      properties.onChange(heard::add);
      write("{\"threads\": hunter2}");
      Await.until(LIMIT, () -> properties.problem().isPresent());
      assertEquals(Map.of("threads", 1), properties.values());
      assertFalse(properties.problem().orElseThrow().contains("hunter2"));

      write("{\"threads\": 3}");
      Await.untilAsserted(
          LIMIT, () -> assertEquals(List.of(Map.of("threads", 1), Map.of("threads", 3)), heard));
      assertEquals(Optional.empty(), properties.problem());
    }
  }

  @Test
  @SinceServer("3.5")
  void malformedDataFromTheStartIsRefused() throws Exception {
    write("colour: blue");

    assertThrows(IllegalStateException.class, () -> LiveProperties.follow(zk, "/shop"));

    Await.untilAsserted(LIMIT, () -> assertEquals(0, watches()));
  }

  @Test
  void missingZnodeIsRefused() {
    assertThrows(NoNodeException.class, () -> LiveProperties.follow(zk, "/nowhere"));
  }

  @Test
  void deletedZnodeHasNoPropertiesUntilItReturns() throws Exception {
    write("{\"threads\": 1}");

    try (var properties = LiveProperties.follow(zk, "/shop")) {
      other.delete("/shop");
      Await.until(LIMIT, properties::isDeleted);
      assertEquals(Map.of(), properties.values());

      other.create("/shop", bytes("{\"threads\": 2}"));
      awaitThreads(properties, 2);
      assertFalse(properties.isDeleted());
    }
  }

  @Test
  void whatChangedWhileTheConnectionWasAwayIsSeen() throws Exception {
    write("{\"threads\": 1}");

    try (var properties = LiveProperties.follow(zk, "/shop")) {
      cutOff();
      write("{\"threads\": 2}");
      network.heal();
      awaitThreads(properties, 2);

      write("{\"threads\": 3}");
      awaitThreads(properties, 3);
    }
  }

  @Test
  void newSessionGoesOnFollowing() throws Exception {
    write("{\"threads\": 1}");

    try (var properties = LiveProperties.follow(zk, "/shop")) {
      cutOff();
      expire();
      write("{\"threads\": 2}");
      network.heal();
      awaitThreads(properties, 2);

      write("{\"threads\": 3}");
      awaitThreads(properties, 3);
    }
  }

  private void write(String json) throws InterruptedException {
    other.set("/shop", bytes(json));
  }

  private static void awaitThreads(LiveProperties properties, int threads)
      throws InterruptedException {
    Await.untilAsserted(LIMIT, () -> assertEquals(Map.of("threads", threads), properties.values()));
  }
}
