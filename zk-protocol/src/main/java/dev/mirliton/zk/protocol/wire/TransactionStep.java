package dev.mirliton.zk.protocol.wire;

/**
 * A request that can be a step of a {@link MultiRequest}.
 *
 * @since 0.1
 */
public sealed interface TransactionStep extends Request
    permits CreateRequest, CreateTtlRequest, DeleteRequest, SetDataRequest, CheckVersionRequest {

  /** Reads the body of a step. */
  static TransactionStep decode(int opCode, WireReader in) {
    return switch (opCode) {
      case OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER ->
          CreateRequest.decode(opCode, in);
      case OpCode.CREATE_TTL -> CreateTtlRequest.decode(in);
      case OpCode.DELETE -> DeleteRequest.decode(in);
      case OpCode.SET_DATA -> SetDataRequest.decode(in);
      case OpCode.CHECK -> CheckVersionRequest.decode(in);
      default -> throw in.malformed("not a step of a transaction: " + OpCode.name(opCode));
    };
  }
}
