package dev.mirliton.zk.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * The ceiling: prebuilt frames go out on one blocking socket, replies are counted and thrown away.
 * One thread only; it sends no pings, which the stub does not miss.
 */
final class RawDriver implements Driver {
  private static final int GREATEST_WINDOW = 10_000;
  private static final int GET_DATA = 4;

  private final SocketChannel channel;
  private final ByteBuffer frames;
  private final int frameBytes;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);

  private RawDriver(SocketChannel channel) {
    this.channel = channel;
    byte[] frame = getRequest();
    this.frameBytes = frame.length;
    this.frames = ByteBuffer.allocateDirect(GREATEST_WINDOW * frameBytes);
    while (frames.hasRemaining()) {
      frames.put(frame);
    }
  }

  static RawDriver connect(int port) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    RawDriver driver = new RawDriver(channel);
    driver.greet();
    return driver;
  }

  private static byte[] getRequest() {
    byte[] path = PATH.getBytes(UTF_8);
    int length = 4 + 4 + 4 + path.length + 1;
    ByteBuffer frame = ByteBuffer.allocate(4 + length).putInt(length);
    // All have the same xid: nobody matches the answers.
    frame.putInt(1).putInt(GET_DATA).putInt(path.length).put(path).put((byte) 0);
    return frame.array();
  }

  private void greet() throws IOException {
    ByteBuffer request = ByteBuffer.allocate(4 + 45).putInt(45);
    request.putInt(0).putLong(0).putInt(30_000).putLong(0); // a new session, 30 s
    request.putInt(16).position(request.capacity());
    request.flip();
    while (request.hasRemaining()) {
      channel.write(request);
    }
    awaitReplies();
  }

  @Override
  public void get() throws IOException {
    send(1);
    awaitReplies();
  }

  @Override
  public Slice pipelined(int window, Duration length) throws IOException {
    long lengthNs = length.toNanos();
    long operations = 0;
    int inFlight = window;

    Stopwatch watch = Stopwatch.start();
    send(window);
    while (inFlight > 0) {
      int replies = awaitReplies();
      operations += replies;
      inFlight -= replies;
      if (watch.elapsedNs() < lengthNs) {
        send(replies);
        inFlight += replies;
      }
    }
    return watch.stop(operations);
  }

  /** One thread with as many reads in flight: a socket has nobody to block. */
  @Override
  public Slice crowded(int callers, Duration length) throws IOException {
    return pipelined(callers, length);
  }

  private void send(int requests) throws IOException {
    frames.clear().limit(requests * frameBytes);
    while (frames.hasRemaining()) {
      channel.write(frames);
    }
  }

  /** Waits until at least one whole reply is here, and counts all there are. */
  private int awaitReplies() throws IOException {
    int replies = 0;
    while (replies == 0) {
      if (channel.read(in) < 0) {
        throw new EOFException("the server hung up");
      }
      in.flip();
      while (in.remaining() >= 4 && in.remaining() >= 4 + in.getInt(in.position())) {
        in.position(in.position() + 4 + in.getInt(in.position()));
        replies++;
      }
      in.compact();
    }
    return replies;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
