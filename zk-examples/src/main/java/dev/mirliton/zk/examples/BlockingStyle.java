package dev.mirliton.zk.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import java.time.Duration;

/** Plain blocking code, on any thread. */
final class BlockingStyle {
  private BlockingStyle() {}

  static Stat repaint(String hosts) throws InterruptedException {
    // snippet: blocking
    try (var zk = ZkClient.connect(hosts)) { // "zk1:2181,zk2:2181,zk3:2181"
      zk.ensurePath("/config");
      zk.create("/config/colour", "blue".getBytes(UTF_8));

      Node node = zk.get("/config/colour");
      return zk.set("/config/colour", "green".getBytes(UTF_8), Version.of(node.stat()));
    }
    // end
  }

  static ZkClient open(String hosts, String handler) throws InterruptedException {
    // snippet: options
    var zk =
        ZkClient.connect(
            ZkOptions.to(hosts)
                .sessionTimeout(Duration.ofSeconds(30))
                .requestDeadline(Duration.ofSeconds(5))
                .handler(handler) // "threads", "loom" or "nio"
                .build());
    // end
    return zk;
  }
}
