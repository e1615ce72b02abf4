package dev.mirliton.zk.testing.history;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tree of znodes, to be looked through.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Znodes {

  /**
   * A znode.
   *
   * @param owner the session that it belongs to; 0 for nobody, as containers and znodes with a time
   *     to live have it
   */
  record Znode(String path, long owner) {
    @Override
    public String toString() {
      return owner == 0 ? path : path + " of session 0x" + Long.toHexString(owner);
    }
  }

  /** Lists the children of a znode, in any order; none if it is not there. */
  List<Znode> children(String path) throws InterruptedException;

  /**
   * Looks through a client, after a sync for each list. What the client throws is thrown, except
   * that znodes which go meanwhile are as good as gone before.
   */
  static Znodes of(ZkClient client) {
    return path -> {
      client.sync(path);
      List<Znode> children = new ArrayList<>();
      try {
        for (String name : client.children(path)) {
          String child = ZkPath.join(path, name);
          Optional<Stat> stat = client.exists(child);
          if (stat.isPresent()) {
            boolean isEphemeral = stat.get().isEphemeral();
            children.add(new Znode(child, isEphemeral ? stat.get().ephemeralOwner() : 0));
          }
        }
      } catch (NoNodeException gone) {
        return List.of();
      }
      return children;
    };
  }
}
