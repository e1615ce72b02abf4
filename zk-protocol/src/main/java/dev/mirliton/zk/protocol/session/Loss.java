package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Fate;
import org.jspecify.annotations.Nullable;

/**
 * Why an {@link Exchange} got no answer.
 *
 * @param reason what happened
 * @param fate whether its bytes may have reached a server
 * @param cause what led to it, or null
 */
public record Loss(Reason reason, Fate fate, @Nullable Throwable cause) {
  /** What happened to a request without an answer. */
  public enum Reason {
    /** The connection broke. */
    DISCONNECTED,
    /** Its deadline passed. */
    DEADLINE,
    /** The session expired. */
    EXPIRED,
    /** The client was closed. */
    CLOSED,
    /** The client left its session to others. */
    DETACHED,
    /** The server refused the client's credentials. */
    AUTH_FAILED,
    /** No server was found, and none is looked for any more. */
    GAVE_UP,
    /** Too many requests were waiting. */
    QUEUE_FULL,
    /** It is longer than a packet may be. */
    TOO_LONG,
    /** It, or its answer, is longer than one of both sides takes. */
    PACKET_LIMIT,
    /** The server is known not to have the operation. */
    UNSUPPORTED,
    /** Its answer made no sense. */
    GARBLED
  }
}
