package dev.mirliton.zk.spi.parts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Bytes through TLS. A caller that writes and the mover share the engine under a lock, which is
 * held for computing and for operations that do not block, never while a listener runs.
 */
final class TlsPassage implements Passage {
  private final ByteChannel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final TlsTransform tls; // Guarded by lock.

  TlsPassage(ByteChannel channel, TlsTransform tls) {
    this.channel = channel;
    this.tls = tls;
  }

  @Override
  public boolean begin() throws IOException {
    lock.lock();
    try {
      tls.begin();
      return flushLocked();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isEstablished() {
    lock.lock();
    try {
      return tls.isHandshaken();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean write(ByteBuffer source) throws IOException {
    lock.lock();
    try {
      boolean room = flushLocked();
      while (room && source.hasRemaining() && tls.send(source) > 0) {
        room = flushLocked();
      }
      return room && !source.hasRemaining();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public @Nullable ByteBuffer read(ByteBuffer buffer) throws IOException {
    if (channel.read(buffer.clear()) < 0) {
      return null;
    }
    lock.lock();
    try {
      return tls.receive(buffer.flip());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public ByteBuffer resume() throws IOException {
    lock.lock();
    try {
      return tls.resume();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isOver() {
    lock.lock();
    try {
      return tls.isPeerDone();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean flush() throws IOException {
    lock.lock();
    try {
      return flushLocked();
    } finally {
      lock.unlock();
    }
  }

  private boolean flushLocked() throws IOException {
    ByteBuffer outgoing = tls.outgoing();
    if (outgoing.hasRemaining()) {
      channel.write(outgoing);
    }
    return !outgoing.hasRemaining();
  }

  @Override
  public void end(@Nullable IOException cause) throws IOException {
    lock.lock();
    try {
      if (cause == null) {
        tls.end();
      }
      if (cause == null || cause instanceof SSLException) { // with an alert
        flushLocked();
      }
    } finally {
      lock.unlock();
    }
  }
}
