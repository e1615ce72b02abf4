package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.testing.Await;
import dev.mirliton.zk.testing.SinceServer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Closing a watch, as the server sees it. */
@EveryHandler
@SinceServer("3.5")
class WatchRemovalTest extends ClientSuite {

  /** Whether the server keeps a watch of this client there. */
  private boolean isWatched(ZkClient zk, String path) throws Exception {
    String session = "0x" + Long.toHexString(Objects.requireNonNull(zk.session()).id());
    boolean here = false;
    for (String line : ask("wchp").lines().toList()) {
      if (line.startsWith("/")) {
        here = line.equals(clients.root() + path);
      } else if (here && line.strip().equals(session)) {
        return true;
      }
    }
    return false;
  }

  private void awaitUnwatched(ZkClient zk, String path) throws InterruptedException {
    Await.until("the server's watch on " + path + " to go", LIMIT, () -> !isWatched(zk, path));
  }

  @Test
  @SinceServer("3.9")
  void lastCloseRemovesTheServersWatch() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    List<Watch> watches =
        List.of(
            zk.getAndWatch("/a").watch(),
            zk.childrenAndWatch("/a").watch(),
            zk.watch("/a", WatchMode.PERSISTENT),
            zk.watch("/a", WatchMode.PERSISTENT_RECURSIVE));

    for (Watch watch : watches) {
      assertTrue(isWatched(zk, "/a"));
      watch.close();
    }

    awaitUnwatched(zk, "/a");
  }

  @Test
  void watchOnAnAbsentNodeIsRemoved() throws Exception {
    ZkClient zk = connect();
    Watch watch = zk.existsAndWatch("/none").watch();
    assertTrue(isWatched(zk, "/none"));

    watch.close();

    awaitUnwatched(zk, "/none");
  }

  @Test
  @SinceServer("3.6")
  void otherHandlesGoOn() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Watch first = zk.watch("/a", WatchMode.PERSISTENT);
    Watch second = zk.watch("/a", WatchMode.PERSISTENT);
    Watch children = zk.childrenAndWatch("/a").watch();

    first.close();
    zk.set("/a", bytes("x"));
    zk.create("/a/b", NOTHING);

    assertEquals(new WatchEvent.DataChanged("/a"), second.next());
    assertEquals(new WatchEvent.ChildrenChanged("/a"), second.next());
    assertEquals(new WatchEvent.ChildrenChanged("/a"), children.next());
    second.close();
    awaitUnwatched(zk, "/a");
  }

  @Test
  @SinceServer("3.9")
  void closingOneKindKeepsTheOthers() throws Exception {
    ZkClient zk = connect();
    zk.create("/a", NOTHING);
    Watch data = zk.getAndWatch("/a").watch();
    Watch children = zk.childrenAndWatch("/a").watch();
    Watch recursive = zk.watch("/a", WatchMode.PERSISTENT_RECURSIVE);

    recursive.close();
    data.close();
    zk.set("/a", bytes("x"));
    zk.create("/a/b", NOTHING);

    assertEquals(new WatchEvent.ChildrenChanged("/a"), children.next());
    awaitUnwatched(zk, "/a");
  }

  @Test
  void readThatIsGivenUpLeavesNoWatch() throws Exception {
    ZkClient zk = connect();

    for (int i = 0; i < 50; i++) {
      AsyncResult<Watched<Optional<Stat>>> result = zk.async().existsAndWatch("/none");
      if (!result.cancel()) {
        result.value().close(); // the answer was faster
      }
    }

    zk.sync("/");
    awaitUnwatched(zk, "/none");
  }
}
