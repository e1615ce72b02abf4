package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call whose request is a wire record: every call but the few that must not cost an object more.
 */
class RecordCall<T> extends Call<T> {
  private final String operation;
  private final Request request;
  private final boolean read;
  private final Function<WireReader, Object> decoder;

  RecordCall(
      View view,
      String operation,
      @Nullable String path,
      Request request,
      boolean read,
      Function<WireReader, Object> decoder) {
    super(view, path);
    this.operation = operation;
    this.request = request;
    this.read = read;
    this.decoder = decoder;
  }

  @Override
  String operation() {
    return operation;
  }

  @Override
  Object decode(WireReader body) {
    return decoder.apply(body);
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
    return read;
  }
}
