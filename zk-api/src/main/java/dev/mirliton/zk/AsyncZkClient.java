package dev.mirliton.zk;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The calls of {@link ZkClient} for code that must not wait. A request is submitted when its method
 * is called, so the order of calls is the order of requests. Nothing here blocks.
 *
 * <p>Bad arguments throw at once; every other failure is in the result.
 *
 * @since 0.1
 */
public interface AsyncZkClient {

  /** See {@link ZkClient#create(String, byte[], CreateOptions)}. */
  AsyncResult<String> create(String path, byte[] data, CreateOptions options);

  /** See {@link ZkClient#create(String, byte[])}. */
  default AsyncResult<String> create(String path, byte[] data) {
    return create(path, data, CreateOptions.PERSISTENT);
  }

  /** See {@link ZkClient#createWithStat(String, byte[], CreateOptions)}. */
  AsyncResult<Created> createWithStat(String path, byte[] data, CreateOptions options);

  /** See {@link ZkClient#get(String)}. */
  AsyncResult<Node> get(String path);

  /** See {@link ZkClient#getAndWatch(String)}. */
  AsyncResult<Watched<Node>> getAndWatch(String path);

  /** See {@link ZkClient#getAndWatch(String, WatchListener)}. */
  AsyncResult<Observed<Node>> getAndWatch(String path, WatchListener listener);

  /** See {@link ZkClient#set(String, byte[], Version)}. */
  AsyncResult<Stat> set(String path, byte[] data, Version expected);

  /** See {@link ZkClient#set(String, byte[])}. */
  default AsyncResult<Stat> set(String path, byte[] data) {
    return set(path, data, Version.ANY);
  }

  /** See {@link ZkClient#exists(String)}. */
  AsyncResult<Optional<Stat>> exists(String path);

  /** See {@link ZkClient#existsAndWatch(String)}. */
  AsyncResult<Watched<Optional<Stat>>> existsAndWatch(String path);

  /** See {@link ZkClient#existsAndWatch(String, WatchListener)}. */
  AsyncResult<Observed<Optional<Stat>>> existsAndWatch(String path, WatchListener listener);

  /** See {@link ZkClient#children(String)}. */
  AsyncResult<List<String>> children(String path);

  /** See {@link ZkClient#childrenWithStat(String)}. */
  AsyncResult<Children> childrenWithStat(String path);

  /** See {@link ZkClient#childrenAndWatch(String)}. */
  AsyncResult<Watched<Children>> childrenAndWatch(String path);

  /** See {@link ZkClient#childrenAndWatch(String, WatchListener)}. */
  AsyncResult<Observed<Children>> childrenAndWatch(String path, WatchListener listener);

  /** See {@link ZkClient#watch(String, WatchMode)}. */
  AsyncResult<Watch> watch(String path, WatchMode mode);

  /** See {@link ZkClient#watch(String, WatchMode, WatchListener)}. */
  AsyncResult<Registration> watch(String path, WatchMode mode, WatchListener listener);

  /** See {@link ZkClient#delete(String, Version)}. */
  AsyncResult<Void> delete(String path, Version expected);

  /** See {@link ZkClient#delete(String)}. */
  default AsyncResult<Void> delete(String path) {
    return delete(path, Version.ANY);
  }

  /** See {@link ZkClient#deleteTree(String)}. */
  AsyncResult<Void> deleteTree(String path);

  /** See {@link ZkClient#acl(String)}. */
  AsyncResult<NodeAcl> acl(String path);

  /** See {@link ZkClient#setAcl(String, List, Version)}. */
  AsyncResult<Stat> setAcl(String path, List<Acl> acl, Version expected);

  /** See {@link ZkClient#sync(String)}. */
  AsyncResult<Void> sync(String path);

  /** See {@link ZkClient#ensurePath(String)}. */
  AsyncResult<Void> ensurePath(String path);

  /** See {@link ZkClient#transact(List)}. */
  AsyncResult<List<OpResult>> transact(List<Op> steps);

  /** See {@link ZkClient#transact(Op...)}. */
  default AsyncResult<List<OpResult>> transact(Op... steps) {
    return transact(List.of(steps));
  }

  /** See {@link ZkClient#readAll(List)}. */
  AsyncResult<List<ReadResult>> readAll(List<ReadOp> reads);

  /** See {@link ZkClient#ephemerals(String)}. */
  AsyncResult<List<String>> ephemerals(String prefix);

  /** See {@link ZkClient#countDescendants(String)}. */
  AsyncResult<Integer> countDescendants(String path);

  /** See {@link ZkClient#whoAmI()}. */
  AsyncResult<List<Identity>> whoAmI();

  /** See {@link ZkClient#ensembleConfig()}. */
  AsyncResult<EnsembleConfig> ensembleConfig();

  /** See {@link ZkClient#ensembleConfigAndWatch()}. */
  AsyncResult<Watched<EnsembleConfig>> ensembleConfigAndWatch();

  /** See {@link ZkClient#ensembleConfigAndWatch(WatchListener)}. */
  AsyncResult<Observed<EnsembleConfig>> ensembleConfigAndWatch(WatchListener listener);

  /** See {@link ZkClient#reconfigure(Reconfiguration)}. */
  AsyncResult<EnsembleConfig> reconfigure(Reconfiguration change);

  /** See {@link ZkClient#reconfigure(Reconfiguration, EnsembleConfig)}. */
  AsyncResult<EnsembleConfig> reconfigure(Reconfiguration change, EnsembleConfig expected);

  /** See {@link ZkClient#command(String)}. */
  AsyncResult<String> command(String word);

  /** See {@link ZkClient#command(String, Hosts.Server)}. */
  AsyncResult<String> command(String word, Hosts.Server server);

  /** See {@link ZkClient#serverVersion()}. */
  AsyncResult<ServerVersion> serverVersion();

  /** See {@link ZkClient#authenticate(Authentication)}. */
  AsyncResult<Void> authenticate(Authentication credentials);

  /** See {@link ZkClient#idempotent()}. */
  AsyncZkClient idempotent();

  /**
   * Does something, and does it again after a pause; see {@link ZkClient#retry(RetryPolicy,
   * Retriable)}. The first try is made at once, by the caller; the others on the event queue. What
   * {@code operation} throws is a failure like those of its result.
   *
   * @return what the last try came to. Waiting for it inside a callback of the event queue throws
   *     {@link CallbackDeadlockException}. Cancelling it makes no further try, and cancels the
   *     present one if its result is an {@link AsyncResult}
   */
  <T> AsyncResult<T> retry(
      RetryPolicy policy, Function<? super AsyncZkClient, ? extends CompletionStage<T>> operation);
}
