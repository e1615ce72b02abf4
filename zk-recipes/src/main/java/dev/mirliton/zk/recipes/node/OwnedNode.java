package dev.mirliton.zk.recipes.node;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.ZkSession;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An ephemeral, sequential znode that is ours from before it is created. Used on the client's event
 * queue only.
 *
 * <p>The beginning of its name is nobody else's. So a create that gets no answer is not in doubt
 * for long: the znode is looked for under that name before another is created, and deleted under
 * that name when we no longer want it, whether or not we ever heard of it.
 */
public final class OwnedNode {
  private final ZkClient client;
  private final String parent;
  private final String prefix;
  private final byte[] data;
  private final Steps steps;
  private final Consumer<Throwable> failed;
  private @Nullable Consumer<String> created;
  private @Nullable String name;
  private @Nullable ZkSession session; // that it was created in, as far as we know

  /**
   * Describes a znode that is not there yet.
   *
   * @param prefix its name before the sequence number; nobody else's
   * @param data its data
   * @param steps of the recipe
   * @param failed hears why it cannot be created
   */
  public OwnedNode(
      ZkClient client,
      String parent,
      String prefix,
      byte[] data,
      Steps steps,
      Consumer<Throwable> failed) {
    this.client = client;
    this.parent = parent;
    this.prefix = prefix;
    this.data = data;
    this.steps = steps;
    this.failed = failed;
  }

  /** Creates it, and its parents where they are missing, however often that takes. */
  public void create(Consumer<String> created) {
    this.created = created;
    create();
  }

  private void create() {
    steps.after(
        client
            .async()
            .create(ZkPath.join(parent, prefix), data, CreateOptions.EPHEMERAL.sequential()),
        path -> exists(ZkPath.name(path)),
        failure -> {
          switch (failure) {
            case NoNodeException missing -> createParent();
            case UnavailableException lost ->
                steps.again(lost, lost.fate() == Fate.UNKNOWN ? this::find : this::create);
            default -> failed.accept(failure);
          }
        });
  }

  private void createParent() {
    steps.after(
        client.async().ensurePath(parent),
        made -> create(),
        failure -> steps.retry(failure, this::createParent, failed));
  }

  /** Looks whether a create that was not answered has happened. */
  private void find() {
    // It may have been carried out by a server that the present one has yet to catch up with.
    steps.after(
        client.async().sync(parent),
        synced -> list(),
        failure -> steps.retry(failure, this::find, failed));
  }

  private void list() {
    steps.after(
        client.async().children(parent),
        this::foundAmong,
        failure -> {
          if (failure instanceof NoNodeException) {
            createParent();
          } else {
            steps.retry(failure, this::find, failed);
          }
        });
  }

  private void foundAmong(List<String> children) {
    children.stream()
        .filter(child -> child.startsWith(prefix))
        .findFirst()
        .ifPresentOrElse(this::exists, this::create);
  }

  private void exists(String found) {
    name = found;
    session = client.session();
    if (created != null) {
      created.accept(found);
    }
  }

  /**
   * Returns the session that it was created in, if that is still the client's session and alive;
   * null if the znode is lost with it.
   */
  public @Nullable ZkSession currentSession() {
    ZkSession mine = session;
    return mine != null && mine.isAlive() && mine == client.session() ? mine : null;
  }

  /** Whether {@code stat} is that of a znode that the current session owns. */
  public boolean isOurs(Stat stat) {
    ZkSession current = currentSession();
    return current != null && stat.ephemeralOwner() == current.id();
  }

  /** Sees to it that it does not stay behind. Call once, after the steps were ended. */
  public void withdraw() {
    if (client.detail().isTerminal() || created == null) {
      return; // it goes with the session, or was never asked for
    }
    String known = name;
    if (known != null) {
      Withdrawal.ofNode(client, parent, known, Withdrawal.Progress.UNHEARD);
    } else {
      Withdrawal.ofPrefix(client, parent, prefix, Withdrawal.Progress.UNHEARD);
    }
  }
}
