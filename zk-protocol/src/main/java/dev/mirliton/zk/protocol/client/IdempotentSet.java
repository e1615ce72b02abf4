package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/** New data: ours if it is there with the version that follows the expected one. */
final class IdempotentSet implements Repeatable<Stat> {
  private final byte[] data;
  private final Version expected;

  IdempotentSet(byte[] data, Version expected) {
    this.data = data;
    this.expected = expected;
  }

  @Override
  public CompletableFuture<Stat> ask(Whole whole) {
    return Part.submit(
        whole, new SetCall(whole.parts(), whole.serverPath(), data, expected.number()));
  }

  @Override
  public CompletableFuture<Finding<Stat>> examine(
      Whole whole, ZkException refusal, ClientSession session) {
    if (!(refusal instanceof BadVersionException)) {
      return CompletableFuture.completedFuture(Finding.without(Finding.Verdict.UNKNOWN));
    }
    return Part.submit(whole, new GetCall(whole.parts(), whole.serverPath()))
        .thenApply(found -> Finding.of(isDone(expected, data, found), found.stat()));
  }

  /** Whether {@code found} is what the write makes of a znode of the expected version. */
  static boolean isDone(Version expected, byte[] data, Node found) {
    return follows(expected, found.stat().version()) && Arrays.equals(data, found.data());
  }

  /**
   * Whether a version is the one after the expected one; servers count on from the smallest int.
   */
  static boolean follows(Version expected, int version) {
    return version == expected.number() + 1;
  }
}
