package dev.mirliton.zk.protocol.wire;

/**
 * The body of an answer: what follows a {@link ReplyHeader} without an error. One record for each
 * shape.
 *
 * <p>{@code toString} of these never shows data or tokens, only how long they are.
 *
 * @since 0.1
 */
public sealed interface Response
    permits StepResult,
        ExistsResponse,
        GetAclResponse,
        GetAllChildrenNumberResponse,
        GetChildren2Response,
        GetEphemeralsResponse,
        MultiResponse,
        SaslResponse,
        SetAclResponse,
        SyncResponse,
        WhoAmIResponse,
        WatcherEvent {

  /** Writes the body. */
  void encode(WireWriter out);

  /**
   * Reads the body of the answer to a request {@code opCode}; of a watch event with {@link
   * OpCode#NOTIFICATION}. Bytes after the body are left alone: a newer server may have more to say.
   */
  static Response decode(int opCode, WireReader in) {
    return switch (opCode) {
      case OpCode.NOTIFICATION -> WatcherEvent.decode(in);
      case OpCode.CREATE -> CreateResponse.decode(in);
      case OpCode.CREATE2, OpCode.CREATE_CONTAINER, OpCode.CREATE_TTL -> Create2Response.decode(in);
      case OpCode.EXISTS -> ExistsResponse.decode(in);
      case OpCode.GET_DATA, OpCode.RECONFIG -> GetDataResponse.decode(in);
      case OpCode.SET_DATA -> SetDataResponse.decode(in);
      case OpCode.GET_ACL -> GetAclResponse.decode(in);
      case OpCode.SET_ACL -> SetAclResponse.decode(in);
      case OpCode.GET_CHILDREN -> GetChildrenResponse.decode(in);
      case OpCode.GET_CHILDREN2 -> GetChildren2Response.decode(in);
      case OpCode.SYNC -> SyncResponse.decode(in);
      case OpCode.MULTI, OpCode.MULTI_READ -> MultiResponse.decode(in);
      case OpCode.SASL -> SaslResponse.decode(in);
      case OpCode.GET_EPHEMERALS -> GetEphemeralsResponse.decode(in);
      case OpCode.GET_ALL_CHILDREN_NUMBER -> GetAllChildrenNumberResponse.decode(in);
      case OpCode.ADD_WATCH -> ErrorResponse.decode(in);
      case OpCode.WHO_AM_I -> WhoAmIResponse.decode(in);
      case OpCode.DELETE,
          OpCode.PING,
          OpCode.CHECK,
          OpCode.CHECK_WATCHES,
          OpCode.REMOVE_WATCHES,
          OpCode.AUTH,
          OpCode.SET_WATCHES,
          OpCode.SET_WATCHES2,
          OpCode.CLOSE_SESSION ->
          EmptyResponse.decode(in);
      default -> throw in.malformed("not a request: " + OpCode.name(opCode));
    };
  }
}
