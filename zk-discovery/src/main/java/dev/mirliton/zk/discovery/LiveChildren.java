package dev.mirliton.zk.discovery;

import dev.mirliton.zk.Children;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The names of a znode's children, as the server has them: read again after each change, each
 * reconnect and each new session. While no server answers the last names stay; the client's state
 * says that they may be old.
 *
 * <pre>{@code
 * try (var servers = LiveChildren.follow(zk, "/shop/servers")) {
 *   servers.onChange(balancer::use);
 *   ...
 * }
 * }</pre>
 *
 * <p>When the znode is deleted the set is empty, and filled again when it returns. Thread-safe.
 *
 * @since 0.1
 */
public final class LiveChildren implements Iterable<String>, AutoCloseable {
  private final String path;
  private final Follower<Children> follower;
  private final Listeners<Set<String>> listeners;
  private volatile Set<String> names = Set.of();
  private volatile boolean deleted;

  private LiveChildren(ZkClient client, String path) {
    this.path = ZkPath.check(path);
    listeners = new Listeners<>(client.recipes(), this::names);
    follower =
        new Follower<>(
            client, path, stale -> client.async().childrenAndWatch(path, stale), this::become);
  }

  /**
   * Reads the children and follows them until closed, or until the client is.
   *
   * @throws dev.mirliton.zk.NoNodeException if the znode is not there
   * @throws dev.mirliton.zk.ZkException if it cannot be read for another reason
   * @throws dev.mirliton.zk.CallbackDeadlockException in a callback of the client's event queue
   */
  public static LiveChildren follow(ZkClient client, String path) throws InterruptedException {
    LiveChildren children = new LiveChildren(client, path);
    children.follower.start();
    return children;
  }

  private void become(Optional<Children> read) {
    Set<String> now =
        read.<Set<String>>map(children -> new TreeSet<>(children.names())).orElse(Set.of());
    deleted = read.isEmpty();
    if (!now.equals(names)) {
      names = Collections.unmodifiableSet(now);
      listeners.tell(names);
    }
  }

  /** Returns the path whose children these are. */
  public String path() {
    return path;
  }

  /** Returns the names just now: sorted, and never changed once returned. */
  public Set<String> names() {
    return names;
  }

  /** Iterates over the names just now. */
  @Override
  public Iterator<String> iterator() {
    return names.iterator();
  }

  /** Whether the znode itself was gone when last read. */
  public boolean isDeleted() {
    return deleted;
  }

  /**
   * Tells {@code listener} the names, soon, and again whenever they are different, on the client's
   * event queue. Changes that follow each other quickly may be told as one. A listener that throws
   * is reported, and stays.
   */
  public Registration onChange(Consumer<? super Set<String>> listener) {
    return listeners.add(listener);
  }

  /** Stops following. The names stay as they are. Idempotent. */
  @Override
  public void close() {
    follower.close();
  }

  @Override
  public String toString() {
    return "LiveChildren[" + path + ", " + names.size() + " names]";
  }
}
