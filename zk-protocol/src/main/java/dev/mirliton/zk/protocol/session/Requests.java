package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.protocol.session.Loss.Reason;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Every request that was made and not yet answered: those that wait for a connection, and those
 * that are on it. Decides what becomes of each when its deadline passes, the line drops, or the
 * session ends.
 */
final class Requests {
  /** The position of what an earlier connection took bytes of: before any on this one. */
  private static final long SENT_BEFORE = -1;

  /** Encoding stops here until the link has taken some: a slow server must not fill the memory. */
  private static final int MAX_OUTGOING_BYTES = 256 * 1024;

  private final Limits limits;
  private final ServerFeatures features;
  private final SessionOutput output;
  private final Outgoing outgoing;
  private final PendingRequests pending = new PendingRequests();
  private final Suspicion suspicion = new Suspicion();

  /** Reads that were sent on an earlier connection; older than all that wait. */
  private final ArrayDeque<Exchange> again = new ArrayDeque<>();

  /** Requests that no link took a byte of. */
  private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();

  int lastXid;
  private boolean held;
  private long nextDeadlineNs = Long.MAX_VALUE; // no request's deadline is earlier

  /**
   * How much of everything.
   *
   * @param maxQueued how many requests may wait
   * @param maxInFlight how many may be on the connection
   * @param maxPacketBytes the longest frame
   */
  record Limits(int maxQueued, int maxInFlight, int maxPacketBytes) {}

  Requests(Limits limits, ServerFeatures features, SessionOutput output, Outgoing outgoing) {
    this.limits = limits;
    this.features = features;
    this.output = output;
    this.outgoing = outgoing;
  }

  PendingRequests pending() {
    return pending;
  }

  boolean isNoneWaiting() {
    return again.isEmpty() && waiting.isEmpty();
  }

  long nextDeadlineNs() {
    return nextDeadlineNs;
  }

  /** Puts a request on the connection if there is room on it, or lets it wait. */
  void submit(Exchange exchange, boolean live, long nowNs) {
    if (exchange.deadlineNs() < nextDeadlineNs) {
      nextDeadlineNs = exchange.deadlineNs();
    }
    if (live && isNoneWaiting() && hasRoom()) {
      send(exchange, nowNs);
    } else if (again.size() + waiting.size() < limits.maxQueued()) {
      waiting.add(exchange);
    } else {
      output.deliver(exchange, new Loss(Reason.QUEUE_FULL, Fate.NOT_SENT, null));
    }
  }

  /** Sends nothing more on this connection: it is about to end. */
  void hold() {
    held = true;
  }

  /** A connection is ready for requests. */
  void begin() {
    held = false;
  }

  private boolean hasRoom() {
    if (held) {
      return false;
    }
    int most = suspicion.isActive() ? 1 : limits.maxInFlight();
    return outgoing.size() < MAX_OUTGOING_BYTES && pending.size() < most;
  }

  /** Puts waiting requests on the connection, as many as there is room for. */
  void pump(long nowNs) {
    while (!again.isEmpty() && hasRoom()) {
      Exchange exchange = again.remove();
      if (!exchange.isAbandoned()) {
        send(exchange, SENT_BEFORE, nowNs);
      }
    }
    while (!waiting.isEmpty() && hasRoom()) {
      Exchange exchange = waiting.remove();
      if (!exchange.isAbandoned()) {
        send(exchange, nowNs);
      }
    }
  }

  /** Encodes a request behind everything that was encoded before. */
  void send(Exchange exchange, long nowNs) {
    send(exchange, outgoing.end(), nowNs);
  }

