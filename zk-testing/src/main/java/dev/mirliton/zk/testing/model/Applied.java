package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.EmptyResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.Response;
import java.util.List;

/**
 * What came of a transaction.
 *
 * @param err what the reply's header says
 * @param body what the reply says if that is {@link ErrorCode#OK}
 * @param events for watches, in order
 */
record Applied(int err, Response body, List<TreeEvent> events) {
  static Applied ok(Response body, TreeEvent... events) {
    return new Applied(ErrorCode.OK, body, List.of(events));
  }

  static Applied failed(int err) {
    return new Applied(err, new EmptyResponse(), List.of());
  }
}
