package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that the session makes for itself. It belongs to one connection: it is never sent
 * again, and nobody is told when it is lost.
 */
final class SystemRequest implements Exchange {
  private final int opCode;
  private final Consumer<WireWriter> body;
  private final IntConsumer answered;
  private final @Nullable Watcher watcher;

  /**
   * Creates a request.
   *
   * @param answered hears the error code of the answer, within the batch that brought it
   */
  SystemRequest(int opCode, Consumer<WireWriter> body, IntConsumer answered) {
    this(opCode, body, answered, null);
  }

  private SystemRequest(
      int opCode, Consumer<WireWriter> body, IntConsumer answered, @Nullable Watcher watcher) {
    this.opCode = opCode;
    this.body = body;
    this.answered = answered;
    this.watcher = watcher;
  }

  /**
   * Returns what takes the place of a request that was sent and then given up, and whose answer may
   * still set a watch: one that is closed already, so that the server's is removed.
   */
  static SystemRequest unwanted(Exchange givenUp, Watcher watcher) {
    return new SystemRequest(givenUp.opCode(), givenUp::encode, error -> {}, unwanted(watcher));
  }

  /** Returns a watch like {@code watcher} that is closed already. */
  static Watcher unwanted(Watcher watcher) {
    return new Unwanted(watcher.serverPath(), watcher.kind());
  }

  private record Unwanted(String serverPath, WatchKind kind) implements Watcher {
    @Override
    public boolean isClosed() {
      return true;
    }

    @Override
    public void deliver(Object outcome) {
      // Nobody looks.
    }
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

  @Override
  public @Nullable Watcher watcher() {
    return watcher;
  }
}
