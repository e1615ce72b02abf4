package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Children;
import dev.mirliton.zk.ConnectionState;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Created;
import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.KeeperState;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.NodeAcl;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.ReadOp;
import dev.mirliton.zk.ReadResult;
import dev.mirliton.zk.RecipeSupport;
import dev.mirliton.zk.Reconfiguration;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.Retriable;
import dev.mirliton.zk.RetryPolicy;
import dev.mirliton.zk.ServerVersion;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.StateListener;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchListener;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waiting facade: submits, waits, and gives the request up when the caller is interrupted. */
final class DefaultZkClient implements ZkClient {
  private final View view;
  private final DefaultAsyncZkClient async;
  private final boolean owner;

  DefaultZkClient(View view, boolean owner) {
    this.view = view;
    this.async = new DefaultAsyncZkClient(view);
    this.owner = owner;
  }

  private static <T> T answer(AsyncResult<T> result) throws InterruptedException {
    try {
      return result.get();
    } catch (InterruptedException stop) {
      result.cancel();
      throw stop;
    }
  }

  @Override
  public AsyncZkClient async() {
    return async;
  }

  @Override
  public ZkClient rooted(String path) {
    ZkPath.check(path);
    return new DefaultZkClient(view.below(path), false);
  }

  @Override
  public ZkClient within(Duration deadline) {
    if (deadline.isNegative() || deadline.isZero()) {
      throw new IllegalArgumentException("deadline must be positive but was " + deadline);
    }
    return new DefaultZkClient(view.within(deadline), false);
  }

  @Override
  public ZkClient idempotent() {
    return new DefaultZkClient(view.findingOut(), false);
  }

  @Override
  public void awaitConnected(Duration limit) throws InterruptedException {
    view.driver().state().awaitConnected(view.bounded(limit));
  }

  @Override
  public String create(String path, byte[] data, CreateOptions options)
      throws InterruptedException {
    return answer(async.create(path, data, options));
  }

  @Override
  public Created createWithStat(String path, byte[] data, CreateOptions options)
      throws InterruptedException {
    return answer(async.createWithStat(path, data, options));
  }

  @Override
  public Node get(String path) throws InterruptedException {
    return answer(async.get(path));
  }

  @Override
  public Watched<Node> getAndWatch(String path) throws InterruptedException {
    return answer(async.getAndWatch(path));
  }

  @Override
  public Observed<Node> getAndWatch(String path, WatchListener listener)
      throws InterruptedException {
    return answer(async.getAndWatch(path, listener));
  }

  @Override
  public Stat set(String path, byte[] data, Version expected) throws InterruptedException {
    return answer(async.set(path, data, expected));
  }

  @Override
  public Optional<Stat> exists(String path) throws InterruptedException {
    return answer(async.exists(path));
  }

  @Override
  public Watched<Optional<Stat>> existsAndWatch(String path) throws InterruptedException {
    return answer(async.existsAndWatch(path));
  }

  @Override
  public Observed<Optional<Stat>> existsAndWatch(String path, WatchListener listener)
      throws InterruptedException {
    return answer(async.existsAndWatch(path, listener));
  }

  @Override
  public List<String> children(String path) throws InterruptedException {
    return answer(async.children(path));
  }

  @Override
  public Children childrenWithStat(String path) throws InterruptedException {
    return answer(async.childrenWithStat(path));
  }

  @Override
  public Watched<Children> childrenAndWatch(String path) throws InterruptedException {
    return answer(async.childrenAndWatch(path));
  }

  @Override
  public Observed<Children> childrenAndWatch(String path, WatchListener listener)
      throws InterruptedException {
    return answer(async.childrenAndWatch(path, listener));
  }

  @Override
  public Watch watch(String path, WatchMode mode) throws InterruptedException {
    return answer(async.watch(path, mode));
  }

  @Override
  public Registration watch(String path, WatchMode mode, WatchListener listener)
      throws InterruptedException {
    return answer(async.watch(path, mode, listener));
  }

  @Override
  public void delete(String path, Version expected) throws InterruptedException {
    answer(async.delete(path, expected));
  }

  @Override
  public void deleteTree(String path) throws InterruptedException {
    answer(async.deleteTree(path));
  }

  @Override
  public NodeAcl acl(String path) throws InterruptedException {
    return answer(async.acl(path));
  }

