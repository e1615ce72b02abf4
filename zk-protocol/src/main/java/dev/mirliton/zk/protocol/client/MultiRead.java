package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.ReadOp;
import dev.mirliton.zk.ReadResult;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.GetChildrenRequest;
import dev.mirliton.zk.protocol.wire.GetChildrenResponse;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.GetDataResponse;
import dev.mirliton.zk.protocol.wire.MultiReadRequest;
import dev.mirliton.zk.protocol.wire.MultiResponse;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.ReadStep;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import dev.mirliton.zk.spi.Promise;
import java.util.ArrayList;
import java.util.List;

/** Many reads in one request, each for itself. */
final class MultiRead {
  private MultiRead() {}

  static AsyncResult<List<ReadResult>> submit(View view, PacketLimit limit, List<ReadOp> reads) {
    if (reads.isEmpty()) {
      Promise<List<ReadResult>> nothing = new Promise<>(view.events());
      nothing.complete(List.of());
      return nothing;
    }
    List<ReadOp> ops = List.copyOf(reads);
    List<ReadStep> wire = new ArrayList<>(ops.size());
    for (ReadOp op : ops) {
      String path = view.root().toServer(ZkPath.check(op.path()));
      wire.add(
          switch (op) {
            case ReadOp.Get get -> new GetDataRequest(path, false);
            case ReadOp.ListChildren children -> new GetChildrenRequest(path, false);
          });
    }
    RecordCall<List<ReadResult>> call =
        new RecordCall<>(
            view,
            "readAll",
            ops.get(0).path(),
            new MultiReadRequest(wire),
            true,
            body -> results(view, ops, MultiResponse.decode(body)));
    limit.checkExactly(call);
    view.submit(call);
    return call;
  }

  private static List<ReadResult> results(View view, List<ReadOp> ops, MultiResponse response) {
    if (response.results().size() != ops.size()) {
      throw new WireFormatException(
          "%d reads have %d results".formatted(ops.size(), response.results().size()));
    }
    List<ReadResult> found = new ArrayList<>(ops.size());
    for (int i = 0; i < ops.size(); i++) {
      MultiResponse.Result result = response.results().get(i);
      if (result.err() != ErrorCode.OK) {
        String path = ops.get(i).path();
        found.add(
            new ReadResult.Failed(ErrorMapping.toException("readAll", path, result.err(), view)));
        continue;
      }
      found.add(
          switch (result.body()) {
            case GetDataResponse data -> new ReadResult.Found(new Node(data.data(), data.stat()));
            case GetChildrenResponse children -> new ReadResult.Names(children.children());
            default ->
                throw new WireFormatException(
                    "a read was answered by " + OpCode.name(result.type()));
          });
    }
    return found;
  }
}
