package dev.mirliton.zk.examples.tour;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** The scenes that need nothing but znodes and two clients. */
final class Znodes {
  private final Story story;
  private final ZkClient zk;
  private final ZkClient other;

  Znodes(Story story, ZkClient zk, ZkClient other) {
    this.story = story;
    this.zk = zk;
    this.other = other;
  }

  void create() throws InterruptedException {
    String path = zk.create("/colour", "blue".getBytes(UTF_8));
    story.expect(path.equals("/colour"), "create should return its path, not %s", path);
    story.tell("create", "created /colour holding 'blue'");
    try {
      other.create("/colour", "red".getBytes(UTF_8));
    } catch (NodeExistsException taken) {
      story.tell("create", "a second create by another client is refused: %s", taken.getMessage());
      return;
    }
    story.expect(false, "a second create should be refused");
  }

  void read() throws InterruptedException {
    Node node = other.get("/colour");
    story.expect(text(node).equals("blue"), "the other client should read 'blue'");
    story.expect(node.stat().version() == 0, "the version should be 0");
    story.tell("read", "another client reads '%s', version %d", text(node), node.stat().version());
    story.expect(other.exists("/nothing").isEmpty(), "/nothing should not exist");
    story.tell("read", "whether /nothing exists is an ordinary question: no");
  }

  /** The event and the answers come through one queue, in the order the server sent them. */
  void watch() throws Exception {
    ConcurrentLinkedQueue<String> heard = new ConcurrentLinkedQueue<>();
    other.getAndWatch("/colour", event -> heard.add(event.getClass().getSimpleName()));
    zk.async().set("/colour", "green".getBytes(UTF_8));
    String seen;
    do {
      seen =
          other
              .async()
              .get("/colour")
              .thenApply(
                  node -> {
                    heard.add(text(node));
                    return text(node);
                  })
              .toCompletableFuture()
              .get(Stage.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } while (!seen.equals("green"));
    List<String> order = List.copyOf(heard);
    int event = order.indexOf("DataChanged");
    story.expect(
        event >= 0 && event < order.indexOf("green"),
        "the event should come before the data, not as in %s",
        order);
    story.tell(
        "watch", "/colour set to 'green'; the watching client heard, in this order: %s", order);
  }

  void transaction() throws InterruptedException {
    List<OpResult> done =
        zk.transact(
            Op.create("/order", new byte[0]),
            Op.create("/order/1", "tea".getBytes(UTF_8)),
            Op.set("/colour", "white".getBytes(UTF_8), new Version(1)));
    story.expect(done.size() == 3, "all three steps should be done");
    story.expect(text(zk.get("/colour")).equals("white"), "the set should be visible");
    story.tell("transaction", "three steps done as one: two creates and a set");
    try {
      zk.transact(
          Op.create("/order/2", "coffee".getBytes(UTF_8)),
          Op.check("/colour", new Version(1)),
          Op.delete("/order/1", Version.ANY));
    } catch (TransactionException refused) {
      story.expect(refused.index() == 1, "step 1 should be the refused one");
      story.expect(
          zk.children("/order").equals(List.of("1")), "nothing of it should have happened");
      story.tell("transaction", "refused as a whole, nothing changed: %s", refused.getMessage());
      return;
    }
    story.expect(false, "a transaction with a wrong version should be refused");
  }

  private static String text(Node node) {
    return new String(node.data(), UTF_8);
  }
}