  @Override
  public Stat setAcl(String path, List<Acl> acl, Version expected) throws InterruptedException {
    return answer(async.setAcl(path, acl, expected));
  }

  @Override
  public void sync(String path) throws InterruptedException {
    answer(async.sync(path));
  }

  @Override
  public void ensurePath(String path) throws InterruptedException {
    answer(async.ensurePath(path));
  }

  @Override
  public List<OpResult> transact(List<Op> steps) throws InterruptedException {
    return answer(async.transact(steps));
  }

  @Override
  public List<ReadResult> readAll(List<ReadOp> reads) throws InterruptedException {
    return answer(async.readAll(reads));
  }

  @Override
  public List<String> ephemerals(String prefix) throws InterruptedException {
    return answer(async.ephemerals(prefix));
  }

  @Override
  public int countDescendants(String path) throws InterruptedException {
    return answer(async.countDescendants(path));
  }

  @Override
  public List<Identity> whoAmI() throws InterruptedException {
    return answer(async.whoAmI());
  }

  @Override
  public EnsembleConfig ensembleConfig() throws InterruptedException {
    return answer(async.ensembleConfig());
  }

  @Override
  public Watched<EnsembleConfig> ensembleConfigAndWatch() throws InterruptedException {
    return answer(async.ensembleConfigAndWatch());
  }

  @Override
  public Observed<EnsembleConfig> ensembleConfigAndWatch(WatchListener listener)
      throws InterruptedException {
    return answer(async.ensembleConfigAndWatch(listener));
  }

  @Override
  public EnsembleConfig reconfigure(Reconfiguration change) throws InterruptedException {
    return answer(async.reconfigure(change));
  }

  @Override
  public EnsembleConfig reconfigure(Reconfiguration change, EnsembleConfig expected)
      throws InterruptedException {
    return answer(async.reconfigure(change, expected));
  }

  @Override
  public String command(String word) throws InterruptedException {
    return answer(async.command(word));
  }

  @Override
  public String command(String word, Hosts.Server server) throws InterruptedException {
    return answer(async.command(word, server));
  }

  @Override
  public ServerVersion serverVersion() throws InterruptedException {
    return answer(async.serverVersion());
  }

  @Override
  public void authenticate(Authentication credentials) throws InterruptedException {
    answer(async.authenticate(credentials));
  }

  @Override
  public <T extends @Nullable Object> T retry(RetryPolicy policy, Retriable<T> operation)
      throws InterruptedException {
    Tries tries = new Tries(view, policy);
    while (true) {
      Duration pause;
      try {
        return operation.attempt(new DefaultZkClient(tries.begin(), false));
      } catch (ZkException failure) {
        pause = tries.pauseAfter(failure).orElseThrow(() -> tries.withEarlier(failure));
      } finally {
        tries.end();
      }
      pause(pause);
    }
  }

  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  private void pause(Duration length) throws InterruptedException {
    Promise<Void> over = new Promise<>(view.events());
    Registration end = view.driver().state().onEnd(() -> over.complete(null));
    try {
      over.await(length);
    } finally {
      end.close();
    }
  }

  @Override
  public ConnectionState state() {
    return detail().connection();
  }

  @Override
  public KeeperState detail() {
    return view.driver().state().now();
  }

  @Override
  public @Nullable ZkSession session() {
    return view.driver().state().session();
  }

  @Override
  public Registration onStateChange(StateListener listener) {
    return view.driver().state().listen(listener);
  }

  @Override
  public void updateHosts(Hosts hosts) {
    String root = view.driver().options().hosts().root();
    if (!hosts.root().equals(ZkPath.ROOT) && !hosts.root().equals(root)) {
      throw new IllegalArgumentException(
          "the root of a client cannot be changed: it is "
              + root
              + " and hosts '"
              + hosts
              + "' says "
              + hosts.root());
    }
    view.driver().updateServers(hosts.servers());
  }

  @Override
  public RecipeSupport recipes() {
    return new DefaultRecipeSupport(view);
  }

  @Override
  public Optional<ZkOptions.Attachment> detach() {
    if (!owner) {
      throw new IllegalStateException("this is a view: detach the client that it is a view of");
    }
    return Optional.ofNullable(view.driver().detach());
  }

  @Override
  public void close() {
    if (owner) {
      view.driver().close();
    }
  }

  @Override
  public String toString() {
    return view.driver() + (view.root().isNone() ? "" : " at " + view.root().root());
  }
}
