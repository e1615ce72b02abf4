package dev.mirliton.zk.handler.loom;

import dev.mirliton.zk.spi.parts.TlsTransform;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a link took and has not given to its socket yet: a bounded buffer, and the rule for who
 * writes it. The caller does if that cannot block, for that saves waking another thread; otherwise
 * the link's writer does, which may block.
 *
 * <p>Why not always try: a {@link Socket} cannot say whether its send buffer has room. So a caller
 * writes only what surely fits: little, behind nothing else, and little in all since the peer was
 * last heard, for whoever answers has read. A peer that talks on and never reads can deceive this:
 * then a caller waits until the link is closed, and a virtual one that is interrupted meanwhile
 * closes it.
 */
final class Outgoing {
  /** So much is taken, then callers are told to wait. */
  static final int CAPACITY_BYTES = 64 * 1024;

  /** So much fits into any send buffer that the link asks for, several times over. */
  private static final int SURELY_FITS_BYTES = 16 * 1024;

  private final OutputStream socket;
  private final @Nullable TlsTransform tls; // its use is guarded by lock
  private final Runnable wakeWriter;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private ByteBuffer taken = ByteBuffer.allocate(1024); // write mode
  private boolean flushing;

  // Belongs to the writer while flushing.
  private ByteBuffer flushed = ByteBuffer.allocate(1024);

  // Added to under lock, cleared by the reader without: a clearing that is lost makes one more
  // write go through the writer, no more.
  private volatile long sinceHeardBytes;

  Outgoing(OutputStream socket, @Nullable TlsTransform tls, Runnable wakeWriter) {
    this.socket = socket;
    this.wakeWriter = wakeWriter;
    this.tls = tls;
  }

  /**
   * Takes bytes, as many as there is room for. Writes them at once if that cannot block, else wakes
   * the writer. Two threads must not offer at once.
   *
   * @param gather whether the writer will flush soon anyway, so that it is better left to it
   */
  void offer(ByteBuffer source, boolean gather) throws IOException {
    lock.lock();
    try {
      boolean first = taken.position() == 0 && !flushing;
      take(source);
      boolean all = !source.hasRemaining();
      if (!gather && taken.position() > 0 && !(first && all && writeNow())) {
        wakeWriter.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private void take(ByteBuffer source) throws IOException {
    int room = CAPACITY_BYTES - taken.position();
    if (room <= 0) {
      return;
    }
    if (tls != null) {
      tls.send(source);
      append(tls.outgoing());
      return;
    }
    int size = Math.min(room, source.remaining());
    append(source.slice().limit(size));
    source.position(source.position() + size);
  }

  private void append(ByteBuffer bytes) {
    int needed = taken.position() + bytes.remaining();
    if (needed > taken.capacity()) {
      taken = ByteBuffer.allocate(Math.max(needed, 2 * taken.capacity())).put(taken.flip());
    }
    taken.put(bytes);
  }

  private boolean writeNow() throws IOException {
    int size = taken.position();
    if (sinceHeardBytes + size > SURELY_FITS_BYTES) {
      return false;
    }
    sinceHeardBytes += size;
    socket.write(taken.array(), 0, size);
    taken.clear();
    return true;
  }

  /** Writes everything that was taken; may block. To be called by the writer only. */
  boolean flush() throws IOException {
    lock.lock();
    try {
      if (taken.position() == 0) {
        return false;
      }
      ByteBuffer full = taken;
      taken = flushed;
      flushed = full;
      flushing = true;
      sinceHeardBytes += full.position();
    } finally {
      lock.unlock();
    }
    socket.write(flushed.array(), 0, flushed.position());
    flushed.clear();
    lock.lock();
    try {
      flushing = false;
    } finally {
      lock.unlock();
    }
    return true;
  }

  /** Begins the TLS handshake, if there is one to be had. */
  void begin() throws IOException {
    if (tls != null) {
      lock.lock();
      try {
        tls.begin();
        answer(tls);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether bytes of the listener may be offered. */
  boolean isReady() {
    lock.lock();
    try {
      return tls == null || tls.isHandshaken();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns what the peer's bytes mean, valid until the next call. What TLS has to answer goes its
   * way. To be called by the reader only.
   */
  ByteBuffer received(ByteBuffer bytes) throws IOException {
    sinceHeardBytes = 0;
    if (tls == null) {
      return bytes;
    }
    lock.lock();
    try {
      ByteBuffer plain = tls.receive(bytes);
      answer(tls);
      return plain;
    } catch (SSLException refused) {
      sayLastWords(tls); // an alert that tells the peer why
      throw refused;
    } finally {
      lock.unlock();
    }
  }

  private void answer(TlsTransform tls) {
    append(tls.outgoing());
    if (taken.position() > 0) {
      wakeWriter.run();
    }
  }

  /** Whether a TLS peer said that it sends no more. */
  boolean isPeerDone() {
    return tls != null && tls.isPeerDone();
  }

  /** Says goodbye to a TLS peer, if that cannot block. */
  void end() {
    if (tls != null && lock.tryLock()) {
      try {
        tls.end();
        sayLastWords(tls);
      } catch (SSLException unsaid) {
        // The peer sees the end of the stream instead.
      } finally {
        lock.unlock();
      }
    }
  }

  private void sayLastWords(TlsTransform tls) {
    append(tls.outgoing());
    try {
      if (!flushing) {
        writeNow();
      }
    } catch (IOException unsaid) {
      // The peer sees the end of the stream instead.
    }
  }
}
