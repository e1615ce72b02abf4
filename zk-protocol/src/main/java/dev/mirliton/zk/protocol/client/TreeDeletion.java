package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.NotEmptyException;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.GetChildren2Request;
import dev.mirliton.zk.protocol.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Deletes a znode and all below it, deepest first. Children are deleted many at a time; those that
 * turn out to have children of their own are descended into. Others may create and delete
 * meanwhile.
 */
final class TreeDeletion {
  /** Requests in flight: enough to hide the network, few enough to leave room for others. */
  private static final int AT_ONCE = 256;

  private static final int ANY_VERSION = -1;

  private final Whole whole;

  TreeDeletion(View view, String path) {
    this.whole = Whole.begin(view, "deleteTree", path);
  }

  AsyncResult<Void> start() {
    return whole.result(deleteTree(whole.serverPath()));
  }

  private CompletableFuture<Void> deleteTree(String serverPath) {
    return children(serverPath)
        .thenCompose(children -> deleteAll(children, 0))
        .thenCompose(
            none ->
                serverPath.equals(ZkPath.ROOT)
                    ? CompletableFuture.completedFuture(true)
                    : delete(serverPath))
        .thenCompose(
            deleted ->
                deleted
                    ? CompletableFuture.completedFuture(null)
                    : deleteTree(serverPath)); // somebody created a child meanwhile
  }

  /** Lists paths below; none when the znode is gone already. */
  private CompletableFuture<List<String>> children(String serverPath) {
    Call<List<String>> call =
        new RecordCall<>(
            whole.parts(),
            "deleteTree",
            serverPath,
            new GetChildren2Request(serverPath, false),
            true,
            WireReader::readStrings);
    return Part.submit(whole, call)
        .thenApply(
            names -> {
              List<String> paths = new ArrayList<>(names.size());
              for (String name : names) {
                String child = ZkPath.join(serverPath, name);
                if (!child.equals("/zookeeper")) {
                  paths.add(child);
                }
              }
              return paths;
            })
        .exceptionallyCompose(
            failure ->
                Part.reason(failure) instanceof NoNodeException
                    ? CompletableFuture.completedFuture(List.of())
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletableFuture<Void> deleteAll(List<String> paths, int from) {
    if (from >= paths.size()) {
      return CompletableFuture.completedFuture(null);
    }
    int to = Math.min(paths.size(), from + AT_ONCE);
    CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    for (String child : paths.subList(from, to)) {
      CompletableFuture<Boolean> deleting = delete(child); // sent now, all of them
      done =
          done.thenCompose(none -> deleting)
              .thenCompose(
                  deleted -> deleted ? CompletableFuture.completedFuture(null) : deleteTree(child));
    }
    return done.thenCompose(none -> deleteAll(paths, to));
  }

  /** Deletes one znode. False if it has children. */
  private CompletableFuture<Boolean> delete(String serverPath) {
    Call<Void> call =
        new RecordCall<>(
            whole.parts(),
            "deleteTree",
            serverPath,
            new DeleteRequest(serverPath, ANY_VERSION),
            true, // deleting what is gone already is what was wanted, so it may be sent again
            body -> Call.NOTHING);
    return Part.submit(whole, call)
        .handle(
            (none, failure) -> {
              if (failure == null || Part.reason(failure) instanceof NoNodeException) {
                return CompletableFuture.completedFuture(true);
              }
              if (Part.reason(failure) instanceof NotEmptyException) {
                return CompletableFuture.completedFuture(false);
              }
              return CompletableFuture.<Boolean>failedFuture(failure);
            })
        .thenCompose(result -> result);
  }
}
