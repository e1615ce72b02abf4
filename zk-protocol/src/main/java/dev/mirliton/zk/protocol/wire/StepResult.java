package dev.mirliton.zk.protocol.wire;

/**
 * A response that can be the result of one step in a {@link MultiResponse}.
 *
 * @since 0.1
 */
public sealed interface StepResult extends Response
    permits CreateResponse,
        Create2Response,
        GetDataResponse,
        SetDataResponse,
        GetChildrenResponse,
        ErrorResponse,
        EmptyResponse {

  /**
   * Reads the body of a result. A container or a znode with a time to live comes back as {@link
   * OpCode#CREATE2}.
   */
  static StepResult decode(int type, WireReader in) {
    return switch (type) {
      case OpCode.CREATE -> CreateResponse.decode(in);
      case OpCode.CREATE2 -> Create2Response.decode(in);
      case OpCode.DELETE, OpCode.CHECK -> EmptyResponse.decode(in);
      case OpCode.SET_DATA -> SetDataResponse.decode(in);
      case OpCode.GET_DATA -> GetDataResponse.decode(in);
      case OpCode.GET_CHILDREN -> GetChildrenResponse.decode(in);
      case OpCode.ERROR -> ErrorResponse.decode(in);
      default -> throw in.malformed("not a result of a step: " + OpCode.name(type));
    };
  }
}
