package dev.mirliton.zk.discovery;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JSON object that a znode holds, as a map that follows the server: read again after each
 * change, each reconnect and each new session. While no server answers the last properties stay.
 *
 * <p>Data that is not a JSON object changes nothing: it is logged, without its text, and {@link
 * #problem()} tells of it until better data comes. No data, or blanks, are the empty object. When
 * the znode is deleted the map is empty, and filled again when it returns. Thread-safe.
 *
 * @since 0.1
 */
public final class LiveProperties implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveProperties.class);

  private final String path;
  private final Follower<Node> follower;
  private final Listeners<Map<String, @Nullable Object>> listeners;
  private volatile Map<String, @Nullable Object> values = Map.of();
  private volatile @Nullable String problem;
  private volatile boolean deleted;

  private LiveProperties(ZkClient client, String path) {
    this.path = ZkPath.check(path);
    listeners = new Listeners<>(client.recipes(), this::values);
    follower =
        new Follower<>(
            client, path, stale -> client.async().getAndWatch(path, stale), this::become);
  }

  /**
   * Reads the properties and follows them until closed, or until the client is.
   *
   * @throws IllegalStateException if the znode does not hold a JSON object now
   * @throws dev.mirliton.zk.NoNodeException if the znode is not there
   * @throws dev.mirliton.zk.ZkException if it cannot be read for another reason
   * @throws dev.mirliton.zk.CallbackDeadlockException in a callback of the client's event queue
   */
  public static LiveProperties follow(ZkClient client, String path) throws InterruptedException {
    LiveProperties properties = new LiveProperties(client, path);
    properties.follower.start();
    String wrong = properties.problem;
    if (wrong != null) {
      properties.close();
      throw new IllegalStateException("properties: " + wrong + ": " + path);
    }
    return properties;
  }

  private void become(Optional<Node> read) {
    deleted = read.isEmpty();
    try {
      Map<String, @Nullable Object> now =
          read.isPresent() ? JsonObject.read(read.get().data()) : Map.of();
      problem = null;
      if (!now.equals(values)) {
        values = now;
        listeners.tell(now);
      }
    } catch (JsonObject.MalformedException malformed) {
      problem = malformed.getMessage();
      LOG.warn("the last good properties are kept: {}: {}", problem, path);
    }
  }

  /** Returns the path of the znode that holds them. */
  public String path() {
    return path;
  }

  /**
   * Returns the properties just now. Neither the map nor the maps and lists in it ever change;
   * values are what JSON has: strings, numbers, booleans, null, lists and maps.
   */
  public Map<String, @Nullable Object> values() {
    return values;
  }

  /** Returns one property, or null if there is none, or it is null. */
  public @Nullable Object get(String name) {
    return values.get(name);
  }

  /** Tells what is wrong with the data on the server, if they are not these properties. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Whether the znode was gone when last read. */
  public boolean isDeleted() {
    return deleted;
  }

  /**
   * Tells {@code listener} the properties, soon, and again whenever they are different, on the
   * client's event queue. Changes that follow each other quickly may be told as one. A listener
   * that throws is reported, and stays.
   */
  public Registration onChange(Consumer<? super Map<String, @Nullable Object>> listener) {
    return listeners.add(listener);
  }

  /** Stops following. The properties stay as they are. Idempotent. */
  @Override
  public void close() {
    follower.close();
  }

  /** Says how many there are, never which: they may be secret. */
  @Override
  public String toString() {
    return "LiveProperties[" + path + ", " + values.size() + " properties]";
  }
}
