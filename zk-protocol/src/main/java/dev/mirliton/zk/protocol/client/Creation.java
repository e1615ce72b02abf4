package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Created;
import dev.mirliton.zk.NoNodeException;
import dev.mirliton.zk.NodeExistsException;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.protocol.wire.CreateFlags;
import dev.mirliton.zk.protocol.wire.CreateRequest;
import dev.mirliton.zk.protocol.wire.CreateTtlRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.StatCodec;
import dev.mirliton.zk.protocol.wire.TransactionStep;
import dev.mirliton.zk.protocol.wire.WireReader;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates znodes: of every lifetime, with their parents, with their stat. */
final class Creation {
  private static final byte[] NO_DATA = {};

  private final View view;
  private final PacketLimit limit;

  Creation(View view, PacketLimit limit) {
    this.view = view;
    this.limit = limit;
  }

  AsyncResult<String> create(String path, byte[] data, CreateOptions options) {
    return submit("create", path, data, options, OpCode.CREATE, Created::path);
  }

  AsyncResult<Created> createWithStat(String path, byte[] data, CreateOptions options) {
    return submit("createWithStat", path, data, options, OpCode.CREATE2, created -> created);
  }

  private <T> AsyncResult<T> submit(
      String operation,
      String path,
      byte[] data,
      CreateOptions options,
      int opCode,
      Function<Created, T> result) {
    if (options.isSequential()) {
      if (view.idempotent()) {
        throw IdempotentCreate.sequential(path);
      }
      ZkPath.checkSequential(path);
    } else {
      ZkPath.check(path);
    }
    Objects.requireNonNull(data, "data");
    Call<T> call = call(view, operation, path, data, options, opCode, result);
    limit.check(call, data.length, path);
    if (view.idempotent()) {
      return IdempotentWrite.begin(
          view, operation, path, new IdempotentCreate<>(this, data, options, opCode, result));
    }
    if (options.createsParents()) {
      Whole whole = Whole.begin(view, operation, path);
      return whole.result(ask(whole, data, options, opCode, result));
    }
    view.submit(call);
    return call;
  }

  private <T> Call<T> call(
      View from,
      String operation,
      String path,
      byte[] data,
      CreateOptions options,
      int opCode,
      Function<Created, T> result) {
    String serverPath = from.root().toServer(path);
    TransactionStep request = request(serverPath, data, options, opCode);
    boolean withStat = request.opCode() != OpCode.CREATE;
    return new RecordCall<>(
        from,
        operation,
        path,
        request,
        false,
        body -> {
          String created = view.root().toClient(body.readString());
          Stat stat = withStat ? StatCodec.read(body) : NO_STAT;
          return Objects.requireNonNull(result.apply(new Created(created, stat)));
        });
  }

  /** Stands where the caller asked for the path only. */
  private static final Stat NO_STAT = new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Returns the wire's request; containers and TTL znodes have opcodes of their own. */
  TransactionStep request(String serverPath, byte[] data, CreateOptions options, int plainOpCode) {
    List<Acl> acl = Optional.ofNullable(options.acl()).orElse(view.driver().options().defaultAcl());
    int flags = CreateFlags.of(options);
    return switch (CreateFlags.opCode(flags)) {
      case OpCode.CREATE_TTL ->
          new CreateTtlRequest(serverPath, data, acl, flags, CreateFlags.ttlMs(options));
      case OpCode.CREATE_CONTAINER ->
          new CreateRequest(OpCode.CREATE_CONTAINER, serverPath, data, acl, flags);
      default -> new CreateRequest(plainOpCode, serverPath, data, acl, flags);
    };
  }

  // ---- parents
  // -----------------------------------------------------------------------------------

  /**
   * Asks for the znode, and again after each time that its parents were missing, if the options
   * have them made.
   */
  <T> CompletableFuture<T> ask(
      Whole whole, byte[] data, CreateOptions options, int opCode, Function<Created, T> result) {
    String serverPath = whole.serverPath();
    Call<T> call =
        call(whole.parts(), whole.operation(), serverPath, data, options, opCode, result);
    CompletableFuture<T> made = Part.submit(whole, call);
    if (!options.createsParents()) {
      return made;
    }
    String parent = serverPath.substring(0, Math.max(1, serverPath.lastIndexOf('/')));
    return made.exceptionallyCompose(
        failure ->
            Part.reason(failure) instanceof NoNodeException
                ? ensure(whole, parent, options.acl())
                    .thenCompose(there -> ask(whole, data, options, opCode, result))
                : CompletableFuture.failedFuture(failure));
  }

  AsyncResult<Void> ensurePath(String path) {
    ZkPath.check(path);
    Whole whole = Whole.begin(view, "ensurePath", path);
    return whole.result(ensure(whole, whole.serverPath(), null));
  }

  /**
   * Creates what is missing down to {@code serverPath}. Looks before it creates: servers refuse a
   * create for lack of permission on the parent even where the znode exists.
   */
  private CompletableFuture<Void> ensure(Whole whole, String serverPath, @Nullable List<Acl> acl) {
    if (serverPath.equals(ZkPath.ROOT)) {
      return CompletableFuture.completedFuture(null);
    }
    return Part.submit(whole, new ExistsCall(whole.parts(), serverPath))
        .thenCompose(
            stat ->
                stat.isPresent()
                    ? CompletableFuture.completedFuture(null)
                    : ensure(whole, ZkPath.parent(serverPath), acl)
                        .thenCompose(made -> makeEmpty(whole, serverPath, acl)));
  }

  private CompletableFuture<Void> makeEmpty(
      Whole whole, String serverPath, @Nullable List<Acl> acl) {
    CreateOptions options =
        acl == null ? CreateOptions.PERSISTENT : CreateOptions.PERSISTENT.withAcl(acl);
    Call<String> call =
        new RecordCall<>(
            whole.parts(),
            "create",
            serverPath,
            request(serverPath, NO_DATA, options, OpCode.CREATE),
            true, // that it is there already is what was wanted, so it may be sent again
            WireReader::readString);
    return Part.submit(whole, call)
        .handle(
            (made, failure) -> {
              if (failure == null || Part.reason(failure) instanceof NodeExistsException) {
                return CompletableFuture.<Void>completedFuture(null);
              }
              if (Part.reason(failure) instanceof NoNodeException) {
                return ensure(whole, serverPath, acl); // somebody deleted the parent meanwhile
              }
              return CompletableFuture.<Void>failedFuture(failure);
            })
        .thenCompose(next -> next);
  }
}
