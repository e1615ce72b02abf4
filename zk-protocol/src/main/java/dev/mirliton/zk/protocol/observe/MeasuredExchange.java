package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.RequestReport;
import dev.mirliton.zk.protocol.session.Exchange;
import dev.mirliton.zk.protocol.session.Watcher;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody looks at: does what the request does, and notes when and how much. A
 * wrapper, so that requests which nobody looks at cost nothing more.
 */
final class MeasuredExchange implements Exchange, Supplier<RequestReport> {
  private final Exchange exchange;
  private final String operation;
  private final @Nullable String path;
  private final Promise<?> result;
  private final Observation observation;
  private final @Nullable Begun<RequestReport> recorded;
  private final long askedNs;
  private long sentNs;
  private long endNs;
  private long zxid;
  private int timesSent;
  private int bytesOut;
  private int bytesIn;
  private boolean over;

  /**
   * Begins to measure.
   *
   * @param result what the caller got
   * @param recorded by the flight recorder, or null
   */
  MeasuredExchange(
      Exchange exchange,
      String operation,
      @Nullable String path,
      Promise<?> result,
      Observation observation,
      @Nullable Begun<RequestReport> recorded) {
    this.exchange = exchange;
    this.operation = operation;
    this.path = path;
    this.result = result;
    this.observation = observation;
    this.recorded = recorded;
    this.askedNs = observation.nanoTime();
  }

  @Override
  public void encode(WireWriter out) {
    int start = out.position();
    exchange.encode(out);
    bytesOut = Integer.BYTES + RequestHeader.BYTES + out.position() - start;
    sentNs = observation.nanoTime();
    timesSent++;
  }

  @Override
  public Object answer(int error, WireReader body) {
    bytesIn = Integer.BYTES + ReplyHeader.BYTES + body.remaining();
    zxid = ReplyHeader.zxidBefore(body);
    return exchange.answer(error, body);
  }

  @Override
  public void deliver(Object outcome) {
    exchange.deliver(outcome);
    ended();
  }

  /** Whoever asks drops what is abandoned without another word: this is its end. */
  @Override
  public boolean isAbandoned() {
    boolean abandoned = exchange.isAbandoned();
    if (abandoned) {
      ended();
    }
    return abandoned;
  }

  private void ended() {
    if (over) {
      return;
    }
    over = true;
    endNs = observation.nanoTime();
    if (recorded != null) {
      recorded.end(this);
    }
    observation.requestEnded(this);
  }

  /** Returns the report, when it has ended. */
  @Override
  public RequestReport get() {
    Throwable failure = result.exception();
    boolean sent = timesSent > 0;
    return new RequestReport(
        operation,
        path,
        bytesOut,
        bytesIn,
        Duration.ofNanos((sent ? sentNs : endNs) - askedNs),
        Duration.ofNanos(sent ? endNs - sentNs : 0),
        timesSent,
        zxid,
        failure);
  }

  @Override
  public int opCode() {
    return exchange.opCode();
  }

  @Override
  public long deadlineNs() {
    return exchange.deadlineNs();
  }

  @Override
  public boolean isRead() {
    return exchange.isRead();
  }

  @Override
  public @Nullable Watcher watcher() {
    return exchange.watcher();
  }

  @Override
  public String toString() {
    return exchange.toString();
  }
}
