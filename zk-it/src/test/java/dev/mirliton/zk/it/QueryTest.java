package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.SinceServer;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What one may ask besides data and children. */
@EveryHandler
class QueryTest extends ClientSuite {

  @Test
  @SinceServer("3.6")
  void ephemeralsOfThisSessionAreListed() throws Exception {
    ZkClient zk = connect();
    ZkClient other = connect();
    zk.create("/p", NOTHING);
    zk.create("/p/one", NOTHING, CreateOptions.EPHEMERAL);
    zk.create("/pp", NOTHING, CreateOptions.EPHEMERAL);
    other.create("/p/theirs", NOTHING, CreateOptions.EPHEMERAL);

    assertEquals(Set.of("/p/one", "/pp"), Set.copyOf(zk.ephemerals("/p")));
    assertEquals(List.of("/p/one"), zk.ephemerals("/p/"));
    assertEquals(List.of(), zk.ephemerals("/q"));
    assertEquals(List.of("/one"), zk.rooted("/p").ephemerals("/"));
    assertEquals(List.of("/one"), zk.rooted("/p").ephemerals(""));
  }

  @Test
  @SinceServer("3.6")
  void descendantsAreCounted() throws Exception {
    ZkClient zk = connect();
    zk.ensurePath("/a/b/c");
    zk.ensurePath("/a/d");

    assertEquals(3, zk.countDescendants("/a"));
    assertEquals(0, zk.countDescendants("/a/d"));
    assertThrows(NoNodeException.class, () -> zk.countDescendants("/none"));
  }

  @Test
  void syncNeedsNoNode() throws Exception {
    ZkClient zk = connect();

    zk.sync("/");
    zk.sync("/none/at/all");

    assertEquals(List.of(), zk.children("/"));
  }
}
