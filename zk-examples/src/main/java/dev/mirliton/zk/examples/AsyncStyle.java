package dev.mirliton.zk.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.ZkClient;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Code that must not wait: the same verbs, and stages to go on with. */
final class AsyncStyle {
  private AsyncStyle() {}

  static CompletionStage<String> describe(ZkClient zk) {
    // snippet: async
    CompletionStage<String> colour =
        zk.async().get("/config/colour").thenApply(node -> new String(node.data(), UTF_8));
    CompletionStage<List<String>> names = zk.async().children("/config");

    return colour
        .thenCombine(names, (painted, all) -> painted + ", one of " + all.size())
        .exceptionally(failure -> "unknown");
    // end
  }
}
