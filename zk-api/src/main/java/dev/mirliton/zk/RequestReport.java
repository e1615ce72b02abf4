package dev.mirliton.zk;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one request fared. Made by the client; later versions may know more.
 *
 * @param operation the client's method: {@code create}, {@code get}
 * @param path the caller's path; for the parts of a call that makes several requests, the server's;
 *     null when the request has none
 * @param bytesOut the length of its frame; 0 if no byte of it left this process
 * @param bytesIn the length of the answer's frame; 0 if there was none
 * @param queued from the call until it was put on the connection, for the last time if that was
 *     more than once; all of its time if that never was
 * @param onConnection from then until its end; this is the time of the network and the server
 * @param timesSent how often it was put on a connection
 * @param zxid the server's last transaction when it answered: for a write, the write itself; 0 if
 *     there was no answer
 * @param failure what its caller gets, or null
 * @since 0.1
 */
public record RequestReport(
    String operation,
    @Nullable String path,
    int bytesOut,
    int bytesIn,
    Duration queued,
    Duration onConnection,
    int timesSent,
    long zxid,
    @Nullable Throwable failure) {

  /** Counts no bytes of a request that was encoded and then taken back. */
  public RequestReport {
    if (fateOf(failure) == Fate.NOT_SENT) {
      bytesOut = 0;
    }
  }

  /** Returns how long its caller waited. */
  public Duration duration() {
    return queued.plus(onConnection);
  }

  /**
   * Returns {@code ok}, or the failure's kind without the word "Exception": {@code NoNode}, {@code
   * ConnectionLoss}, {@code Cancellation}. One of a few, fit for a metric's tag.
   */
  public String outcome() {
    if (failure == null) {
      return "ok";
    }
    String name = failure.getClass().getSimpleName();
    return name.endsWith("Exception")
        ? name.substring(0, name.length() - "Exception".length())
        : name;
  }

  /** Returns the server's error code; 0 if it reported none. */
  public int code() {
    return failure instanceof ZkException known ? known.code() : 0;
  }

  /** Returns what is known of a request without an answer; nothing if there was one. */
  public Optional<Fate> fate() {
    return Optional.ofNullable(fateOf(failure));
  }

  private static @Nullable Fate fateOf(@Nullable Throwable failure) {
    if (failure instanceof UnavailableException lost) {
      return lost.fate();
    }
    return failure instanceof SessionException over ? over.fate() : null;
  }

  /** Says all of it in one line, for logs. */
  @Override
  public String toString() {
    return operation
        + (path == null ? "" : " " + path)
        + ": "
        + outcome()
        + fate().map(fate -> " (" + fate + ")").orElse("")
        + ", queued "
        + micros(queued)
        + ", on the connection "
        + micros(onConnection)
        + (timesSent > 1 ? ", sent " + timesSent + " times" : "")
        + ", "
        + bytesOut
        + " bytes out, "
        + bytesIn
        + " bytes in"
        + (zxid == 0 ? "" : ", zxid 0x" + Long.toHexString(zxid));
  }

  private static String micros(Duration span) {
    return span.toNanos() / 1000 + " µs";
  }
}
