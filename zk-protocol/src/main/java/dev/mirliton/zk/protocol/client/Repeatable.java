package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.ZkException;
import java.util.concurrent.CompletableFuture;

/**
 * A write that may be asked for twice, because what the server says to the second request, and what
 * is there then, tells what became of the first.
 */
interface Repeatable<T> {

  /** Asks for it, once. */
  CompletableFuture<T> ask(Whole whole);

  /**
   * A request is about to be sent, the first one of all.
   *
   * @param lastZxid the last transaction that an answer told of; what it did came before this
   */
  default void beforeFirst(long lastZxid) {}

  /**
   * Finds out what a refusal of the repetition means.
   *
   * @param session in which it was first sent, and which is still the session
   */
  CompletableFuture<Finding<T>> examine(Whole whole, ZkException refusal, ClientSession session);
}
