package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Requests that were put on this connection and have no reply yet, in order: servers answer in the
 * order of requests. A ring of parallel arrays, so that a request costs no object here.
 */
final class PendingRequests {
  private @Nullable Exchange[] exchanges = new @Nullable Exchange[64];
  private int[] xids = new int[64];
  private long[] starts = new long[64]; // position of the frame's first byte on this connection
  private int[] bytes = new int[64]; // of the frame
  private long[] sentNs = new long[64];
  private int head;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Exchange exchange, int xid, long start, int frameBytes, long nowNs) {
    if (size == exchanges.length) {
      grow();
    }
    int at = (head + size) & (exchanges.length - 1);
    exchanges[at] = exchange;
    xids[at] = xid;
    starts[at] = start;
    bytes[at] = frameBytes;
    sentNs[at] = nowNs;
    size++;
  }

  private void grow() {
    int old = exchanges.length;
    @Nullable Exchange[] newExchanges = new @Nullable Exchange[old * 2];
    int[] newXids = new int[old * 2];
    long[] newStarts = new long[old * 2];
    int[] newBytes = new int[old * 2];
    long[] newSent = new long[old * 2];
    for (int i = 0; i < size; i++) {
      int from = index(i);
      newExchanges[i] = exchanges[from];
      newXids[i] = xids[from];
      newStarts[i] = starts[from];
      newBytes[i] = bytes[from];
      newSent[i] = sentNs[from];
    }
    exchanges = newExchanges;
    xids = newXids;
    starts = newStarts;
    bytes = newBytes;
    sentNs = newSent;
    head = 0;
  }

  private int index(int i) {
    return (head + i) & (exchanges.length - 1);
  }

  /** Returns which xid the next reply should have, for messages. */
  String expected() {
    return size == 0 ? "none" : "xid " + xids[head];
  }

  /** Returns the i-th oldest request, or null if it was answered or given up already. */
  @Nullable Exchange get(int i) {
    return exchanges[index(i)];
  }

  /** Returns the position of the i-th oldest request's first byte. */
  long start(int i) {
    return starts[index(i)];
  }

  /** Returns the length of the i-th oldest request's frame. */
  int bytes(int i) {
    return bytes[index(i)];
  }

  /** The frames of the i-th oldest and all later requests moved up by so many bytes. */
  void moveUp(int i, int bytes) {
    for (int j = i; j < size; j++) {
      starts[index(j)] -= bytes;
    }
  }

  /** Returns when the i-th oldest request was put on the connection. */
  long sentNs(int i) {
    return sentNs[index(i)];
  }

  /** Keeps the i-th oldest request's place in the order, for its reply, but puts another there. */
  void replace(int i, @Nullable Exchange exchange) {
    exchanges[index(i)] = exchange;
  }

  /**
   * Returns the place of the request that a reply belongs to, or −1 if none can be expected to have
   * it now: the oldest's, except for what servers answer at their door, before requests that came
   * earlier.
   */
  int placeOf(int xid, int error) {
    if (size > 0 && xids[head] == xid) {
      return 0;
    }
    return switch (error) {
      case ErrorCode.UNIMPLEMENTED,
          ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH,
          ErrorCode.NOT_READ_ONLY ->
          find(xid);
      default -> -1;
    };
  }

  private int find(int xid) {
    for (int i = 0; i < size; i++) {
      if (xids[index(i)] == xid) {
        return i;
      }
    }
    return -1;
  }

  /** Removes the oldest request and returns it, or null if it was given up. */
  @Nullable Exchange remove() {
    Exchange exchange = exchanges[head];
    exchanges[head] = null;
    head = (head + 1) & (exchanges.length - 1);
    size--;
    return exchange;
  }

  /** Removes the i-th oldest request; its place is closed. */
  @Nullable Exchange remove(int i) {
    if (i == 0) {
      return remove();
    }
    Exchange removed = exchanges[index(i)];
    for (int j = i; j < size - 1; j++) {
      int to = index(j);
      int from = index(j + 1);
      exchanges[to] = exchanges[from];
      xids[to] = xids[from];
      starts[to] = starts[from];
      bytes[to] = bytes[from];
      sentNs[to] = sentNs[from];
    }
    exchanges[index(size - 1)] = null;
    size--;
    return removed;
  }
}
