package dev.mirliton.zk.discovery;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts servers where others find them: an ephemeral znode for each, named by its address. Whoever
 * follows the children of the path ({@link LiveChildren}) knows who is there.
 *
 * @since 0.1
 */
public final class ServiceRegistry {
  private ServiceRegistry() {}

  /**
   * Registers a server, and keeps it registered until the handle is closed or the client is: after
   * a lost session, or if somebody deletes the znode, it is registered anew. If by then another
   * session's znode has that name, its end is waited for.
   *
   * <p>Everybody may read the znode and nobody may change it. Closing the handle waits until the
   * server has deleted it, but no longer than five seconds, and not at all in a callback of the
   * event queue or while no server answers; the deletion then follows by itself for as long as the
   * session lives.
   *
   * <p>If the caller is interrupted, or the client's deadline passes first, the registration is
   * withdrawn in the same way.
   *
   * @param path the service; must exist
   * @param address the name of the server's znode: {@code host:port}; one client may register it
   *     once
   * @param properties kept as a JSON object in the znode; {@code pid}, the process id as the
   *     client's handler gives it, is added unless it is there
   * @throws IllegalArgumentException if the address cannot name a znode, or the properties cannot
   *     be written as JSON
   * @throws dev.mirliton.zk.NodeExistsException if the address is registered already: also by a
   *     former run of this process, whose session has yet to time out
   * @throws dev.mirliton.zk.NoNodeException if {@code path} is not there
   * @throws dev.mirliton.zk.DeadlineExceededException if it did not come about in time
   * @throws dev.mirliton.zk.CallbackDeadlockException in a callback of the client's event queue
   */
  public static Registration register(
      ZkClient client,
      String path,
      String address,
      Map<String, ? extends @Nullable Object> properties)
      throws InterruptedException {
    if (address.isEmpty() || address.indexOf('/') >= 0) {
      throw new IllegalArgumentException("address cannot name a znode: '" + address + "'");
    }
    String node = ZkPath.check(ZkPath.join(ZkPath.check(path), address));
    Map<String, @Nullable Object> all = new TreeMap<>(properties);
    all.putIfAbsent("pid", client.recipes().processId());
    Enrolment enrolment = new Enrolment(client, node, JsonObject.write(all));
    enrolment.start();
    return enrolment;
  }
}
