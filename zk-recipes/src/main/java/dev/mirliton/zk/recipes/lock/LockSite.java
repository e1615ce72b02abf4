package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.AuthenticationFailedException;
import dev.mirliton.zk.ClientClosedException;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.GaveUpException;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.RecipeSupport;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import org.jspecify.annotations.Nullable;

/**
 * Where a lock is and how it looks there.
 *
 * @param path the parent of the contenders' znodes
 */
record LockSite(ZkClient client, String path, LockOptions options, LockOrder order) {

  AsyncZkClient async() {
    return client.async();
  }

  RecipeSupport support() {
    return client.recipes();
  }

  String pathOf(String node) {
    return ZkPath.join(path, node);
  }

  /** Returns why the client will never answer again, or null if it will. */
  @Nullable SessionException end() {
    return end(client.detail());
  }

  /** Returns why a client in this state will never answer again, or null if it will. */
  @Nullable SessionException end(KeeperState state) {
    if (!state.isTerminal()) {
      return null;
    }
    Failure failure = Failure.local("acquire", path);
    return switch (state) {
      case AUTH_FAILED -> new AuthenticationFailedException(failure, Fate.NOT_SENT, null);
      case GAVE_UP -> new GaveUpException(failure, Fate.NOT_SENT, null);
      default -> new ClientClosedException(failure, Fate.NOT_SENT, null);
    };
  }

  @Override
  public String toString() {
    return "lock " + path;
  }
}
