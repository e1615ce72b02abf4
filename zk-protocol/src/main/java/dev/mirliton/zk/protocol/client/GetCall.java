package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Node;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.StatCodec;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;

/** Reads data and stat: the commonest call, so it costs one object besides its answer. */
final class GetCall extends Call<Node> {

  GetCall(View view, String path) {
    super(view, path);
  }

  @Override
  String operation() {
    return "get";
  }

  @Override
  public int opCode() {
    return OpCode.GET_DATA;
  }

  @Override
  public void encode(WireWriter out) {
    GetDataRequest.encode(out, serverPath(), false);
  }

  @Override
  Object decode(WireReader body) {
    return node(body);
  }

  static Node node(WireReader body) {
    byte[] data = body.readBuffer();
    return new Node(data, StatCodec.read(body));
  }

  @Override
  public boolean isRead() {
    return true;
  }
}
