package dev.mirliton.zk.bench;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.zookeeper.AsyncCallback.DataCallback;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher.Event.KeeperState;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.data.Stat;

/** The client that comes with ZooKeeper, by either of its sockets. Thread-safe. */
final class OfficialDriver implements Driver {
  static final String NIO = "org.apache.zookeeper.ClientCnxnSocketNIO";
  static final String NETTY = "org.apache.zookeeper.ClientCnxnSocketNetty";

  private static final DataCallback TELL =
      (code, path, pipeline, data, stat) -> {
        if (code == KeeperException.Code.OK.intValue()) {
          ((Pipeline) pipeline).answered();
        } else {
          ((Pipeline) pipeline)
              .failed(KeeperException.create(KeeperException.Code.get(code), path));
        }
      };

  private final ZooKeeper client;

  private OfficialDriver(ZooKeeper client) {
    this.client = client;
  }

  /**
   * Connects, and waits until the server answers.
   *
   * @param socket {@link #NIO} or {@link #NETTY}
   */
  static OfficialDriver connect(int port, String socket) throws Exception {
    ZKClientConfig config = new ZKClientConfig();
    config.setProperty(ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET, socket);
    config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
    CountDownLatch connected = new CountDownLatch(1);
    ZooKeeper client = start(port, config, connected);
    if (!connected.await(15, SECONDS)) {
      client.close();
      throw new TimeoutException("the official client did not connect within 15 s");
    }
    return new OfficialDriver(client);
  }

  private static ZooKeeper start(int port, ZKClientConfig config, CountDownLatch connected)
      throws IOException {
    return new ZooKeeper(
        "127.0.0.1:" + port,
        30_000,
        event -> {
          if (event.getState() == KeeperState.SyncConnected) {
            connected.countDown();
          }
        },
        config);
  }

  /** Returns the client itself. */
  ZooKeeper client() {
    return client;
  }

  @Override
  public void get() throws KeeperException, InterruptedException {
    client.getData(PATH, false, new Stat());
  }

  @Override
  public Slice pipelined(int window, Duration length) throws Exception {
    Pipeline pipeline = new Pipeline(window);
    return pipeline.run(length, () -> client.getData(PATH, false, TELL, pipeline));
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
