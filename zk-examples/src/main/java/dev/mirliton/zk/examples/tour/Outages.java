package dev.mirliton.zk.examples.tour;

import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.FaultProxy;
import java.util.Optional;

/** The scenes in which a client, or its connection, goes away. */
final class Outages {
  private Outages() {}

  static void ephemeral(Stage stage) throws InterruptedException {
    Story story = stage.story();
    try (ZkClient watcher = stage.connect()) {
      Watched<Optional<Stat>> here;
      try (ZkClient visitor = stage.connect()) {
        visitor.create("/visitor", new byte[0], CreateOptions.EPHEMERAL);
        here = watcher.existsAndWatch("/visitor");
        story.expect(
            here.value().orElseThrow().isEphemeral(), "/visitor should live with its session");
        story.tell("ephemeral", "a visitor created /visitor, to live as long as its session");
      }
      Optional<WatchEvent> event = here.watch().next(Stage.PATIENCE);
      story.expect(
          event.orElseThrow() instanceof WatchEvent.Deleted, "the watcher should hear of the end");
      story.expect(watcher.exists("/visitor").isEmpty(), "/visitor should be gone");
      story.tell("ephemeral", "the visitor closed its client; the watcher heard: %s", event.get());
    }
  }

  static void reconnect(Stage stage) throws InterruptedException {
    Story story = stage.story();
    try (FaultProxy network = FaultProxy.to(stage.server());
        ZkClient far = stage.connect(network);
        ZkClient near = stage.connect();
        StateLog states = new StateLog(far, story, "reconnect")) {
      far.create("/mine", new byte[0], CreateOptions.EPHEMERAL);
      ZkSession before = far.session();
      try (Watch watch = far.watch("/news", WatchMode.PERSISTENT)) {
        story.tell("reconnect", "the network between client and server is cut");
        network.refuse();
        network.cut();
        states.await(ConnectionState.SUSPENDED);
        near.create("/news", new byte[0]);
        story.tell("reconnect", "meanwhile another client created /news, which is watched");
        story.tell("reconnect", "the network is back");
        network.heal();
        states.await(ConnectionState.CONNECTED);
        story.expect(far.session() == before, "the session should be the same");
        story.expect(far.exists("/mine").isPresent(), "the ephemeral znode should still be there");
        story.tell("reconnect", "same session, its ephemeral znode is still there");
        WatchEvent event = watch.next(Stage.PATIENCE).orElseThrow();
        story.expect(event instanceof WatchEvent.Gap, "the watch should tell a gap, not %s", event);
        story.tell(
            "reconnect", "the lasting watch says that it may have missed something: %s", event);
      }
    }
  }
}
