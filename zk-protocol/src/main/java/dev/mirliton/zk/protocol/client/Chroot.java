package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.ZkPath;

/**
 * Where a client's paths begin on the server.
 *
 * @param root a path; {@code /} changes nothing
 */
record Chroot(String root) {

  static final Chroot NONE = new Chroot(ZkPath.ROOT);

  boolean isNone() {
    return root.length() == 1;
  }

  /** Returns the server's name for one of the client's paths. */
  String toServer(String path) {
    if (isNone()) {
      return path;
    }
    return path.length() == 1 ? root : root + path;
  }

  /** Returns the client's name for a server's path; one outside the root keeps its own. */
  String toClient(String serverPath) {
    if (isNone() || !ZkPath.isAtOrBelow(serverPath, root)) {
      return serverPath;
    }
    return serverPath.length() == root.length() ? ZkPath.ROOT : serverPath.substring(root.length());
  }

  /** Returns the root that lies at {@code path} of this one. */
  Chroot below(String path) {
    return new Chroot(toServer(path));
  }
}
