package dev.mirliton.zk.protocol.wire;

/**
 * A request that can be a step of a {@link MultiReadRequest}.
 *
 * @since 0.1
 */
public sealed interface ReadStep extends Request permits GetDataRequest, GetChildrenRequest {

  /** Reads the body of a step. */
  static ReadStep decode(int opCode, WireReader in) {
    return switch (opCode) {
      case OpCode.GET_DATA -> GetDataRequest.decode(in);
      case OpCode.GET_CHILDREN -> GetChildrenRequest.decode(in);
      default -> throw in.malformed("not one of many reads: " + OpCode.name(opCode));
    };
  }
}
