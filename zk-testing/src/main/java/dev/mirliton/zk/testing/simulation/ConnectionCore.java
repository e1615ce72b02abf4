package dev.mirliton.zk.testing.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A simulated socket: one end of a connection, whose bytes wait until a strand reads them. When
 * many wait, the other side's do not arrive.
 */
final class ConnectionCore extends SocketCore {
  private final ArrivedBytes arrived = new ArrivedBytes();
  private Network.@Nullable Attempt attempt; // until it has come to an end
  private @Nullable End end; // once connected
  private @Nullable IOException failure; // why it was not connected, or is no more
  private boolean room;
  private boolean inputEnded;
  private boolean inputShut;
  private boolean outputShut;

  ConnectionCore(Incarnation process) {
    super(process);
  }

  // ---- How it begins

  @Override
  protected void bind(InetAddress host, int wanted) {
    process.kernel().checkInside();
    localport = wanted == 0 ? process.host().freePort() : wanted;
  }

  @Override
  protected void connect(@Nullable SocketAddress to, int timeoutMs) throws IOException {
    checkOpen();
    if (!(to instanceof InetSocketAddress target)) {
      throw new SocketException("not an address of the simulated network: " + to);
    }
    InetSocketAddress resolved = resolved(target);
    int from = localport == 0 ? process.host().freePort() : localport;
    Network.Attempt knocking =
        process.network().connect(process.host(), from, process, resolved, new Knocking());
    attempt = knocking;
    if (!waiters.await(() -> isClosed() || end != null || failure != null, timeoutMs)) {
      knocking.cancel();
      throw new SocketTimeoutException("Connect timed out");
    }
    checkOpen();
    if (failure != null) {
      throw failure;
    }
    address = resolved.getAddress();
    port = resolved.getPort();
  }

  private InetSocketAddress resolved(InetSocketAddress target) throws IOException {
    return target.isUnresolved()
        ? new InetSocketAddress(
            process.network().resolve(target.getHostString()).get(0), target.getPort())
        : target;
  }

  private final class Knocking implements Network.Caller {
    @Override
    public void connected(End opened) {
      use(opened);
      waiters.wake();
    }

    @Override
    public void refused(IOException cause) {
      failure = cause;
      waiters.wake();
    }
  }

  void accepted(End opened) {
    End peer = opened.peer();
    if (peer != null) {
      address =
          peer.host() == process.host() ? InetAddress.getLoopbackAddress() : peer.host().address();
      port = peer.port();
    }
    use(opened);
  }

  private void use(End opened) {
    end = opened;
    localport = opened.port();
    opened.use(new Hearing());
  }

  @Override
  InetAddress localAddress() {
    return address != null && address.isLoopbackAddress() ? address : process.host().address();
  }

  // ---- What arrives

  private final class Hearing implements End.Receiver {
    @Override
    public void received(ByteBuffer bytes) {
      if (!inputShut) {
        arrived.add(bytes);
        waiters.wake();
      }
    }

    @Override
    public boolean hasRoom() {
      return !arrived.isFull();
    }

    @Override
    public boolean inputEnded() {
      inputEnded = true;
      waiters.wake();
      return true;
    }

    @Override
    public void roomCame() {
      room = true;
      waiters.wake();
    }

    @Override
    public void ended(IOException cause) {
      failure = cause;
      waiters.wake();
    }
  }

  @Override
  protected InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        return ConnectionCore.this.read(into, offset, length);
      }

      @Override
      public int available() {
        return ConnectionCore.this.available();
      }
    };
  }

  private int read(byte[] into, int offset, int length) throws IOException {
    process.kernel().checkInside();
    if (length == 0) {
      return 0;
    }
    if (!waiters.await(this::isReadable, soTimeout())) {
      throw new SocketTimeoutException("Read timed out");
    }
    checkOpen();
    if (inputShut) {
      return -1;
    }
    if (arrived.count() > 0) {
      return take(into, offset, length);
    }
    if (failure != null) {
      throw new SocketException(failure.getMessage());
    }
    return -1;
  }

  private boolean isReadable() {
    return isClosed() || inputShut || inputEnded || failure != null || arrived.count() > 0;
  }

  private int take(byte[] into, int offset, int length) {
    boolean wasFull = arrived.isFull();
    int taken = arrived.take(into, offset, length);
    if (wasFull && !arrived.isFull() && end != null) {
      end.readOn();
    }
    return taken;
  }

  @Override
  protected int available() {
    return inputShut ? 0 : arrived.count();
  }

  // ---- What is sent

  @Override
  protected OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] from, int offset, int length) throws IOException {
        ConnectionCore.this.write(ByteBuffer.wrap(from, offset, length));
      }
    };
  }

  private void write(ByteBuffer source) throws IOException {
    process.kernel().checkInside();
    while (true) {
      checkOpen();
      if (end == null || outputShut || failure != null) {
        throw new SocketException(failure == null ? "Socket output is shutdown" : "Broken pipe");
      }
      room = false;
      end.write(source);
      if (!source.hasRemaining()) {
        return;
      }
      waiters.await(() -> room || isClosed() || outputShut || failure != null, 0);
    }
  }

  // ---- How it ends

  @Override
  protected void shutdownInput() {
    process.kernel().checkInside();
    inputShut = true;
    arrived.clear();
    if (end != null) {
      end.readOn();
    }
    waiters.wake();
  }

  @Override
  protected void shutdownOutput() {
    process.kernel().checkInside();
    outputShut = true;
    if (end != null) {
      end.closeOutput();
    }
    waiters.wake();
  }

  @Override
  void release() {
    if (attempt != null) {
      attempt.cancel();
    }
    if (end != null && (isAbrupt() || arrived.count() > 0)) {
      end.reset(); // as an operating system does when bytes were not read
    } else if (end != null) {
      end.close();
    }
  }
}
