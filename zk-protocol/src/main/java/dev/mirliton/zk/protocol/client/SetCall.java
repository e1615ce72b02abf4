package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Stat;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.SetDataRequest;
import dev.mirliton.zk.protocol.wire.StatCodec;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;

/** Replaces data; the caller's array goes straight into the outgoing buffer. */
final class SetCall extends Call<Stat> {
  private final byte[] data;
  private final int version;

  SetCall(View view, String path, byte[] data, int version) {
    super(view, path);
    this.data = data;
    this.version = version;
  }

  @Override
  String operation() {
    return "set";
  }

  @Override
  public int opCode() {
    return OpCode.SET_DATA;
  }

  @Override
  public void encode(WireWriter out) {
    SetDataRequest.encode(out, serverPath(), data, version);
  }

  @Override
  Object decode(WireReader body) {
    return StatCodec.read(body);
  }

  @Override
  public boolean isRead() {
    return false;
  }
}