  private void send(Exchange exchange, long start, long nowNs) {
    if (features.lacks(exchange.opCode(), nowNs)) {
      output.deliver(exchange, new Loss(Reason.UNSUPPORTED, Fate.NOT_SENT, null));
      return;
    }
    WireWriter writer = outgoing.writer();
    int frame = writer.position();
    int xid = Xid.next(lastXid);
    int length;
    try {
      writer.beginFrame();
      RequestHeader.encode(writer, xid, exchange.opCode());
      exchange.encode(writer);
      length = writer.endFrame(frame);
    } catch (RuntimeException | OutOfMemoryError unencodable) {
      // Half a frame must not stay, not even when there is no direct memory for the other half.
      writer.truncate(frame);
      output.deliver(exchange, new Loss(Reason.GARBLED, Fate.NOT_SENT, unencodable));
      return;
    }
    if (length > limits.maxPacketBytes()) {
      writer.truncate(frame);
      IllegalArgumentException tooLong =
          new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "request of %,d bytes is over the packet limit of %,d bytes (maxPacketBytes)",
                  length,
                  limits.maxPacketBytes()));
      output.deliver(exchange, new Loss(Reason.TOO_LONG, Fate.NOT_SENT, tooLong));
      return;
    }
    // The xid goes on counting across reconnects: one number, one request, in every log.
    lastXid = xid;
    pending.add(exchange, xid, start, length, nowNs);
  }

  /** Takes the i-th oldest request from the connection: its reply is here. */
  @Nullable Exchange answered(int i) {
    Exchange exchange = pending.remove(i);
    if (exchange != null) {
      suspicion.told(exchange);
    }
    return exchange;
  }

  /**
   * Tells every request whose deadline has passed. One that was sent keeps its place for its reply;
   * one of which the link has no byte is taken back, because it was said not to be sent.
   */
  void expire(long nowNs) {
    if (nowNs < nextDeadlineNs) {
      return;
    }
    long next = Long.MAX_VALUE;
    for (int i = 0; i < pending.size(); i++) {
      Exchange exchange = pending.get(i);
      if (exchange == null) {
        continue;
      }
      if (exchange.deadlineNs() > nowNs) {
        next = Math.min(next, exchange.deadlineNs());
        continue;
      }
      Fate fate = fate(i);
      if (fate == Fate.NOT_SENT) {
        int bytes = outgoing.takeBack(pending.start(i));
        pending.remove(i);
        pending.moveUp(i, bytes);
        i--;
      } else {
        Watcher watcher = exchange.watcher();
        pending.replace(i, watcher == null ? null : SystemRequest.unwanted(exchange, watcher));
      }
      suspicion.told(exchange);
      output.deliver(exchange, new Loss(Reason.DEADLINE, fate, null));
    }
    next = Math.min(next, expire(again, Fate.UNKNOWN, nowNs));
    nextDeadlineNs = Math.min(next, expire(waiting, Fate.NOT_SENT, nowNs));
  }

  private long expire(ArrayDeque<Exchange> queue, Fate fate, long nowNs) {
    long next = Long.MAX_VALUE;
    Iterator<Exchange> each = queue.iterator();
    while (each.hasNext()) {
      Exchange exchange = each.next();
      if (exchange.isAbandoned()) {
        each.remove();
      } else if (exchange.deadlineNs() <= nowNs) {
        each.remove();
        suspicion.told(exchange);
        output.deliver(exchange, new Loss(Reason.DEADLINE, fate, null));
      } else {
        next = Math.min(next, exchange.deadlineNs());
      }
    }
    return next;
  }

  private Fate fate(int i) {
    return pending.start(i) >= outgoing.takenEnd() ? Fate.NOT_SENT : Fate.UNKNOWN;
  }

  /**
   * The server closed the connection, perhaps because of what it was sent; {@link #disconnected}
   * follows. The first read that is long, or not known to every server, is suspected: the server's
   * refusal gets lost where it closes while there is more to read.
   */
  void serverClosed() {
    for (int i = 0; i < pending.size(); i++) {
      Exchange exchange = pending.get(i);
      int bytes = pending.bytes(i);
      if (exchange != null
          && exchange.isRead()
          && (bytes > Suspicion.HARMLESS_BYTES || ServerFeatures.isBeyondBasics(exchange.opCode()))
          && fate(i) == Fate.UNKNOWN) {
        suspicion.closedUnder(exchange, bytes, pending.size() == 1);
        return;
      }
    }
  }

  /**
   * The line dropped. What was certainly not sent, and reads, wait for the next connection, in
   * their old order and before everything else; the fate of the rest is unknown.
   *
   * @param poisoned the cause came with the oldest request's reply, so it must not be asked again
   */
  void disconnected(@Nullable Throwable cause, boolean poisoned) {
    waiting.removeIf(SystemRequest.class::isInstance);
    List<Exchange> sent = new ArrayList<>();
    List<Exchange> unsent = new ArrayList<>();
    for (int i = 0; i < pending.size(); i++) {
      Exchange exchange = pending.get(i);
      if (exchange == null || exchange.isAbandoned() || exchange instanceof SystemRequest) {
        continue;
      }
      Fate fate = fate(i);
      if (poisoned && i == 0) {
        output.deliver(exchange, new Loss(Reason.GARBLED, fate, cause));
      } else if (suspicion.isProved(exchange)) {
        IOException why = new IOException(suspicion.verdict(), cause);
        suspicion.told(exchange);
        output.deliver(exchange, new Loss(Reason.PACKET_LIMIT, fate, why));
      } else if (fate == Fate.NOT_SENT) {
        unsent.add(exchange);
      } else if (exchange.isRead()) {
        sent.add(exchange);
      } else {
        output.deliver(exchange, new Loss(Reason.DISCONNECTED, fate, cause));
      }
    }
    clearPending();
    sent.reversed().forEach(again::addFirst);
    unsent.reversed().forEach(waiting::addFirst);
  }

  /** A server refuses to look at a request, whose owner alone learns that it did not happen. */
  void turnedAway(int xid, int error, WireReader body) {
    int at = pending.placeOf(xid, error);
    Exchange refused = at < 0 ? null : pending.remove(at);
    if (refused != null && !(refused instanceof SystemRequest)) {
      output.deliver(refused, refused.answer(error, body));
    }
  }

  /** Tells every request that it will not be answered. */
  void failAll(Reason reason, @Nullable Throwable cause) {
    suspicion.clear();
    for (int i = 0; i < pending.size(); i++) {
      Exchange exchange = pending.get(i);
      if (exchange != null) {
        output.deliver(exchange, new Loss(reason, fate(i), cause));
      }
    }
    clearPending();
    failWaiting(reason, cause);
    nextDeadlineNs = Long.MAX_VALUE;
  }

  /** Tells every request that waits for a connection that it will not be sent, or not again. */
  void failWaiting(Reason reason, @Nullable Throwable cause) {
    while (!again.isEmpty()) {
      output.deliver(again.remove(), new Loss(reason, Fate.UNKNOWN, cause));
    }
    while (!waiting.isEmpty()) {
      output.deliver(waiting.remove(), new Loss(reason, Fate.NOT_SENT, cause));
    }
  }

  private void clearPending() {
    while (!pending.isEmpty()) {
      pending.remove();
    }
  }

  /** Whether a request for which {@code test} holds is on its way or waits. */
  boolean anyOpen(Predicate<Exchange> test) {
    for (int i = 0; i < pending.size(); i++) {
      Exchange exchange = pending.get(i);
      if (exchange != null && test.test(exchange)) {
        return true;
      }
    }
    return again.stream().anyMatch(test) || waiting.stream().anyMatch(test);
  }
}
