package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Children;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Created;
import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.NodeAcl;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.ReadOp;
import dev.mirliton.zk.ReadResult;
import dev.mirliton.zk.Reconfiguration;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.RetryPolicy;
import dev.mirliton.zk.ServerVersion;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchListener;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.protocol.session.WatchKind;
import dev.mirliton.zk.protocol.wire.AddWatchRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.GetAclRequest;
import dev.mirliton.zk.protocol.wire.GetAllChildrenNumberRequest;
import dev.mirliton.zk.protocol.wire.GetChildren2Request;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.GetEphemeralsRequest;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.SetAclRequest;
import dev.mirliton.zk.protocol.wire.StatCodec;
import dev.mirliton.zk.protocol.wire.SyncRequest;
import dev.mirliton.zk.protocol.wire.WhoAmIRequest;
import dev.mirliton.zk.protocol.wire.WhoAmIResponse;
import dev.mirliton.zk.protocol.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The other facade: checks arguments, makes a call, submits it in the caller's order. */
final class DefaultAsyncZkClient implements AsyncZkClient {
  private static final Pattern COMMAND = Pattern.compile("[a-z]{4}");

  /** What names the version, the one that is allowed everywhere first. */
  private static final List<String> TELL_VERSION = List.of("srvr", "envi", "stat");

  private final View view;
  private final Creation creation;
  private final PacketLimit limit;
  private final EnsembleCalls ensemble;

  DefaultAsyncZkClient(View view) {
    this.view = view;
    this.limit = new PacketLimit(view.driver().options().maxPacketBytes());
    this.creation = new Creation(view, limit);
    this.ensemble = new EnsembleCalls(view);
  }

  private <T> Call<T> submit(Call<T> call) {
    view.submit(call);
    return call;
  }

  private String server(String path) {
    return view.root().toServer(path);
  }

  private <T> AsyncResult<T> read(
      String operation, String path, Request request, Function<WireReader, Object> decoder) {
    return submit(new RecordCall<T>(view, operation, path, request, true, decoder));
  }

  private <T> AsyncResult<T> write(
      String operation, String path, Request request, Function<WireReader, Object> decoder) {
    return submit(new RecordCall<T>(view, operation, path, request, false, decoder));
  }

  private static Object nothing(WireReader body) {
    return Call.NOTHING;
  }

  // ---- data
  // --------------------------------------------------------------------------------------

  @Override
  public AsyncResult<String> create(String path, byte[] data, CreateOptions options) {
    return creation.create(path, data, options);
  }

  @Override
  public AsyncResult<Created> createWithStat(String path, byte[] data, CreateOptions options) {
    return creation.createWithStat(path, data, options);
  }

  @Override
  public AsyncResult<Void> ensurePath(String path) {
    return creation.ensurePath(path);
  }

  @Override
  public AsyncResult<Node> get(String path) {
    return submit(new GetCall(view, ZkPath.check(path)));
  }

  @Override
  public AsyncResult<Stat> set(String path, byte[] data, Version expected) {
    ZkPath.check(path);
    Objects.requireNonNull(data, "data");
    SetCall call = new SetCall(view, path, data, expected.number());
    limit.check(call, data.length, path);
    return view.idempotent()
        ? IdempotentWrite.begin(view, "set", path, new IdempotentSet(data, expected))
        : submit(call);
  }

  @Override
  public AsyncResult<Optional<Stat>> exists(String path) {
    ZkPath.check(path);
    return submit(new ExistsCall(view, path));
  }

  @Override
  public AsyncResult<List<String>> children(String path) {
    ZkPath.check(path);
    // The one with the stat (opcode 12): servers keep its serialized answer, so it is the faster
    // one.
    return read(
        "children", path, new GetChildren2Request(server(path), false), WireReader::readStrings);
  }

  @Override
  public AsyncResult<Children> childrenWithStat(String path) {
    ZkPath.check(path);
    return read(
        "childrenWithStat",
        path,
        new GetChildren2Request(server(path), false),
        DefaultAsyncZkClient::childrenAndStat);
  }

  private static Children childrenAndStat(WireReader body) {
    List<String> names = body.readStrings();
    return new Children(names, StatCodec.read(body));
  }

  @Override
  public AsyncResult<Void> delete(String path, Version expected) {
    ZkPath.check(path);
    if (view.idempotent()) {
      return IdempotentWrite.begin(view, "delete", path, new IdempotentDelete(expected));
    }
    return write(
        "delete",
        path,
        new DeleteRequest(server(path), expected.number()),
        DefaultAsyncZkClient::nothing);
  }

  @Override
  public AsyncResult<Void> deleteTree(String path) {
    ZkPath.check(path);
    return new TreeDeletion(view, path).start();
  }

