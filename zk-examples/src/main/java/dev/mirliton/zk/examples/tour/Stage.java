package dev.mirliton.zk.examples.tour;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.testing.EmbeddedServer;
import dev.mirliton.zk.testing.FaultProxy;
import java.time.Duration;

/**
 * Where a chapter plays: a server, one handler that serves all of the chapter's clients, and a root
 * of its own.
 */
record Stage(Story story, EmbeddedServer server, Handler handler, String root) {
  /** How long a scene waits for something before it gives up. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  ZkClient connect() throws InterruptedException {
    return connect(server.connectString());
  }

  ZkClient connect(FaultProxy proxy) throws InterruptedException {
    return connect(proxy.connectString());
  }

  private ZkClient connect(String hosts) throws InterruptedException {
    return ZkClient.connect(
        ZkOptions.to(hosts).root(root).handler(handler).requestDeadline(PATIENCE).build());
  }
}
