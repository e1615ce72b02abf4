package dev.mirliton.zk.recipes.node;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.ConnectionLossException;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.SessionException;
import dev.mirliton.zk.UnavailableException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkPath;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The obligation to delete an ephemeral znode, however long that takes: it is carried out in the
 * background, again and again, until the znode is known to be gone or its session is over, and the
 * server deletes it.
 *
 * <p>The znode is known by a name that nobody else has, so that deleting it twice, or looking for
 * what was never created, does no harm. Nothing here waits; steps run on the client's event queue.
 */
public final class Withdrawal {
  private static final Logger LOG = LoggerFactory.getLogger(Withdrawal.class);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Hears how it goes, on the event queue. */
  public interface Progress {
    /** For those who do not want to know. */
    Progress UNHEARD =
        new Progress() {
          @Override
          public void postponed() {}

          @Override
          public void done() {}
        };

    /** It did not work this time and is tried again. May be told many times. */
    void postponed();

    /** The znode is gone, or goes with its session. Told once, last. */
    void done();
  }

  private final ZkClient client;
  private final String parent;
  private final String prefix;
  private final Progress progress;
  private Duration pause = SHORTEST_PAUSE;

  private Withdrawal(ZkClient client, String parent, String prefix, Progress progress) {
    this.client = client;
    this.parent = parent;
    this.prefix = prefix;
    this.progress = progress;
  }

  /** Deletes the znode {@code name} below {@code parent}. Asks the server before it returns. */
  public static void ofNode(ZkClient client, String parent, String name, Progress progress) {
    new Withdrawal(client, parent, name, progress).delete(name);
  }

  /**
   * Deletes whatever there is below {@code parent} whose name begins with {@code prefix}: for a
   * create that may have happened. Asks the server before it returns.
   */
  public static void ofPrefix(ZkClient client, String parent, String prefix, Progress progress) {
    new Withdrawal(client, parent, prefix, progress).find();
  }

  private void find() {
    // The create may have been carried out by a server that this one has yet to catch up with.
    step(client.async().sync(parent), synced -> list(), this::find);
  }

  private void list() {
    step(
        client.async().children(parent),
        names ->
            names.stream()
                .filter(name -> name.startsWith(prefix))
                .findFirst()
                .ifPresentOrElse(this::delete, progress::done),
        this::find);
  }

  private void delete(String name) {
    String path = ZkPath.join(parent, name);
    step(client.async().delete(path), deleted -> progress.done(), () -> delete(name));
  }

  private <T> void step(AsyncResult<T> request, Consumer<T> next, Runnable again) {
    request.link(
        answered -> {
          switch (answered.exception()) {
            case null -> next.accept(answered.value());
            case NoNodeException gone -> progress.done();
            case SessionException over -> progress.done();
            case Throwable failure -> postpone(failure, again);
          }
        });
  }

  private void postpone(Throwable failure, Runnable again) {
    progress.postponed();
    if (failure instanceof ConnectionLossException) {
      again.run(); // waits in the client's queue for the next connection
      return;
    }
    if (!(failure instanceof UnavailableException)) {
      LOG.warn(
          "cannot delete {}…, which keeps others waiting; trying again in {}",
          ZkPath.join(parent, prefix),
          pause,
          failure);
    }
    client.recipes().after(pause, again);
    Duration longer = pause.multipliedBy(2);
    pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
  }
}