  @Override
  public AsyncResult<NodeAcl> acl(String path) {
    ZkPath.check(path);
    return read("acl", path, new GetAclRequest(server(path)), DefaultAsyncZkClient::nodeAcl);
  }

  static NodeAcl nodeAcl(WireReader body) {
    List<Acl> entries = body.readAcl();
    return new NodeAcl(entries, StatCodec.read(body));
  }

  @Override
  public AsyncResult<Stat> setAcl(String path, List<Acl> acl, Version expected) {
    ZkPath.check(path);
    if (acl.isEmpty()) {
      throw new IllegalArgumentException("acl must not be empty: nobody could use the znode");
    }
    if (view.idempotent()) {
      return IdempotentWrite.begin(
          view, "setAcl", path, new IdempotentSetAcl(List.copyOf(acl), expected));
    }
    return write(
        "setAcl",
        path,
        new SetAclRequest(server(path), List.copyOf(acl), expected.number()),
        StatCodec::read);
  }

  @Override
  public AsyncResult<Void> sync(String path) {
    ZkPath.check(path);
    return read("sync", path, new SyncRequest(server(path)), DefaultAsyncZkClient::nothing);
  }

  @Override
  public AsyncResult<List<OpResult>> transact(List<Op> steps) {
    return Transaction.submit(view, limit, steps);
  }

  @Override
  public AsyncResult<List<ReadResult>> readAll(List<ReadOp> reads) {
    return MultiRead.submit(view, limit, reads);
  }

  // ---- watches
  // -----------------------------------------------------------------------------------

  @Override
  public AsyncResult<Watched<Node>> getAndWatch(String path) {
    QueueWatch watch = new QueueWatch(view, ZkPath.check(path), WatchKind.DATA);
    return getAndWatch(path, watch, node -> new Watched<>(node, watch));
  }

  @Override
  public AsyncResult<Observed<Node>> getAndWatch(String path, WatchListener listener) {
    ListenerWatch watch = new ListenerWatch(view, ZkPath.check(path), WatchKind.DATA, listener);
    return getAndWatch(path, watch, node -> new Observed<>(node, watch));
  }

  private <T> AsyncResult<T> getAndWatch(String path, LocalWatch watch, Function<Node, T> result) {
    GetDataRequest request = new GetDataRequest(server(path), true);
    return watching("getAndWatch", path, request, watch, GetCall::node, result);
  }

  @Override
  public AsyncResult<Watched<Optional<Stat>>> existsAndWatch(String path) {
    QueueWatch watch = new QueueWatch(view, ZkPath.check(path), WatchKind.EXIST);
    return existsAndWatch(path, watch, stat -> new Watched<>(stat, watch));
  }

  @Override
  public AsyncResult<Observed<Optional<Stat>>> existsAndWatch(String path, WatchListener listener) {
    ListenerWatch watch = new ListenerWatch(view, ZkPath.check(path), WatchKind.EXIST, listener);
    return existsAndWatch(path, watch, stat -> new Observed<>(stat, watch));
  }

  private <T> AsyncResult<T> existsAndWatch(
      String path, LocalWatch watch, Function<Optional<Stat>, T> result) {
    ExistsRequest request = new ExistsRequest(server(path), true);
    return watching(
        "existsAndWatch", path, request, watch, body -> Optional.of(StatCodec.read(body)), result);
  }

  @Override
  public AsyncResult<Watched<Children>> childrenAndWatch(String path) {
    QueueWatch watch = new QueueWatch(view, ZkPath.check(path), WatchKind.CHILD);
    return childrenAndWatch(path, watch, children -> new Watched<>(children, watch));
  }

  @Override
  public AsyncResult<Observed<Children>> childrenAndWatch(String path, WatchListener listener) {
    ListenerWatch watch = new ListenerWatch(view, ZkPath.check(path), WatchKind.CHILD, listener);
    return childrenAndWatch(path, watch, children -> new Observed<>(children, watch));
  }

  private <T> AsyncResult<T> childrenAndWatch(
      String path, LocalWatch watch, Function<Children, T> result) {
    GetChildren2Request request = new GetChildren2Request(server(path), true);
    return watching(
        "childrenAndWatch", path, request, watch, DefaultAsyncZkClient::childrenAndStat, result);
  }

  @Override
  public AsyncResult<Watch> watch(String path, WatchMode mode) {
    QueueWatch watch = new QueueWatch(view, ZkPath.check(path), kind(mode));
    return addWatch(path, mode, watch, watch);
  }

  @Override
  public AsyncResult<Registration> watch(String path, WatchMode mode, WatchListener listener) {
    ListenerWatch watch = new ListenerWatch(view, ZkPath.check(path), kind(mode), listener);
    return addWatch(path, mode, watch, watch);
  }

