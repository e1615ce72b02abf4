package dev.mirliton.zk.testing;

import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.Xid;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One connection through a {@link WireProxy}, on which a {@link FrameRule} sends what it likes.
 * Methods may be called from any thread of its world, also after the rule has returned; they do
 * nothing once the connection is broken.
 *
 * @since 0.1
 */
public final class Wire {
  private static final int LONGEST_FRAME_BYTES = 64 << 20;

  private final World world = World.current();
  private final WireProxy proxy;
  private final SocketPair pair;
  private final int number;
  private final Map<Integer, Integer> opCodes = new ConcurrentHashMap<>(); // by xid
  private final ReentrantLock writing = new ReentrantLock();
  private final List<Thread> threads;

  Wire(WireProxy proxy, SocketPair pair, int number) {
    this.proxy = proxy;
    this.pair = pair;
    this.number = number;
    this.threads = Stream.of(Direction.values()).map(this::mover).toList();
  }

  private Thread mover(Direction direction) {
    return world.unstarted(
        "zk-wire-proxy-" + (direction == Direction.TO_SERVER ? "up" : "down"),
        () -> move(direction));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  void join() throws InterruptedException {
    for (Thread thread : threads) {
      world.join(thread);
    }
  }

  boolean isHoled() {
    return pair.isHoled();
  }

  /** Returns which connection it is: the first through its proxy is 1. */
  public int number() {
    return number;
  }

  /** Whether neither side has ended it. */
  public boolean isOpen() {
    return !pair.isClosed();
  }

  /** Sends a message its way: that which came, or another in its place. */
  public void send(WireFrame frame) {
    sendBytes(frame.direction(), frame.bytes());
  }

  /** Sends the first so many bytes of a message, of which the length takes four. */
  public void sendPart(WireFrame frame, int bytes) {
    sendBytes(frame.direction(), Arrays.copyOf(frame.bytes(), bytes));
  }

  /** Sends bytes that need not be a message. */
  public void sendBytes(Direction direction, byte[] bytes) {
    writing.lock();
    try {
      if (isOpen() && !pair.isDark(direction)) {
        pair.to(direction).getOutputStream().write(bytes);
      }
    } catch (IOException lost) {
      breakOff(Break.CLOSE, direction);
    } finally {
      writing.unlock();
    }
  }

  /** Breaks the connection, where messages of {@code direction} were passing. */
  public void breakOff(Break how, Direction direction) {
    pair.breakOff(how, direction);
  }

  private void move(Direction direction) {
    try {
      DataInputStream in = new DataInputStream(pair.from(direction).getInputStream());
      boolean first = true;
      while (isOpen()) {
        WireFrame frame = frame(direction, first, payload(in));
        first = false;
        if (!pair.isDark(direction)) {
          proxy.ruleFor(frame).apply(frame, this);
        }
      }
    } catch (EOFException ended) {
      awaitTheEndOfSilence();
    } catch (IOException lost) {
      // One side went away; so does the other.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt(); // Nobody knows this thread but a rule.
    } catch (Exception | AssertionError failure) {
      proxy.failed(failure);
    } finally {
      breakOff(Break.CLOSE, direction);
    }
  }

  // The end of a stream is not heard either.
  private void awaitTheEndOfSilence() {
    try {
      while (pair.isSilent() && isOpen()) {
        world.pause(1_000_000);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST_FRAME_BYTES) {
      throw new IOException("not a ZooKeeper frame: its length is " + length);
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    return payload;
  }

  private WireFrame frame(Direction direction, boolean first, byte[] payload) {
    if (first) {
      return WireFrame.handshake(direction, payload);
    }
    if (direction == Direction.TO_SERVER) {
      WireFrame request = WireFrame.request(payload);
      opCodes.put(request.xid(), request.opCode());
      return request;
    }
    int xid = WireFrame.reply(OpCode.NOTIFICATION, payload).xid();
    Integer asked = xid == Xid.NOTIFICATION ? null : opCodes.get(xid);
    return WireFrame.reply(asked == null ? OpCode.NOTIFICATION : asked, payload);
  }
}
