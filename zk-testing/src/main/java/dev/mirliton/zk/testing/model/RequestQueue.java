package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Identity;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.WireFormatException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The requests of one connection that are not answered yet. They are answered in the order they
 * came: a read behind a write that is not committed waits, and sees what was written.
 */
final class RequestQueue {
  private final ServerCore server;
  private final ServerConnection connection;
  private final Deque<Exchange> exchanges = new ArrayDeque<>();

  RequestQueue(ServerCore server, ServerConnection connection) {
    this.server = server;
    this.connection = connection;
  }

  /** Adds one, and answers it if it has its turn. */
  void add(Exchange exchange) {
    exchanges.add(exchange);
    advance();
  }

  /** Answers whatever has its turn. To be called when an exchange was decided. */
  void advance() {
    while (!exchanges.isEmpty()) {
      Exchange next = exchanges.element();
      Request read = next.read();
      Exchange.Reply reply = read == null ? next.reply() : answer(read, next.identities());
      if (reply == null) {
        return;
      }
      exchanges.remove();
      if (reply.err() == ErrorCode.SESSION_MOVED) {
        // Not an answer but the end: what the client has elsewhere is newer.
        connection.end();
        return;
      }
      connection.reply(next.xid(), server.lastZxid(), reply);
      if (next.closes()) {
        connection.end();
      }
    }
  }

  private Exchange.Reply answer(Request read, List<Identity> who) {
    try {
      return Exchange.Reply.ok(server.reads().answer(connection, read, who));
    } catch (Refusal refusal) {
      return Exchange.Reply.error(refusal.code());
    } catch (WireFormatException meaningless) {
      return Exchange.Reply.error(ErrorCode.MARSHALLING_ERROR);
    }
  }

  /** Forgets them all: there is nobody to be answered. */
  void clear() {
    exchanges.clear();
  }

  int size() {
    return exchanges.size();
  }
}
