package dev.mirliton.zk.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One client of the stub: reads all there is, answers all of it with one write, allocates nothing
 * on the way. Belongs to one thread, save {@link #close}.
 */
final class StubConnection implements Runnable, AutoCloseable {
  private static final int GREATEST_REQUEST = 1 << 18;
  private static final int GREATEST_CANNED_REPLY = 512;
  private static final int CONNECT_RESPONSE_BYTES = 37;

  private final SocketChannel channel;
  private final long sessionId;
  private final ByteBuffer in = ByteBuffer.allocateDirect(GREATEST_REQUEST);
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 20);
  private boolean greeted;
  private boolean over;
  private long answers;
  private volatile long answered; // what answers was when something was last sent

  StubConnection(SocketChannel channel, long sessionId) {
    this.channel = channel;
    this.sessionId = sessionId;
  }

  /** Answers until the client hangs up. */
  @Override
  public void run() {
    try (channel) {
      while (!over && channel.read(in) >= 0) {
        in.flip();
        answerWholeFrames();
        in.compact();
        flush();
      }
    } catch (IOException hungUp) {
      // A client that goes without a word is as good as one that says goodbye.
    }
  }

  private void answerWholeFrames() throws IOException {
    while (in.remaining() >= 4) {
      int start = in.position();
      int length = in.getInt(start);
      if (length < 0 || length > GREATEST_REQUEST - 4) {
        throw new IOException("a request of " + length + " bytes");
      }
      if (in.remaining() < 4 + length) {
        return;
      }
      if (out.remaining() < length + GREATEST_CANNED_REPLY) {
        flush();
      }
      if (greeted) {
        answer(start + 4);
      } else {
        greet(start + 4);
      }
      in.position(start + 4 + length);
    }
  }

  /** How many requests were answered so far, the first of a session not counted. Any thread. */
  long answered() {
    return answered;
  }

  private void greet(int request) {
    int timeoutMs = in.getInt(request + 12);
    out.putInt(CONNECT_RESPONSE_BYTES).putInt(0).putInt(timeoutMs).putLong(sessionId);
    out.putInt(16).putLong(0).putLong(0); // the password
    out.put((byte) 0); // not a read-only server
    greeted = true;
  }

  private void answer(int request) {
    int xid = in.getInt(request);
    int type = in.getInt(request + 4);
    answers++;
    switch (type) {
      case 4 -> put(xid, CannedReplies.NODE); // getData
      case 3, 5 -> put(xid, CannedReplies.STAT); // exists, setData
      case 8 -> put(xid, CannedReplies.CHILDREN);
      case 12 -> put(xid, CannedReplies.CHILDREN_WITH_STAT);
      case 1, 9 -> putPath(xid, request + 8, 0); // create, sync
      case 15, 19 -> putPath(xid, request + 8, 68); // create2, createContainer
      // delete, ping, auth, setWatches
      case 2, 11, 100, 101, 105 -> put(xid, CannedReplies.HEADER_ONLY);
      case -11 -> { // closeSession
        put(xid, CannedReplies.HEADER_ONLY);
        over = true;
      }
      default -> put(xid, CannedReplies.REFUSAL);
    }
  }

  private void put(int xid, byte[] reply) {
    int start = out.position();
    out.put(reply);
    out.putInt(start + CannedReplies.XID_OFFSET, xid);
  }

  /** Answers with the path that was asked for, as the server answers a create. */
  private void putPath(int xid, int path, int statBytes) {
    int pathBytes = 4 + in.getInt(path);
    out.putInt(16 + pathBytes + statBytes).putInt(xid).putLong(1).putInt(0);
    out.put(out.position(), in, path, pathBytes).position(out.position() + pathBytes);
    if (statBytes > 0) {
      CannedReplies.putStat(out);
    }
  }

  private void flush() throws IOException {
    answered = answers;
    out.flip();
    while (out.hasRemaining()) {
      channel.write(out);
    }
    out.clear();
  }

  /** Hangs up; {@link #run} returns. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      // It is closed either way.
    }
  }
}
