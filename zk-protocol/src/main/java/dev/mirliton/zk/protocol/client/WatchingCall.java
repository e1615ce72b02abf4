package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.protocol.session.WatchKind;
import dev.mirliton.zk.protocol.session.Watcher;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.Optional;
import java.util.function.Function;

/** A read that also sets a watch. */
class WatchingCall<V, T> extends Call<T> {
  private final String operation;
  private final Request request;
  private final LocalWatch watch;
  private final Function<WireReader, V> decoder;
  private final Function<V, T> result;

  /**
   * Creates a call.
   *
   * @param decoder reads the value
   * @param result puts value and watch together
   */
  WatchingCall(
      View view,
      String operation,
      String path,
      Request request,
      LocalWatch watch,
      Function<WireReader, V> decoder,
      Function<V, T> result) {
    super(view, path);
    this.operation = operation;
    this.request = request;
    this.watch = watch;
    this.decoder = decoder;
    this.result = result;
  }

  @Override
  String operation() {
    return operation;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Object answer(int error, WireReader body) {
    if (error == ErrorCode.NO_NODE && watch.kind() == WatchKind.EXIST) {
      return wrap((V) Optional.empty()); // an exists: absence is an answer, and is watched
    }
    return super.answer(error, body);
  }

  @Override
  Object decode(WireReader body) {
    return wrap(decoder.apply(body));
  }

  private Object wrap(V value) {
    if (result.apply(value) instanceof Object wrapped) {
      return wrapped;
    }
    throw new AssertionError(operation + " made no result");
  }

  @Override
  public Watcher watcher() {
    return watch;
  }

  @Override
  protected void cancelled() {
    watch.close();
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
    return true;
  }
}
