package dev.mirliton.zk.spi.parts;

import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a transformation of bytes: encrypted ones in, plain ones out, and the other way round. No
 * socket, no thread: a part that handlers may be built from.
 *
 * <p>Used by one thread at a time; the link sees to it. The engine's delegated tasks (a client has
 * few: agreeing on keys, checking a certificate) run where the link wants them: on the thread that
 * feeds the bytes, or elsewhere; then {@link #resume} goes on with the handshake.
 *
 * <p>After an {@link SSLException} the connection is beyond use; {@link #outgoing()} may then hold
 * an alert, which tells the peer why if it is still sent.
 *
 * @since 0.1
 */
public final class TlsTransform {
  /** So much encrypted and unsent, then no more plain bytes are taken. */
  private static final int MAX_UNSENT_BYTES = 64 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final Executor tasks;
  private ByteBuffer torn; // the beginning of a record whose rest has not come; read mode
  private ByteBuffer plain; // what the last receive found; read mode
  private ByteBuffer unsent; // encrypted, not yet taken by the link; read mode
  private boolean handshaken;

  // Of a task that runs elsewhere: whether it has ended. Nothing is asked of the engine until
  // resume() has seen that: one whose task fails closes itself first and then notes why, and
  // whoever asks in between hears of an end without a reason.
  private @Nullable AtomicBoolean away;

  /**
   * Takes over an engine that knows its side (client or server) and its checks, and was not used.
   */
  public TlsTransform(SSLEngine engine) {
    this(engine, Runnable::run);
  }

  /**
   * The same, with its tasks given to {@code tasks}. When one has ended, {@link #resume} must be
   * called.
   */
  public TlsTransform(SSLEngine engine, Executor tasks) {
    this.engine = engine;
    this.tasks = tasks;
    torn = NOTHING.duplicate();
    plain = NOTHING.duplicate();
    unsent = NOTHING.duplicate();
  }

  /** Begins the handshake; a client's first bytes are then in {@link #outgoing()}. */
  public void begin() throws SSLException {
    engine.beginHandshake();
    step();
  }

  /** Whether the handshake was completed, so that plain bytes are taken. Stays true. */
  public boolean isHandshaken() {
    return handshaken;
  }

  /** Whether the peer said that it sends no more. */
  public boolean isPeerDone() {
    return away == null && engine.isInboundDone();
  }

  /**
   * Decrypts. Takes all bytes, keeps the beginning of a record for the next call, and goes on with
   * the handshake as far as the bytes allow; what is to be sent in answer is then in {@link
   * #outgoing()}.
   *
   * @return the plain bytes, perhaps none; valid until the next call
   * @throws SSLException if the peer is not to be trusted, or is no TLS peer
   */
  public ByteBuffer receive(ByteBuffer encrypted) throws SSLException {
    plain.clear();
    try {
      if (torn.hasRemaining()) {
        torn = roomFor(torn, encrypted.remaining()).put(encrypted).flip();
        unwrap(torn);
      } else {
        unwrap(encrypted);
        torn = roomFor(torn, encrypted.remaining()).put(encrypted).flip();
      }
    } catch (SSLException failure) {
      addAlert(failure);
      throw failure;
    }
    return plain.flip();
  }

  /**
   * Goes on after a task that ran elsewhere, with what was received meanwhile. Returns and throws
   * what {@link #receive} does; does no harm when nothing has to go on.
   */
  public ByteBuffer resume() throws SSLException {
    if (away != null && away.get()) {
      away = null;
    }
    try {
      step();
    } catch (SSLException failure) {
      addAlert(failure);
      throw failure;
    }
    return receive(NOTHING.duplicate());
  }

  private void unwrap(ByteBuffer source) throws SSLException {
    boolean moved = true;
    while (moved && away == null && source.hasRemaining() && !engine.isInboundDone()) {
      SSLEngineResult result = engine.unwrap(source, plain);
      moved = note(result);
      switch (result.getStatus()) {
        case OK -> moved |= step();
        case BUFFER_OVERFLOW -> {
          plain = grown(plain, engine.getSession().getApplicationBufferSize());
          moved = true;
        }
        case BUFFER_UNDERFLOW -> moved = false;
        case CLOSED -> step(); // answers close_notify where the version asks for it
      }
    }
    if (isPeerDone()) {
      source.position(source.limit()); // nothing after close_notify counts
    }
  }

  /**
   * Encrypts as much as fits, into {@link #outgoing()}. Takes nothing before the handshake is
   * completed, nor while much is unsent.
   *
   * @param source its position moves past what was taken
   * @return how many bytes were taken
   */
  public int send(ByteBuffer source) throws SSLException {
    int before = source.remaining();
    boolean moved = handshaken;
    while (moved
        && away == null
        && source.hasRemaining()
        && unsent.remaining() < MAX_UNSENT_BYTES) {
      moved = wrap(source) | step();
    }
    return before - source.remaining();
  }

  /**
   * Returns the encrypted bytes that are to be sent, perhaps none. The caller moves its position
   * past what it has sent; valid until the next call of another method.
   */
  public ByteBuffer outgoing() {
    return unsent;
  }

  /**
   * Adds a close_notify to {@link #outgoing()}, once; plain bytes are not taken any more. Adds
   * nothing while a task runs elsewhere.
   */
  public void end() throws SSLException {
    if (away == null) {
      engine.closeOutbound();
      step();
    }
  }

  /**
   * Has tasks run and produces handshake messages until bytes of the peer are needed, or a task.
   */
  private boolean step() throws SSLException {
    boolean stepped = false;
    while (away == null) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> run(engine.getDelegatedTask());
        case NEED_WRAP -> {
          if (!wrap(NOTHING)) {
            return stepped;
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN, FINISHED, NOT_HANDSHAKING -> {
          return stepped;
        }
      }
      stepped = true;
    }
    return stepped;
  }

  private void run(Runnable task) {
    AtomicBoolean ended = new AtomicBoolean();
    away = ended;
    tasks.execute(
        () -> {
          try {
            task.run();
          } finally {
            ended.set(true);
          }
        });
    if (ended.get()) {
      away = null; // it ran here and now
    }
  }

  private boolean wrap(ByteBuffer source) throws SSLException {
    unsent = roomFor(unsent, engine.getSession().getPacketBufferSize());
    try {
      SSLEngineResult result = engine.wrap(source, unsent);
      if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
        // The session says what suffices, but the session may change in the middle of a handshake.
        unsent = grown(unsent, 0);
        result = engine.wrap(source, unsent);
      }
      return note(result);
    } finally {
      unsent.flip();
    }
  }

  private boolean note(SSLEngineResult result) {
    handshaken |= result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.FINISHED;
    return result.bytesConsumed() + result.bytesProduced() > 0;
  }

  private void addAlert(SSLException failure) {
    try {
      step();
    } catch (SSLException again) {
      if (again != failure) {
        failure.addSuppressed(again);
      }
    }
  }

  /**
   * Turns a buffer in read mode to write mode, behind its bytes, with room for so many more: the
   * same buffer if it suffices.
   */
  private static ByteBuffer roomFor(ByteBuffer buffer, int more) {
    int needed = buffer.remaining() + more;
    if (needed <= buffer.capacity()) {
      return buffer.compact();
    }
    return ByteBuffer.allocate(Math.max(needed, 2 * buffer.capacity())).put(buffer);
  }

  /** Returns a larger buffer with the same bytes; both in write mode. */
  private static ByteBuffer grown(ByteBuffer buffer, int atLeast) {
    return ByteBuffer.allocate(Math.max(atLeast, 2 * buffer.capacity())).put(buffer.flip());
  }
}
