package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.protocol.wire.AddWatchRequest;
import dev.mirliton.zk.protocol.wire.CheckWatchesRequest;
import dev.mirliton.zk.protocol.wire.EmptyResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ErrorResponse;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.ExistsResponse;
import dev.mirliton.zk.protocol.wire.GetAclRequest;
import dev.mirliton.zk.protocol.wire.GetAclResponse;
import dev.mirliton.zk.protocol.wire.GetAllChildrenNumberRequest;
import dev.mirliton.zk.protocol.wire.GetAllChildrenNumberResponse;
import dev.mirliton.zk.protocol.wire.GetChildren2Request;
import dev.mirliton.zk.protocol.wire.GetChildren2Response;
import dev.mirliton.zk.protocol.wire.GetChildrenRequest;
import dev.mirliton.zk.protocol.wire.GetChildrenResponse;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.GetDataResponse;
import dev.mirliton.zk.protocol.wire.GetEphemeralsRequest;
import dev.mirliton.zk.protocol.wire.GetEphemeralsResponse;
import dev.mirliton.zk.protocol.wire.MultiReadRequest;
import dev.mirliton.zk.protocol.wire.MultiResponse;
import dev.mirliton.zk.protocol.wire.PingRequest;
import dev.mirliton.zk.protocol.wire.ReadStep;
import dev.mirliton.zk.protocol.wire.RemoveWatchesRequest;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.Response;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.StepResult;
import dev.mirliton.zk.protocol.wire.WhoAmIRequest;
import dev.mirliton.zk.protocol.wire.WhoAmIResponse;
import java.util.ArrayList;
import java.util.List;

/** Answers what one server can answer by itself, from what is committed there. */
final class Reads {
  private final DataTree tree;
  private final WatchList watches;

  Reads(DataTree tree, WatchList watches) {
    this.tree = tree;
    this.watches = watches;
  }

  /**
   * Returns the answer.
   *
   * @param identities whom the client was taken for when it asked
   * @throws Refusal with what the client is told instead
   * @throws dev.mirliton.zk.protocol.wire.WireFormatException if a number in it means nothing
   */
  Response answer(ServerConnection client, Request request, List<Identity> identities)
      throws Refusal {
    return switch (request) {
      case ExistsRequest exists -> exists(client, exists, identities);
      case ReadStep read -> read(client, read, identities);
      case GetChildren2Request get -> {
        Znode node = readable(get.path(), identities);
        if (get.watch()) {
          watches.addChildren(get.path(), client);
        }
        yield new GetChildren2Response(List.copyOf(node.children()), node.stat());
      }
      case GetAclRequest get -> acl(get.path(), identities);
      case GetAllChildrenNumberRequest get -> {
        readable(get.path(), identities);
        yield new GetAllChildrenNumberResponse(tree.countBelow(get.path()));
      }
      case GetEphemeralsRequest get -> ephemerals(client, get.prefixPath());
      case MultiReadRequest multi -> multiRead(client, multi, identities);
      case WhoAmIRequest who -> whoAmI(identities);
      case PingRequest ping -> new EmptyResponse();
      case SetWatchesRequest set ->
          restore(
              client,
              new SetWatches2Request(
                  set.relativeZxid(),
                  set.dataWatches(),
                  set.existWatches(),
                  set.childWatches(),
                  List.of(),
                  List.of()));
      case SetWatches2Request set -> restore(client, set);
      case AddWatchRequest add -> {
        watches.add(add, client);
        yield new ErrorResponse(ErrorCode.OK);
      }
      case CheckWatchesRequest check ->
          orNoWatcher(watches.contains(check.path(), check.type(), client));
      case RemoveWatchesRequest remove ->
          orNoWatcher(watches.remove(remove.path(), remove.type(), client));
      default -> throw new IllegalArgumentException("not a read: " + request);
    };
  }

  private Response exists(ServerConnection client, ExistsRequest request, List<Identity> identities)
      throws Refusal {
    String path = request.path();
    if (path.indexOf('\0') >= 0) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    Znode node = tree.node(path);
    if (node != null) {
      AccessControl.check(node.acl, AccessControl.READ, identities);
    }
    if (request.watch()) {
      watches.addData(path, client);
    }
    if (node == null) {
      throw new Refusal(ErrorCode.NO_NODE);
    }
    return new ExistsResponse(node.stat());
  }

  private StepResult read(ServerConnection client, ReadStep read, List<Identity> identities)
      throws Refusal {
    return switch (read) {
      case GetDataRequest get -> {
        Znode node = readable(get.path(), identities);
        if (get.watch()) {
          watches.addData(get.path(), client);
        }
        yield new GetDataResponse(node.data, node.stat());
      }
      case GetChildrenRequest get -> {
        Znode node = readable(get.path(), identities);
        if (get.watch()) {
          watches.addChildren(get.path(), client);
        }
        yield new GetChildrenResponse(List.copyOf(node.children()));
      }
    };
  }

  private Response acl(String path, List<Identity> identities) throws Refusal {
    Znode node = node(path);
    AccessControl.check(node.acl, AccessControl.READ | AccessControl.ADMIN, identities);
    List<Acl> shown =
        AccessControl.allows(node.acl, AccessControl.ADMIN, identities)
            ? node.acl
            : AccessControl.masked(node.acl);
    return new GetAclResponse(shown, node.stat());
  }

  private Response ephemerals(ServerConnection client, String prefix) {
    boolean all = prefix.trim().isEmpty() || prefix.trim().equals("/");
    List<String> paths = new ArrayList<>();
    for (String path : tree.ephemerals(client.sessionId())) {
      if (all || path.startsWith(prefix)) {
        paths.add(path);
      }
    }
    return new GetEphemeralsResponse(paths);
  }

  // No step sets a watch, whatever it says.
  private Response multiRead(
      ServerConnection client, MultiReadRequest multi, List<Identity> identities) {
    List<MultiResponse.Result> results = new ArrayList<>();
    for (ReadStep step : multi.steps()) {
      ReadStep read =
          switch (step) {
            case GetDataRequest get -> new GetDataRequest(get.path(), false);
            case GetChildrenRequest get -> new GetChildrenRequest(get.path(), false);
          };
      try {
        results.add(MultiResponse.Result.ok(read.opCode(), read(client, read, identities)));
      } catch (Refusal refusal) {
        results.add(MultiResponse.Result.error(refusal.code()));
      }
    }
    return new MultiResponse(results);
  }

  private static Response whoAmI(List<Identity> identities) {
    List<Identity> users = new ArrayList<>();
    for (Identity identity : identities) {
      users.add(
          switch (identity.scheme()) {
            case AccessControl.DIGEST ->
                new Identity(
                    AccessControl.DIGEST, identity.id().substring(0, identity.id().indexOf(':')));
            case AccessControl.IP -> identity;
            default -> new Identity(identity.scheme(), "");
          });
    }
    return new WhoAmIResponse(users);
  }

  private Response restore(ServerConnection client, SetWatches2Request request) {
    watches.restore(request, tree, client);
    return new EmptyResponse();
  }

  private static Response orNoWatcher(boolean found) throws Refusal {
    if (!found) {
      throw new Refusal(ErrorCode.NO_WATCHER);
    }
    return new EmptyResponse();
  }

  private Znode readable(String path, List<Identity> identities) throws Refusal {
    Znode node = node(path);
    AccessControl.check(node.acl, AccessControl.READ, identities);
    return node;
  }

  private Znode node(String path) throws Refusal {
    Znode node = tree.node(path);
    if (node == null) {
      throw new Refusal(ErrorCode.NO_NODE);
    }
    return node;
  }
}
