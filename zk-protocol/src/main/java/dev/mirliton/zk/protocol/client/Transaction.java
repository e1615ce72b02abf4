package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.OpResult;
import dev.mirliton.zk.TransactionException;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.ZkPath;
import dev.mirliton.zk.protocol.wire.CheckVersionRequest;
import dev.mirliton.zk.protocol.wire.Create2Response;
import dev.mirliton.zk.protocol.wire.CreateResponse;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.MultiRequest;
import dev.mirliton.zk.protocol.wire.MultiResponse;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.SetDataRequest;
import dev.mirliton.zk.protocol.wire.SetDataResponse;
import dev.mirliton.zk.protocol.wire.TransactionStep;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import dev.mirliton.zk.spi.Promise;
import java.util.ArrayList;
import java.util.List;

/** Many changes in one request, all or none. */
final class Transaction {
  private Transaction() {}

  static AsyncResult<List<OpResult>> submit(View view, PacketLimit limit, List<Op> steps) {
    if (steps.isEmpty()) {
      Promise<List<OpResult>> nothing = new Promise<>(view.events());
      nothing.complete(List.of());
      return nothing;
    }
    List<Op> ops = List.copyOf(steps);
    Creation creation = new Creation(view, limit);
    List<TransactionStep> wire = new ArrayList<>(ops.size());
    for (Op op : ops) {
      wire.add(step(view, creation, op));
    }
    RecordCall<List<OpResult>> call =
        new RecordCall<>(
            view,
            "transact",
            ops.get(0).path(),
            new MultiRequest(wire),
            false,
            body -> results(view, ops, MultiResponse.decode(body))) {
          @Override
          ZkException refusal(int error) {
            // So servers before 3.5 answer a transaction with a step that they do not know.
            return error == ErrorCode.MARSHALLING_ERROR && hasNewerStep(wire)
                ? lacking(error)
                : super.refusal(error);
          }
        };
    limit.checkExactly(call);
    view.submit(call);
    return call;
  }

  private static boolean hasNewerStep(List<TransactionStep> wire) {
    return wire.stream()
        .mapToInt(TransactionStep::opCode)
        .anyMatch(code -> code == OpCode.CREATE_CONTAINER || code == OpCode.CREATE_TTL);
  }

  private static TransactionStep step(View view, Creation creation, Op op) {
    if (op instanceof Op.Create create && create.options().isSequential()) {
      ZkPath.checkSequential(op.path());
    } else {
      ZkPath.check(op.path());
    }
    String path = view.root().toServer(op.path());
    return switch (op) {
      // Not the opcode that tells the stat: servers before 3.9 answer it wrongly here
      // (ZOOKEEPER-4026).
      case Op.Create create ->
          creation.request(path, create.data(), create.options(), OpCode.CREATE);
      case Op.SetData set -> new SetDataRequest(path, set.data(), set.expected().number());
      case Op.Delete delete -> new DeleteRequest(path, delete.expected().number());
      case Op.Check check -> new CheckVersionRequest(path, check.expected().number());
    };
  }

  /** Returns what each step did, or the exception that says which was refused. */
  private static Object results(View view, List<Op> ops, MultiResponse response) {
    List<MultiResponse.Result> results = response.results();
    int failed = response.failedStep();
    if (failed >= 0) {
      Op op = ops.get(Math.min(failed, ops.size() - 1));
      return new TransactionException(
          failed,
          op,
          ErrorMapping.toException("transact", op.path(), results.get(failed).err(), view));
    }
    if (results.size() != ops.size()) {
      throw new WireFormatException(
          "a transaction of %d steps has %d results".formatted(ops.size(), results.size()));
    }
    List<OpResult> done = new ArrayList<>(results.size());
    for (MultiResponse.Result result : results) {
      done.add(
          switch (result.body()) {
            case CreateResponse created ->
                new OpResult.Created(view.root().toClient(created.path()), null);
            case Create2Response created ->
                new OpResult.Created(view.root().toClient(created.path()), created.stat());
            case SetDataResponse changed -> new OpResult.Changed(changed.stat());
            default ->
                result.type() == OpCode.DELETE ? new OpResult.Deleted() : new OpResult.Checked();
          });
    }
    return done;
  }
}
