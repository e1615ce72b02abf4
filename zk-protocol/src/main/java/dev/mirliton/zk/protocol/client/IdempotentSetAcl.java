package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.BadVersionException;
import dev.mirliton.zk.NodeAcl;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.wire.GetAclRequest;
import dev.mirliton.zk.protocol.wire.SetAclRequest;
import dev.mirliton.zk.protocol.wire.StatCodec;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A new ACL: ours if it is there with the version that follows the expected one. */
final class IdempotentSetAcl implements Repeatable<Stat> {
  private final List<Acl> acl;
  private final Version expected;

  IdempotentSetAcl(List<Acl> acl, Version expected) {
    this.acl = acl;
    this.expected = expected;
  }

  @Override
  public CompletableFuture<Stat> ask(Whole whole) {
    String serverPath = whole.serverPath();
    SetAclRequest request = new SetAclRequest(serverPath, acl, expected.number());
    return Part.submit(
        whole,
        new RecordCall<>(whole.parts(), "setAcl", serverPath, request, false, StatCodec::read));
  }

  @Override
  public CompletableFuture<Finding<Stat>> examine(
      Whole whole, ZkException refusal, ClientSession session) {
    if (!(refusal instanceof BadVersionException)) {
      return CompletableFuture.completedFuture(Finding.without(Finding.Verdict.UNKNOWN));
    }
    String serverPath = whole.serverPath();
    Call<NodeAcl> look =
        new RecordCall<>(
            whole.parts(),
            "acl",
            serverPath,
            new GetAclRequest(serverPath),
            true,
            DefaultAsyncZkClient::nodeAcl);
    return Part.submit(whole, look)
        .thenApply(found -> Finding.of(isDone(expected, acl, found), found.stat()));
  }

  /**
   * Whether {@code found} is what the write makes of a znode whose ACL has the expected version.
   * Entries that the server fills in or hides differ from what was asked for, so it is not.
   */
  static boolean isDone(Version expected, List<Acl> acl, NodeAcl found) {
    return IdempotentSet.follows(expected, found.stat().aversion())
        && Set.copyOf(acl).equals(Set.copyOf(found.entries()));
  }
}
