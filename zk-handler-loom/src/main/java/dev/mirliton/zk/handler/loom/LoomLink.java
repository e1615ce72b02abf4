package dev.mirliton.zk.handler.loom;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.parts.TlsTransform;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: a socket, a virtual thread that reads it from its beginning to its end, and one
 * that writes what callers could not write themselves and tells that there is room.
 *
 * <p>A {@link Socket} and not a {@link java.nio.channels.SocketChannel}: an interrupt that reaches
 * a channel's blocking operation closes the channel, and callers are interrupted at any time.
 */
final class LoomLink implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(LoomLink.class);
  private static final int SEND_BUFFER_BYTES = 128 * 1024;

  private final Endpoint endpoint;
  private final long timeoutNanos;
  private final LinkListener listener;
  private final byte[] buffer;
  // Direct, as a channel is: one that looks for a proxy counts its timeout by the wall clock, also
  // when it finds none.
  private final Socket socket = new Socket(Proxy.NO_PROXY);
  private final Thread reader;
  private final Thread writer;

  // Held during every call of the listener: the reader and the writer both call it.
  private final ReentrantLock telling = new ReentrantLock();
  private boolean over; // guarded by telling

  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
  private final AtomicBoolean wanted = new AtomicBoolean(); // a call of onWritable
  private volatile @Nullable Outgoing outgoing; // from when there is a connection
  private volatile boolean open; // set under telling

  /** Why the link ended: what its listener hears. */
  private record Ending(@Nullable IOException cause) {}

  /** Creates a link that its maker must {@link #start}; tells {@code ended} at its end. */
  LoomLink(
      VirtualThreads threads,
      Endpoint endpoint,
      long timeoutNanos,
      LinkListener listener,
      int readBufferBytes,
      Consumer<Object> ended) {
    this.endpoint = endpoint;
    this.timeoutNanos = timeoutNanos;
    this.listener = listener;
    buffer = new byte[readBufferBytes];
    reader = threads.unstarted("reader", () -> live(ended));
    writer = threads.unstarted("writer", this::writeWhenAsked);
  }

  void start() {
    reader.start();
    writer.start();
  }

  private void live(Consumer<Object> ended) {
    try {
      long deadline = System.nanoTime() + timeoutNanos;
      read(connect(deadline), deadline);
    } catch (IOException failure) {
      end(failure);
    } catch (Throwable failure) {
      end(new IOException("the link failed", failure));
    } finally {
      tellClosed();
      ended.accept(this);
    }
  }

  private Outgoing connect(long deadline) throws IOException {
    socket.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
    socket.setTcpNoDelay(true);
    socket.connect(endpoint.address(), millisUntil(deadline));
    TlsTransform tls = endpoint.tls() == null ? null : new TlsTransform(endpoint.tls().create());
    Outgoing out = new Outgoing(socket.getOutputStream(), tls, () -> LockSupport.unpark(writer));
    outgoing = out;
    out.begin();
    return out;
  }

  private void read(Outgoing out, long deadline) throws IOException {
    InputStream in = socket.getInputStream();
    if (out.isReady()) {
      tellOpen();
    }
    while (ending.get() == null) {
      socket.setSoTimeout(open ? 0 : millisUntil(deadline));
      int count = in.read(buffer);
      if (count < 0) {
        throw new EOFException("the peer closed the connection");
      }
      ByteBuffer bytes = out.received(ByteBuffer.wrap(buffer, 0, count));
      if (!open && out.isReady()) {
        tellOpen();
      }
      if (bytes.hasRemaining()) {
        tellRead(bytes);
      }
      if (out.isPeerDone()) {
        throw new EOFException("the peer ended the TLS session");
      }
    }
  }

  private int millisUntil(long deadline) throws SocketTimeoutException {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("not connected within " + Duration.ofNanos(timeoutNanos));
    }
    // One more than it takes: a virtual thread's timed wait for a socket may end up to 1 ms early.
    return (int) Math.min(Integer.MAX_VALUE, (left + 1_999_999) / 1_000_000);
  }

  private void writeWhenAsked() {
    while (ending.get() == null) {
      try {
        Outgoing out = outgoing;
        boolean flushed = out != null && out.flush();
        if (open && wanted.get()) {
          tellWritable();
        } else if (!flushed && ending.get() == null) {
          // Everything was asked again since the lock in flush, whose parking may have used up the
          // permit that was meant for this one.
          LockSupport.park(this);
        }
      } catch (IOException failure) {
        end(failure);
      }
    }
  }

  private void tellOpen() {
    telling.lock();
    try {
      open = true;
      listener.onOpen(this);
    } catch (Throwable failure) {
      end(new IOException("the link's listener threw", failure));
    } finally {
      telling.unlock();
    }
    LockSupport.unpark(writer); // for what was wanted before
  }

  private void tellRead(ByteBuffer bytes) {
    telling.lock();
    try {
      listener.onRead(bytes);
    } catch (Throwable failure) {
      end(new IOException("the link's listener threw", failure));
    } finally {
      telling.unlock();
    }
  }

  private void tellWritable() {
    telling.lock();
    try {
      if (!over) {
        wanted.set(false); // what is asked for from now on is another call
        listener.onWritable();
      }
    } catch (Throwable failure) {
      end(new IOException("the link's listener threw", failure));
    } finally {
      telling.unlock();
    }
  }

  private void tellClosed() {
    end(null); // does nothing, unless the reader ended without a reason
    Ending why = ending.get();
    telling.lock();
    try {
      over = true;
      listener.onClosed(why == null ? null : why.cause());
    } catch (Throwable failure) {
      LOG.error("a listener threw when its link to {} was closed", endpoint, failure);
    } finally {
      telling.unlock();
    }
  }

  private void end(@Nullable IOException cause) {
    if (ending.compareAndSet(null, new Ending(cause))) {
      try {
        socket.close(); // wakes the reader, and the writer if it waits for the peer
      } catch (IOException ignored) {
        LOG.debug("closing the socket to {} failed", endpoint, ignored);
      }
      LockSupport.unpark(writer);
    }
  }

  @Override
  public int write(ByteBuffer source) {
    Outgoing out = outgoing;
    if (out == null || !isOpen()) {
      return 0;
    }
    int before = source.position();
    try {
      out.offer(source, Thread.currentThread() == writer);
    } catch (IOException failure) {
      end(failure);
      source.position(before);
      return 0;
    }
    if (source.hasRemaining()) {
      requestWrite();
    }
    return source.position() - before;
  }

  @Override
  public void requestWrite() {
    // Not tested before it is set: whoever finds it set must still publish what it wants written.
    if (!wanted.getAndSet(true)) {
      LockSupport.unpark(writer);
    }
  }

  @Override
  public void close() {
    Outgoing out = outgoing;
    if (out != null && isOpen()) {
      out.end();
    }
    end(null);
  }

  @Override
  public boolean isOpen() {
    return open && ending.get() == null;
  }

  @Override
  public String toString() {
    return "link to " + endpoint;
  }
}
