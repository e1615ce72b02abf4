package dev.mirliton.zk.testing.history;

import dev.mirliton.zk.Failure;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A client that reads from a tree in memory, and can do nothing else. */
final class ScriptedClient {
  final List<String> syncs = new ArrayList<>();
  private final Map<String, Node> nodes = new TreeMap<>();
  private String vanishing = "";

  /** Adds a znode, whose mzxid is {@code mzxid}. */
  ScriptedClient with(String path, String data, long mzxid, long ephemeralOwner) {
    byte[] bytes = data.getBytes(StandardCharsets.UTF_8);
    Stat stat = new Stat(1, mzxid, 0, 0, 0, 0, 0, ephemeralOwner, bytes.length, 0, 1);
    nodes.put(path, new Node(bytes, stat));
    return this;
  }

  /** Makes a znode go after it was listed. */
  ScriptedClient vanishing(String path) {
    vanishing = path;
    return this;
  }

  ZkClient client() {
    return (ZkClient)
        Proxy.newProxyInstance(
            ScriptedClient.class.getClassLoader(),
            new Class<?>[] {ZkClient.class},
            (proxy, method, arguments) -> answer(method.getName(), (String) arguments[0]));
  }

  private Object answer(String method, String path) {
    return switch (method) {
      case "sync" -> syncs.add(path);
      case "get" -> node(path);
      case "children" -> children(path);
      case "exists" ->
          Optional.ofNullable(path.equals(vanishing) ? null : nodes.get(path)).map(Node::stat);
      default -> throw new UnsupportedOperationException(method);
    };
  }

  private Node node(String path) {
    Node node = nodes.get(path);
    if (node == null) {
      throw new NoNodeException(Failure.local("get", path));
    }
    return node;
  }

  private List<String> children(String path) {
    node(path);
    return nodes.keySet().stream()
        .filter(other -> other.length() > 1 && ZkPath.parent(other).equals(path))
        .map(ZkPath::name)
        .toList();
  }
}
