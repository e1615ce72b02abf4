package dev.mirliton.zk.bench;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/** Mirliton on one of its handlers. Thread-safe. */
final class MirlitonDriver implements Driver {
  private final ZkClient client;

  /** Drives that client, and closes it. */
  MirlitonDriver(ZkClient client) {
    this.client = client;
  }

  /**
   * Connects, and waits until the server answers.
   *
   * @throws dev.mirliton.zk.NoProviderException if the client or that handler is not on the path
   */
  static MirlitonDriver connect(int port, String handler) throws InterruptedException {
    ZkOptions options =
        ZkOptions.to("127.0.0.1:" + port)
            .sessionTimeout(Duration.ofSeconds(30))
            .handler(handler)
            .build();
    return new MirlitonDriver(ZkClient.connect(options));
  }

  @Override
  public void get() throws InterruptedException {
    client.get(PATH);
  }

  @Override
  public Slice pipelined(int window, Duration length) throws Exception {
    AsyncZkClient async = client.async();
    Pipeline pipeline = new Pipeline(window);
    Consumer<AsyncResult<Node>> tell =
        result -> {
          if (result.isSuccessful()) {
            pipeline.answered();
          } else {
            pipeline.failed(Objects.requireNonNull(result.exception()));
          }
        };
    return pipeline.run(length, () -> async.get(PATH).link(tell));
  }

  @Override
  public void close() {
    client.close();
  }
}
