package dev.mirliton.zk.examples;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.ZkClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** The blocking client, and as many callers as you like: nothing else to learn. */
final class VirtualThreadsStyle {
  private VirtualThreadsStyle() {}

  static Map<String, Node> readAll(ZkClient zk, List<String> paths) {
    // snippet: virtual-threads
    Map<String, Node> nodes = new ConcurrentHashMap<>();
    try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String path : paths) {
        tasks.submit(() -> nodes.put(path, zk.get(path)));
      }
    } // waits for all of them
    // end
    return nodes;
  }
}
