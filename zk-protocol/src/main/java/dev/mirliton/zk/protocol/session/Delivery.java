package dev.mirliton.zk.protocol.session;

/**
 * Somebody who is told an outcome when the batch of bytes that brought it has been read to its end.
 *
 * <p>Called within the session's step: must neither block nor run user code.
 */
public interface Delivery {
  /** Takes what was found out: an answer or an event, as agreed between the two sides. */
  void deliver(Object outcome);
}
