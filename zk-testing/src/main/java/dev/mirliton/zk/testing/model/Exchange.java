package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Identity;
import dev.mirliton.zk.protocol.wire.EmptyResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of one connection that is not answered yet. It has its turn when all before it had. */
final class Exchange {
  private final int xid;
  private final @Nullable Request read;
  private final List<Identity> identities;
  private @Nullable Reply reply;
  private boolean closes;

  /**
   * What the server says.
   *
   * @param body sent if {@code err} is {@link ErrorCode#OK}
   */
  record Reply(int err, Response body) {
    static Reply error(int err) {
      return new Reply(err, new EmptyResponse());
    }

    static Reply ok(Response body) {
      return new Reply(ErrorCode.OK, body);
    }
  }

  private Exchange(int xid, @Nullable Request read, List<Identity> identities) {
    this.xid = xid;
    this.read = read;
    this.identities = identities;
  }

  /** Creates one that can be answered here as soon as it has its turn. */
  static Exchange ofRead(int xid, Request read, List<Identity> identities) {
    return new Exchange(xid, read, identities);
  }

  /** Creates one that waits for its {@linkplain #decide reply}. */
  static Exchange ofWrite(int xid) {
    return new Exchange(xid, null, List.of());
  }

  /** Creates one whose answer is clear already. */
  static Exchange decided(int xid, Reply reply) {
    Exchange exchange = ofWrite(xid);
    exchange.reply = reply;
    return exchange;
  }

  int xid() {
    return xid;
  }

  /** Returns what to look up when the turn has come; null for a write. */
  @Nullable Request read() {
    return read;
  }

  List<Identity> identities() {
    return identities;
  }

  @Nullable Reply reply() {
    return reply;
  }

  void decide(Reply decided) {
    reply = decided;
  }

  /** Makes the answer the last thing that is sent. */
  Exchange closing() {
    closes = true;
    return this;
  }

  boolean closes() {
    return closes;
  }
}
