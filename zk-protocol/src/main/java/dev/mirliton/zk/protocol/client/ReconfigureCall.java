package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.ReconfigurationException;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ReconfigRequest;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;

/**
 * Changes the members of the ensemble. Some codes mean something here that they mean nowhere else.
 */
final class ReconfigureCall extends Call<EnsembleConfig> {
  private final ReconfigRequest request;

  ReconfigureCall(View view, String path, ReconfigRequest request) {
    super(view, path);
    this.request = request;
  }

  @Override
  String operation() {
    return "reconfigure";
  }

  @Override
  public Object answer(int error, WireReader body) {
    Failure failure = new Failure(operation(), path, error);
    return switch (error) {
      case ErrorCode.BAD_ARGUMENTS, ErrorCode.MARSHALLING_ERROR ->
          new ReconfigurationException(failure, ReconfigurationException.Reason.BAD_MEMBERS);
      case ErrorCode.UNIMPLEMENTED ->
          new UnsupportedException(failure, "the server is older than 3.5, or stands alone");
      default -> super.answer(error, body);
    };
  }

  @Override
  Object decode(WireReader body) {
    return EnsembleCalls.config(body);
  }

  @Override
  public int opCode() {
    return request.opCode();
  }

  @Override
  public void encode(WireWriter out) {
    request.encode(out);
  }

  @Override
  public boolean isRead() {
    return false;
  }
}
