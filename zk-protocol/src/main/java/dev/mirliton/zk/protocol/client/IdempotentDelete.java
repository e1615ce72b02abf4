package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import java.util.concurrent.CompletableFuture;

/** A delete: that nothing is there is what was wanted, whoever did it. */
final class IdempotentDelete implements Repeatable<Void> {
  private final Version expected;

  IdempotentDelete(Version expected) {
    this.expected = expected;
  }

  @Override
  public CompletableFuture<Void> ask(Whole whole) {
    String serverPath = whole.serverPath();
    DeleteRequest request = new DeleteRequest(serverPath, expected.number());
    return Part.submit(
        whole,
        new RecordCall<>(
            whole.parts(), "delete", serverPath, request, false, body -> Call.NOTHING));
  }

  @Override
  @SuppressWarnings("NullAway") // a Finding<Void> has the value null
  public CompletableFuture<Finding<Void>> examine(
      Whole whole, ZkException refusal, ClientSession session) {
    // Another version, or children: a new znode of that name, or the old one, which we cannot tell.
    return CompletableFuture.completedFuture(Finding.of(refusal instanceof NoNodeException, null));
  }
}
