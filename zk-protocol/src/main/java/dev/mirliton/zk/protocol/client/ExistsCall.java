package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Stat;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.StatCodec;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.Optional;

/** Asks for the stat; absence is an answer like any other. */
final class ExistsCall extends Call<Optional<Stat>> {

  ExistsCall(View view, String path) {
    super(view, path);
  }

  @Override
  String operation() {
    return "exists";
  }

  @Override
  public int opCode() {
    return OpCode.EXISTS;
  }

  @Override
  public void encode(WireWriter out) {
    ExistsRequest.encode(out, serverPath(), false);
  }

  @Override
  public Object answer(int error, WireReader body) {
    return error == ErrorCode.NO_NODE ? Optional.empty() : super.answer(error, body);
  }

  @Override
  Object decode(WireReader body) {
    return Optional.of(StatCodec.read(body));
  }

  @Override
  public boolean isRead() {
    return true;
  }
}
