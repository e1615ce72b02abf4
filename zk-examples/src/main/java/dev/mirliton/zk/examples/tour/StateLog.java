package dev.mirliton.zk.examples.tour;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.StateChange;
import dev.mirliton.zk.ZkClient;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tells each change of a client's state, and keeps it for whoever awaits it. Thread-safe. */
final class StateLog implements AutoCloseable {
  private final Story story;
  private final BlockingQueue<StateChange> changes = new LinkedBlockingQueue<>();
  private final Registration registration;

  StateLog(ZkClient client, Story story, String scene) {
    this.story = story;
    this.registration =
        client.onStateChange(
            change -> {
              story.tell(scene, "the client says %s (%s)", change.state(), change.detail());
              changes.add(change);
            });
  }

  /** Waits until the client has said {@code state}; what it said before that is forgotten. */
  void await(ConnectionState state) throws InterruptedException {
    StateChange change;
    do {
      change = changes.poll(Stage.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      story.expect(change != null, "the client should say %s", state);
    } while (change != null && change.state() != state);
  }

  @Override
  public void close() {
    registration.close();
  }
}
