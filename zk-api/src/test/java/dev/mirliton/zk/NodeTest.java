package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NodeTest {
  private static final Stat STAT = new Stat(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

  @Test
  void noDataIsToldFromEmptyData() {
    Node without = new Node(null, STAT);
    Node empty = new Node(new byte[0], STAT);

    assertEquals(0, without.data().length);
    assertFalse(without.hasData());
    assertEquals(0, empty.data().length);
    assertTrue(empty.hasData());
  }

  @Test
  void dataIsTheArrayItself() {
    byte[] data = {1, 2};

    assertSame(data, new Node(data, STAT).data());
  }

  @Test
  void statIsEqualToTheOneThatWasRead() {
    Node node = new Node(null, STAT);

    assertEquals(STAT, node.stat());
    assertEquals(STAT, node.stat());
    assertEquals(new Version(5), node.version());
  }

  @Test
  void nodesAreEqualOnlyToThemselves() {
    byte[] data = {};

    assertNotEquals(new Node(data, STAT), new Node(data, STAT));
  }

  @Test
  void dataIsNotPrinted() {
    Node node = new Node("secret".getBytes(StandardCharsets.UTF_8), STAT);

    assertEquals("Node[6 bytes, version 5]", node.toString());
  }
}
