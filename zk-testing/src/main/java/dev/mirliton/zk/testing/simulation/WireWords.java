package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.protocol.wire.AddWatchRequest;
import dev.mirliton.zk.protocol.wire.CheckVersionRequest;
import dev.mirliton.zk.protocol.wire.Create2Response;
import dev.mirliton.zk.protocol.wire.CreateRequest;
import dev.mirliton.zk.protocol.wire.CreateResponse;
import dev.mirliton.zk.protocol.wire.CreateTtlRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.GetChildren2Request;
import dev.mirliton.zk.protocol.wire.GetChildren2Response;
import dev.mirliton.zk.protocol.wire.GetChildrenRequest;
import dev.mirliton.zk.protocol.wire.GetChildrenResponse;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.MultiRequest;
import dev.mirliton.zk.protocol.wire.MultiResponse;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.Response;
import dev.mirliton.zk.protocol.wire.SetDataRequest;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.SyncRequest;
import dev.mirliton.zk.protocol.wire.WatcherEvent;
import java.util.stream.Collectors;

/** Says in a few words what a message says. Node data is not shown. */
final class WireWords {
  private WireWords() {}

  static String of(Request request) {
    String name = OpCode.name(request.opCode());
    return switch (request) {
      case CreateRequest create -> name + " " + create.path();
      case CreateTtlRequest create -> name + " " + create.path();
      case DeleteRequest delete -> name + " " + delete.path() + version(delete.version());
      case SetDataRequest set -> name + " " + set.path() + version(set.version());
      case CheckVersionRequest check -> name + " " + check.path() + version(check.version());
      case ExistsRequest exists -> name + " " + exists.path() + watching(exists.watch());
      case GetDataRequest get -> name + " " + get.path() + watching(get.watch());
      case GetChildrenRequest get -> name + " " + get.path() + watching(get.watch());
      case GetChildren2Request get -> name + " " + get.path() + watching(get.watch());
      case SyncRequest sync -> name + " " + sync.path();
      case AddWatchRequest watch -> name + " " + watch.path();
      case SetWatchesRequest watches ->
          name + " since 0x" + Long.toHexString(watches.relativeZxid());
      case SetWatches2Request watches ->
          name + " since 0x" + Long.toHexString(watches.relativeZxid());
      case MultiRequest multi ->
          multi.steps().stream()
              .map(step -> of((Request) step))
              .collect(Collectors.joining("; ", name + " (", ")"));
      default -> name;
    };
  }

  static String of(Response response) {
    return switch (response) {
      case WatcherEvent event -> "event " + EventType.name(event.type()) + " " + event.path();
      case CreateResponse created -> "ok, " + created.path();
      case Create2Response created -> "ok, " + created.path();
      case GetChildrenResponse children -> "ok, " + children.children();
      case GetChildren2Response children -> "ok, " + children.children();
      case MultiResponse multi ->
          multi.failedStep() < 0
              ? "ok"
              : "refused at step " + multi.failedStep() + ", " + codes(multi);
      default -> "ok";
    };
  }

  private static String codes(MultiResponse multi) {
    return multi.results().stream()
        .map(result -> ErrorCode.name(result.err()))
        .collect(Collectors.joining(" "));
  }

  private static String version(int version) {
    return version == -1 ? "" : " if version " + version;
  }

  private static String watching(boolean watch) {
    return watch ? ", watching" : "";
  }
}
