package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a tree would be like after the first steps of a transaction, as far as the next step looks.
 * Whoever lets go of it has undone them.
 */
final class Draft {
  private final DataTree tree;

  /** A null stands for a znode that is gone. */
  private final Map<String, @Nullable Sketch> changed = new HashMap<>();

  Draft(DataTree tree) {
    this.tree = tree;
  }

  /**
   * What a step looks at.
   *
   * @param cversion how many children it ever had
   */
  record Sketch(List<Acl> acl, long owner, int version, int aversion, int cversion, int children) {
    private static Sketch of(Znode node) {
      return new Sketch(
          node.acl, node.owner, node.version, node.aversion, node.cversion, node.children().size());
    }

    Sketch withVersion(int newVersion) {
      return new Sketch(acl, owner, newVersion, aversion, cversion, children);
    }

    Sketch withChild(int newCversion) {
      return new Sketch(acl, owner, version, aversion, newCversion, children + 1);
    }

    Sketch withoutChild() {
      return new Sketch(acl, owner, version, aversion, cversion, children - 1);
    }
  }

  /** Returns the tree that the draft began with. */
  DataTree tree() {
    return tree;
  }

  @Nullable Sketch find(String path) {
    if (changed.containsKey(path)) {
      return changed.get(path);
    }
    Znode node = tree.node(path);
    return node == null ? null : Sketch.of(node);
  }

  /**
   * Returns a znode.
   *
   * @throws Refusal with {@link ErrorCode#NO_NODE}
   */
  Sketch require(String path) throws Refusal {
    Sketch found = find(path);
    if (found == null) {
      throw new Refusal(ErrorCode.NO_NODE);
    }
    return found;
  }

  void put(String path, Sketch node) {
    changed.put(path, node);
  }

  void remove(String path) {
    changed.put(path, null);
  }
}
