package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Created;
import dev.mirliton.zk.Lifetime;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.client.Finding.Verdict;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** A new znode: ours if what is there cannot be told from what the request makes. */
final class IdempotentCreate<T> implements Repeatable<T> {
  private final Creation creation;
  private final byte[] data;
  private final CreateOptions options;
  private final int opCode;
  private final Function<Created, T> result;
  private long zxidBefore;

  IdempotentCreate(
      Creation creation,
      byte[] data,
      CreateOptions options,
      int opCode,
      Function<Created, T> result) {
    this.creation = creation;
    this.data = data;
    this.options = options;
    this.opCode = opCode;
    this.result = result;
  }

  /** Returns what tells the caller why there is no such create. */
  static IllegalArgumentException sequential(String path) {
    return new IllegalArgumentException(
        "create "
            + path
            + ": a sequential znode cannot be created idempotently, because the number in its name"
            + " does not tell whose it is. Put recipes().uniqueName() into the name, create with"
            + " the client that is not idempotent, and look for that name; locks do so by"
            + " themselves");
  }

  @Override
  public CompletableFuture<T> ask(Whole whole) {
    return creation.ask(whole, data, options, opCode, result);
  }

  @Override
  public void beforeFirst(long lastZxid) {
    zxidBefore = lastZxid;
  }

  @Override
  public CompletableFuture<Finding<T>> examine(
      Whole whole, ZkException refusal, ClientSession session) {
    if (!(refusal instanceof NodeExistsException)) {
      return CompletableFuture.completedFuture(Finding.without(Verdict.UNKNOWN));
    }
    return Part.submit(whole, new GetCall(whole.parts(), whole.serverPath()))
        .handle(
            (found, failure) -> {
              if (failure == null) {
                return CompletableFuture.completedFuture(finding(whole, session, found));
              }
              return Part.reason(failure) instanceof NoNodeException
                  ? CompletableFuture.completedFuture(Finding.<T>without(Verdict.GONE))
                  : CompletableFuture.<Finding<T>>failedFuture(failure);
            })
        .thenCompose(next -> next);
  }

  private Finding<T> finding(Whole whole, ClientSession session, Node found) {
    Verdict verdict = judge(options.lifetime(), data, session.id(), zxidBefore, found);
    return verdict == Verdict.OURS
        ? new Finding<>(verdict, result.apply(new Created(whole.path(), found.stat())))
        : Finding.without(verdict);
  }

  /**
   * Says whose znode it is.
   *
   * @param sessionId the session that asked for it
   * @param zxidBefore a transaction before the first request: what it made, or an earlier one, is
   *     another's
   */
  static Verdict judge(
      Lifetime lifetime, byte[] data, long sessionId, long zxidBefore, Node found) {
    Stat stat = found.stat();
    // Servers show containers and TTL znodes as persistent ones.
    boolean otherOwner =
        lifetime instanceof Lifetime.Ephemeral
            ? stat.ephemeralOwner() != sessionId
            : stat.isEphemeral();
    if (stat.czxid() <= zxidBefore || otherOwner) {
      return Verdict.ANOTHERS;
    }
    // An ephemeral of our own session is not written by others; of the rest only new ones count.
    boolean untouched = stat.isEphemeral() || stat.version() == 0;
    return untouched && Arrays.equals(data, found.data()) ? Verdict.OURS : Verdict.UNKNOWN;
  }
}
