package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * A request, how its answer is read, and who gets it. It is told exactly once: an answer made by
 * {@link #answer}, or a {@link Loss}; once it {@link #isAbandoned} it may be told nothing.
 */
public interface Exchange extends Delivery {

  /** Returns the request's opcode. */
  int opCode();

  /** Writes the request's body; called again for each connection it is sent on. */
  void encode(WireWriter out);

  /**
   * Makes the outcome from a reply.
   *
   * @param error the server's error code; the body is meaningless unless it is 0
   * @param body positioned behind the reply's header
   * @return what {@link #deliver} will be given
   */
  Object answer(int error, WireReader body);

  /** Returns when nobody wants the answer any more, on the handler's clock in nanoseconds. */
  long deadlineNs();

  /** Whether nobody wants the answer any more; it is not sent then. */
  boolean isAbandoned();

  /** Whether it may be sent once more after a lost connection although it was sent before. */
  boolean isRead();

  /** Returns the watch that a good answer sets, or null. */
  default @Nullable Watcher watcher() {
    return null;
  }
}
