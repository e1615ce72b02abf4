package dev.mirliton.zk.testing.history;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.ZkClient;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What there is when all is quiet.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface FinalState {

  /**
   * What was found at a path.
   *
   * @param value the data as text
   * @param stamp of the same sort as those of the writes that are compared: mzxids, or versions
   */
  record Found(String value, long stamp) {
    @Override
    public String toString() {
      return value + " with stamp " + stamp;
    }
  }

  /** Reads a path; nothing if there is nothing. */
  Optional<Found> read(String path) throws InterruptedException;

  /**
   * Reads through a client, after a sync: data as UTF-8, stamped with mzxids. What the client
   * throws is thrown.
   */
  static FinalState of(ZkClient client) {
    return path -> {
      client.sync(path);
      try {
        Node node = client.get(path);
        return Optional.of(
            new Found(new String(node.data(), StandardCharsets.UTF_8), node.stat().mzxid()));
      } catch (NoNodeException none) {
        return Optional.empty();
      }
    };
  }
}
