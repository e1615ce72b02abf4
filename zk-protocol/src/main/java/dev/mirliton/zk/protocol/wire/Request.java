package dev.mirliton.zk.protocol.wire;

/**
 * The body of a request: what follows a {@link RequestHeader}. One record for each shape.
 *
 * <p>{@code toString} of these never shows data or credentials, only how long they are.
 *
 * @since 0.1
 */
public sealed interface Request
    permits TransactionStep,
        ReadStep,
        AddWatchRequest,
        AuthRequest,
        CheckWatchesRequest,
        CloseRequest,
        ExistsRequest,
        GetAclRequest,
        GetAllChildrenNumberRequest,
        GetChildren2Request,
        GetEphemeralsRequest,
        MultiReadRequest,
        MultiRequest,
        PingRequest,
        ReconfigRequest,
        RemoveWatchesRequest,
        SaslRequest,
        SetAclRequest,
        SetWatches2Request,
        SetWatchesRequest,
        SyncRequest,
        WhoAmIRequest {

  /** Returns what is asked, see {@link OpCode}. */
  int opCode();

  /** Writes the body. */
  void encode(WireWriter out);

  /**
   * Reads the body that belongs to {@code opCode}; a server looks first whether it {@linkplain
   * OpCode#isRequest is one}. Bytes after the body are left alone: a newer client may have more to
   * say.
   */
  static Request decode(int opCode, WireReader in) {
    return switch (opCode) {
      case OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER ->
          CreateRequest.decode(opCode, in);
      case OpCode.ADD_WATCH -> AddWatchRequest.decode(in);
      case OpCode.AUTH -> AuthRequest.decode(in);
      case OpCode.CHECK -> CheckVersionRequest.decode(in);
      case OpCode.CHECK_WATCHES -> CheckWatchesRequest.decode(in);
      case OpCode.CLOSE_SESSION -> CloseRequest.decode(in);
      case OpCode.CREATE_TTL -> CreateTtlRequest.decode(in);
      case OpCode.DELETE -> DeleteRequest.decode(in);
      case OpCode.EXISTS -> ExistsRequest.decode(in);
      case OpCode.GET_ACL -> GetAclRequest.decode(in);
      case OpCode.GET_ALL_CHILDREN_NUMBER -> GetAllChildrenNumberRequest.decode(in);
      case OpCode.GET_CHILDREN2 -> GetChildren2Request.decode(in);
      case OpCode.GET_CHILDREN -> GetChildrenRequest.decode(in);
      case OpCode.GET_DATA -> GetDataRequest.decode(in);
      case OpCode.GET_EPHEMERALS -> GetEphemeralsRequest.decode(in);
      case OpCode.MULTI_READ -> MultiReadRequest.decode(in);
      case OpCode.MULTI -> MultiRequest.decode(in);
      case OpCode.PING -> PingRequest.decode(in);
      case OpCode.RECONFIG -> ReconfigRequest.decode(in);
      case OpCode.REMOVE_WATCHES -> RemoveWatchesRequest.decode(in);
      case OpCode.SASL -> SaslRequest.decode(in);
      case OpCode.SET_ACL -> SetAclRequest.decode(in);
      case OpCode.SET_DATA -> SetDataRequest.decode(in);
      case OpCode.SET_WATCHES2 -> SetWatches2Request.decode(in);
      case OpCode.SET_WATCHES -> SetWatchesRequest.decode(in);
      case OpCode.SYNC -> SyncRequest.decode(in);
      case OpCode.WHO_AM_I -> WhoAmIRequest.decode(in);
      default -> throw in.malformed("not a request: " + OpCode.name(opCode));
    };
  }
}
