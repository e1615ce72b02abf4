package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.protocol.wire.OpCode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DataTreeTest {
  private static final long OWNER = 0x1234;

  private final DataTree tree = new DataTree();

  private static Txn txn(long zxid, Change change) {
    return new Txn(zxid, 1000 + zxid, OWNER, 0, 0, change);
  }

  private static Change create(String path, long owner, int parentCversion) {
    return new Change.Create(
        OpCode.CREATE, path, new byte[] {1, 2}, Acl.OPEN, owner, parentCversion);
  }

  @Test
  void beginsAsAServerDoes() {
    assertEquals(Set.of("zookeeper"), node(tree, "/").children());
    assertEquals(Set.of("quota", "config"), node(tree, "/zookeeper").children());
    assertEquals(new Stat(0, 0, 0, 0, 0, -1, 0, 0, 0, 1, 0), node(tree, "/").stat());
    assertEquals(Acl.READ_ONLY, node(tree, "/zookeeper/config").acl);
    assertEquals(3, tree.countBelow("/"));
  }

  @Test
  void createAndDeleteCountInTheParent() {
    tree.apply(txn(1, create("/a", 0, 1)));
    tree.apply(txn(2, create("/a/x", 0, 1)));
    tree.apply(txn(3, new Change.Delete("/a/x")));

    assertEquals(new Stat(1, 1, 1001, 1001, 0, 2, 0, 0, 2, 0, 3), node(tree, "/a").stat());
  }

  @Test
  void copyChangesOnItsOwn() {
    tree.apply(txn(1, new Change.OpenSession(1000)));
    tree.apply(txn(2, create("/a", OWNER, 1)));
    DataTree copy = tree.copy();

    tree.apply(txn(3, new Change.CloseSession(List.of("/a"))));

    assertNull(tree.node("/a"));
    assertEquals(0, tree.sessions().size());
    assertNotNull(copy.node("/a"));
    assertEquals(Set.of("/a"), copy.ephemerals(OWNER));
    assertEquals(Set.of("a", "zookeeper"), node(copy, "/").children());
    assertEquals(Set.of("a", "zookeeper"), node(copy, "").children());
    assertEquals(1, copy.sessions().size());
    assertEquals(2, copy.lastZxid());
  }

  @Test
  void transactionOfThePastIsRefused() {
    tree.apply(txn(5, create("/a", 0, 1)));

    assertThrows(IllegalStateException.class, () -> tree.apply(txn(5, create("/b", 0, 2))));
    assertThrows(IllegalStateException.class, () -> tree.apply(txn(4, create("/b", 0, 2))));
  }

  @Test
  void transactionOfAnotherTreeIsRefused() {
    tree.apply(txn(1, create("/a", 0, 1)));

    assertThrows(IllegalStateException.class, () -> tree.apply(txn(2, create("/a", 0, 2))));
    assertThrows(IllegalStateException.class, () -> tree.apply(txn(3, new Change.Delete("/none"))));
  }

  private static Znode node(DataTree tree, String path) {
    Znode node = tree.node(path);
    assertNotNull(node, path);
    return node;
  }
}
