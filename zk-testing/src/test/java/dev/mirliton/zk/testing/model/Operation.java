package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Something that one of a few clients does: the same to both servers. */
sealed interface Operation {
  /** Where every path of a round begins, in place of the root that the round gets. */
  String ROOT = "~";

  /** Which client. */
  int client();

  /** Opens a connection, and a session or one it has already, in one of several ways. */
  record Connect(int client, Manner manner) implements Operation {}

  /** How a handshake is made. */
  enum Manner {
    /** A session of its own if it has none, its own session otherwise. */
    PROPER,
    /** The same, without the byte that old clients do not have. */
    OLD,
    /** Its session with another password. */
    WRONG_PASSWORD,
    /** As if it had seen what is still to come. */
    AHEAD,
    /** A session that ended, or never was. */
    UNKNOWN_SESSION,
    /** With an odd timeout. */
    IMPATIENT,
    /** Cut off in the middle. */
    TORN
  }

  /** Loses its connection. */
  record Drop(int client) implements Operation {}

  /** Sends a word on a connection of its own. */
  record Word(int client, String word) implements Operation {}

  /** Sends requests in one write. */
  record Ask(int client, List<Call> calls) implements Operation {}

  /** What a request depends on besides itself. */
  record Context(String root, long lastZxid) {
    static final Context PLAIN = new Context(ROOT, 0);

    String path(String path) {
      return path.replace(ROOT, root);
    }
  }

  /**
   * One request.
   *
   * @param text says what it is
   * @param body writes what follows the header
   */
  record Call(String text, int opCode, BiConsumer<WireWriter, Context> body) {
    static Call of(Function<Context, Request> request) {
      Request plain = request.apply(Context.PLAIN);
      return new Call(
          plain.toString(), plain.opCode(), (out, context) -> request.apply(context).encode(out));
    }

    /** Whether others may hear of it. */
    boolean writes() {
      return switch (opCode) {
        case OpCode.CREATE,
            OpCode.CREATE2,
            OpCode.CREATE_CONTAINER,
            OpCode.CREATE_TTL,
            OpCode.DELETE,
            OpCode.DELETE_CONTAINER,
            OpCode.SET_DATA,
            OpCode.SET_ACL,
            OpCode.MULTI,
            OpCode.RECONFIG,
            OpCode.CLOSE_SESSION ->
            true;
        default -> false;
      };
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