  private static WatchKind kind(WatchMode mode) {
    return switch (mode) {
      case PERSISTENT -> WatchKind.PERSISTENT;
      case PERSISTENT_RECURSIVE -> WatchKind.RECURSIVE;
    };
  }

  private <T> AsyncResult<T> addWatch(String path, WatchMode mode, LocalWatch watch, T result) {
    AddWatchRequest request = new AddWatchRequest(server(path), AddWatchRequest.mode(mode));
    return watching("watch", path, request, watch, DefaultAsyncZkClient::nothing, none -> result);
  }

  private <V, T> AsyncResult<T> watching(
      String operation,
      String path,
      Request request,
      LocalWatch watch,
      Function<WireReader, V> decoder,
      Function<V, T> result) {
    return submit(new WatchingCall<>(view, operation, path, request, watch, decoder, result));
  }

  // ---- the rest
  // ----------------------------------------------------------------------------------

  @Override
  public AsyncResult<List<String>> ephemerals(String prefix) {
    String serverPrefix = view.root().isNone() ? prefix : view.root().root() + prefix;
    return read(
        "ephemerals",
        prefix,
        new GetEphemeralsRequest(serverPrefix),
        body -> {
          List<String> mine = new ArrayList<>();
          for (String path : body.readStrings()) {
            if (ZkPath.isAtOrBelow(path, view.root().root())) {
              mine.add(view.root().toClient(path));
            }
          }
          return mine;
        });
  }

  @Override
  public AsyncResult<Integer> countDescendants(String path) {
    ZkPath.check(path);
    return read(
        "countDescendants",
        path,
        new GetAllChildrenNumberRequest(server(path)),
        WireReader::readInt);
  }

  @Override
  public AsyncResult<List<Identity>> whoAmI() {
    return submit(
        new RecordCall<>(
            view,
            "whoAmI",
            null,
            new WhoAmIRequest(),
            true,
            body -> WhoAmIResponse.decode(body).identities()));
  }

  @Override
  public AsyncResult<EnsembleConfig> ensembleConfig() {
    return ensemble.config();
  }

  @Override
  public AsyncResult<Watched<EnsembleConfig>> ensembleConfigAndWatch() {
    return ensemble.configAndWatch();
  }

  @Override
  public AsyncResult<Observed<EnsembleConfig>> ensembleConfigAndWatch(WatchListener listener) {
    return ensemble.configAndWatch(listener);
  }

  @Override
  public AsyncResult<EnsembleConfig> reconfigure(Reconfiguration change) {
    return ensemble.reconfigure(change, null);
  }

  @Override
  public AsyncResult<EnsembleConfig> reconfigure(Reconfiguration change, EnsembleConfig expected) {
    Objects.requireNonNull(expected, "expected");
    return ensemble.reconfigure(change, expected);
  }

  @Override
  public AsyncResult<String> command(String word) {
    return command(checked(word), (from, text) -> text).ofTheConnected();
  }

  @Override
  public AsyncResult<String> command(String word, Hosts.Server server) {
    Objects.requireNonNull(server, "server");
    return command(checked(word), (from, text) -> text).of(server);
  }

  private CommandCall<String> command(String word, CommandCall.Reading<String> reading) {
    return new CommandCall<>(view, "command", List.of(word), reading);
  }

  private static String checked(String word) {
    if (!COMMAND.matcher(word).matches()) {
      throw new IllegalArgumentException(
          "word must be four lower-case letters but was '" + word + "'");
    }
    return word;
  }

  @Override
  public AsyncResult<ServerVersion> serverVersion() {
    return new CommandCall<>(view, "serverVersion", TELL_VERSION, this::version).ofTheConnected();
  }

  private @Nullable ServerVersion version(Destination from, String text) {
    ServerVersion version = ServerVersion.find(text).orElse(null);
    if (version != null) {
      view.driver().versionNamed(from, version);
    }
    return version;
  }

  @Override
  public AsyncResult<Void> authenticate(Authentication credentials) {
    Objects.requireNonNull(credentials, "credentials");
    AuthenticationResult result = new AuthenticationResult(view);
    view.driver().authenticate(credentials, result);
    return result;
  }

  @Override
  public AsyncZkClient idempotent() {
    return new DefaultAsyncZkClient(view.findingOut());
  }

  @Override
  public <T> AsyncResult<T> retry(
      RetryPolicy policy, Function<? super AsyncZkClient, ? extends CompletionStage<T>> operation) {
    AsyncTries<T> tries = new AsyncTries<>(view, policy, operation);
    tries.attempt();
    return tries;
  }
}
