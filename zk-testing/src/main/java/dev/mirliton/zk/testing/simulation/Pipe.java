package dev.mirliton.zk.testing.simulation;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: bytes arrive in order, in any pieces, some time after they were
 * sent. While the path is blocked they wait, as TCP would send them again.
 */
final class Pipe {
  private static final int ROOM = 256 * 1024;
  private static final int LARGEST_READ = 64 * 1024;
  private static final int LARGEST_PIECE = 16 * 1024;
  private static final int NARROW_PIECE = 1_400;
  private static final byte[] FINISH = {};

  private final Network network;
  private final Kernel kernel;
  private final Path path;
  private final Actor writer;
  private final Deque<Segment> travelling = new ArrayDeque<>();
  private @Nullable End to;
  private @Nullable Tap tap;
  private int travellingBytes;
  private long lastArrivalNs;
  private boolean wantsRoom;
  private boolean finished;

  private record Segment(byte[] bytes, long arrivalNs, boolean queues) {}

  /** Sees what passes, to tell a reader about it; must not change anything. */
  interface Tap {
    void sent(byte[] bytes);

    void arrived(byte[] bytes);

    /** What was sent and has not arrived never will. */
    void lost();
  }

  Pipe(Network network, Kernel kernel, Path path, Actor writer) {
    this.network = network;
    this.kernel = kernel;
    this.path = path;
    this.writer = writer;
  }

  void leadsTo(End end) {
    to = end;
  }

  void tap(Tap by) {
    tap = by;
  }

  Path path() {
    return path;
  }

  /** Takes as many bytes as there is room for. */
  int write(ByteBuffer source) {
    int count = Math.min(ROOM - travellingBytes, source.remaining());
    if (count < source.remaining()) {
      wantsRoom = true;
    }
    if (count <= 0 || finished) {
      return 0;
    }
    byte[] bytes = new byte[count];
    source.get(bytes);
    kernel.trace().mix(Arrays.hashCode(bytes));
    if (tap != null) {
      tap.sent(bytes);
    }
    for (int at = 0; at < count; ) {
      int largest = path.isNarrow() ? NARROW_PIECE : LARGEST_PIECE;
      int piece = network.pieceOf(Math.min(count - at, largest));
      send(at == 0 && piece == count ? bytes : Arrays.copyOfRange(bytes, at, at + piece));
      at += piece;
    }
    return count;
  }

  /** Ends the connection after what was written. */
  void finish() {
    if (!finished) {
      finished = true;
      send(FINISH);
    }
  }

  private void send(byte[] bytes) {
    // Behind what is on its way: a narrow path takes one packet after the other.
    long behindNs = isQueueLeft() ? lastArrivalNs : 0;
    lastArrivalNs =
        Math.max(behindNs, kernel.nowNs() + path.travelNs(0)) + path.sendingNs(bytes.length);
    travelling.add(new Segment(bytes, lastArrivalNs, path.isNarrow()));
    travellingBytes += bytes.length;
    expect(lastArrivalNs - kernel.nowNs());
  }

  /** Whether what was sent last is still waiting its turn, rather than let go by a wider path. */
  private boolean isQueueLeft() {
    Segment last = travelling.peekLast();
    return last == null || path.isNarrow() || !last.queues;
  }

  private void expect(long delayNs) {
    End end = to;
    if (end != null) {
      Actor hears = end.isClosed() ? kernel.world() : end.actor(); // a dead one hears nothing
      kernel.after(delayNs, hears, "arrival", this::arrive);
    }
  }

  /** Ends the connection at once. A packet says so, and may get lost. */
  void abort() {
    finished = true;
    if (tap != null) {
      tap.lost();
    }
    travelling.clear();
    End end = to;
    if (end != null) {
      kernel.after(path.travelNs(0), end.actor(), "reset", () -> arriveAbort(end));
    }
  }

  private void arriveAbort(End end) {
    if (!path.isBlocked() && path.to().isUp()) {
      end.heardAbort();
    }
  }

  /** Looks again for what may arrive: the path was healed, or somebody listens now. */
  void pump() {
    if (!travelling.isEmpty()) {
      expect(path.travelNs(0));
    }
  }

  /** Looks again at once: somebody has room for more. */
  void arriveSoon() {
    if (!travelling.isEmpty()) {
      expect(0);
    }
  }

  private void arrive() {
    End end = to;
    if (end == null || path.isBlocked() || !path.to().isUp()) {
      return; // pumped later
    }
    if (end.isClosed()) {
      refuse(end);
      return;
    }
    End.Receiver receiver = end.receiver();
    if (receiver != null) {
      arrive(end, receiver);
    }
  }

  /** What arrives for a connection that the host does not know is answered with a reset. */
  private void refuse(End end) {
    boolean data = travelling.stream().anyMatch(segment -> segment.bytes != FINISH);
    travelling.clear();
    if (data) {
      end.outgoing().abort();
    }
  }

  private void arrive(End end, End.Receiver receiver) {
    while (!end.isClosed() && receiver.hasRoom() && isArrived(travelling.peek())) {
      if (travelling.element().bytes == FINISH) {
        travelling.clear();
        end.heardFinish();
        return;
      }
      byte[] batch = takeBatch();
      boolean breaks = path.takeBreak();
      if (breaks) {
        batch = Arrays.copyOf(batch, network.partOf(batch.length));
      }
      kernel.trace().mix(batch.length);
      if (tap != null) {
        tap.arrived(batch);
      }
      if (breaks) {
        breakOff(end);
      }
      receiver.received(ByteBuffer.wrap(batch));
      tellRoom(end);
    }
  }

  /** Lets nothing follow. */
  private void breakOff(End end) {
    finished = true;
    if (tap != null) {
      tap.lost();
    }
    travelling.clear();
    network.reset(end);
  }

  private boolean isArrived(@Nullable Segment segment) {
    return segment != null
        && (segment.arrivalNs <= kernel.nowNs() || segment.queues && !path.isNarrow());
  }

  private byte[] takeBatch() {
    byte[] first = travelling.remove().bytes;
    byte[] batch = first;
    while (isArrived(travelling.peek())
        && travelling.element().bytes != FINISH
        && batch.length + travelling.element().bytes.length <= LARGEST_READ) {
      byte[] next = travelling.remove().bytes;
      int size = batch.length;
      batch = Arrays.copyOf(batch, size + next.length);
      System.arraycopy(next, 0, batch, size, next.length);
    }
    travellingBytes -= batch.length;
    return batch;
  }

  private void tellRoom(End reader) {
    End back = reader.peer();
    if (wantsRoom && back != null) {
      wantsRoom = false;
      kernel.after(
          path.travelNs(0),
          writer,
          "room",
          () -> {
            End.Receiver receiver = back.receiver();
            if (receiver != null && !back.isClosed()) {
              receiver.roomCame();
            }
          });
    }
  }
}
