package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A request that the session makes for itself. It belongs to one connection: it is never sent
 * again, and nobody is told when it is lost.
 */
final class SystemRequest implements Exchange {
  private final int opCode;
  private final Consumer<WireWriter> body;
  private final IntConsumer answered;

  /**
   * Creates a request.
   *
   * @param answered hears the error code of the answer, within the batch that brought it
   */
  SystemRequest(int opCode, Consumer<WireWriter> body, IntConsumer answered) {
    this.opCode = opCode;
    this.body = body;
    this.answered = answered;
  }

  @Override
  public int opCode() {
    return opCode;
  }

  @Override
  public void encode(WireWriter out) {
    body.accept(out);
  }

  @Override
  public Object answer(int error, WireReader reader) {
    answered.accept(error);
    return this;
  }

  @Override
  public void deliver(Object outcome) {
    // Everything there was to do was done when the answer was read.
  }

  @Override
  public long deadlineNs() {
    return Long.MAX_VALUE;
  }

  @Override
  public boolean isAbandoned() {
    return false;
  }

  @Override
  public boolean isRead() {
    return false;
  }
}
