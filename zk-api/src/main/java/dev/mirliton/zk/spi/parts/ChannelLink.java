package dev.mirliton.zk.spi.parts;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import java.io.EOFException;
import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The half of a {@link Link} that is the same for every handler with non-blocking channels: TLS,
 * the calls of the listener, failures, and who may do what. A part that handlers may be built from;
 * it opens nothing, waits for nothing and starts no thread.
 *
 * <p>Two kinds of threads meet here. <em>The mover</em>, one thread at a time, calls the protected
 * methods and through them the listener. <em>Callers</em> use the methods of {@link Link}; what
 * they cannot do themselves they leave in a flag, and {@link #summon} the mover, who then calls
 * {@link #attend}. Callers write in their own thread as far as the channel has room: operations of
 * a non-blocking channel do not heed interrupts, so an interrupted caller does not close it.
 *
 * @since 0.1
 */
public abstract class ChannelLink implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelLink.class);

  private enum Phase {
    CONNECTING,
    OPEN,
    ENDED
  }

  private final Endpoint endpoint;
  private final LinkListener listener;
  private final Executor tlsTasks;
  private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
  private @Nullable SelectionKey key; // the mover's
  private volatile @Nullable Passage passage;
  private volatile Phase phase = Phase.CONNECTING; // written by the mover
  private volatile boolean full; // the channel took less than it was offered
  private volatile boolean writeRequested;
  private volatile boolean resumable; // a task of TLS has ended
  private volatile boolean closing;

  /**
   * Creates a link that is not connected.
   *
   * @param tlsTasks runs the tasks of TLS, which compute for milliseconds, or wait if a user's own
   *     trust manager does; not on the mover, where they would hold up the link's timeout and
   *     whatever else that thread does
   */
  protected ChannelLink(Endpoint endpoint, LinkListener listener, Executor tlsTasks) {
    this.endpoint = endpoint;
    this.listener = listener;
    this.tlsTasks = tlsTasks;
  }

  /**
   * Sees to it that the mover soon calls {@link #attend} and {@link #expectNext}. Called by any
   * thread, the mover included, after it has left something in a flag. Never blocks, never throws.
   */
  protected abstract void summon();

  /** Called once by the mover when the link has ended, before its listener hears it. */
  protected abstract void ended();

  // ---- For callers

  @Override
  public final int write(ByteBuffer source) {
    Passage passage = this.passage;
    if (passage == null || !isOpen()) {
      return 0;
    }
    int before = source.remaining();
    try {
      noteRoom(passage.write(source));
    } catch (IOException | RuntimeException failed) {
      failure.compareAndSet(null, asCause(failed));
      summon();
    }
    return before - source.remaining();
  }

  private void noteRoom(boolean room) {
    if (!room) {
      full = true;
      summon();
    }
  }

  @Override
  public final void requestWrite() {
    // What the caller wants written must be visible to a mover whose call is due already; a queue's
    // release store before this volatile read would not see to that.
    VarHandle.fullFence();
    if (!writeRequested) {
      writeRequested = true;
      summon();
    }
  }

  @Override
  public final void close() {
    if (!closing) {
      closing = true;
      summon();
    }
  }

  @Override
  public final boolean isOpen() {
    return phase == Phase.OPEN && !closing && failure.get() == null;
  }

  // ---- For the mover

  /** Whether {@link #attend} has something to do. */
  protected final boolean needsAttention() {
    return phase != Phase.ENDED
        && (closing || resumable || failure.get() != null || writeRequested && phase == Phase.OPEN);
  }

  /** Whether callers wait for the channel to have room. */
  protected final boolean awaitsRoom() {
    return full;
  }

  /** Whether the link still has to be opened. */
  protected final boolean isConnecting() {
    return phase == Phase.CONNECTING;
  }

  /** Whether the listener was told of the end, or is being told. */
  protected final boolean isEnded() {
    return phase == Phase.ENDED;
  }

  /** Does what callers have asked for. */
  protected final void attend() {
    IOException failed = failure.get();
    if (failed != null) {
      end(failed);
    } else if (closing) {
      end(null);
    } else if (resumable) {
      resumable = false; // before the call: another task may end during it
      resumeTls();
    }
    if (writeRequested && phase == Phase.OPEN) {
      writeRequested = false; // before the call: what is asked for during it is asked anew
      tellWritable();
    }
  }

  private void runTlsTask(Runnable task) {
    tlsTasks.execute(
        () -> {
          try {
            task.run();
          } finally {
            resumable = true;
            summon();
          }
        });
  }

  private void resumeTls() {
    Passage passage = this.passage;
    if (passage == null) {
      return;
    }
    try {
      arrived(passage, passage.resume());
    } catch (IOException | RuntimeException | Error failed) {
      end(asCause(failed));
    }
  }

  private void tellWritable() {
    try {
      listener.onWritable();
    } catch (RuntimeException | Error failed) {
      end(asCause(failed));
    }
  }

  /**
   * Takes over a channel for which {@link SocketChannel#connect} was called.
   *
   * @param key of that channel, which this link then closes
   * @param connected what {@code connect} returned
   */
  protected final void start(SelectionKey key, boolean connected) {
    this.key = key;
    if (connected) {
      try {
        connected();
      } catch (IOException | RuntimeException | Error failed) {
        end(asCause(failed));
      }
    }
    expectNext();
  }

  /** Sets what the key selects for. */
  protected final void expectNext() {
    SelectionKey key = this.key;
    if (key != null && key.isValid()) {
      int expected =
          passage == null
              ? SelectionKey.OP_CONNECT
              : SelectionKey.OP_READ | (full ? SelectionKey.OP_WRITE : 0);
      if (key.interestOps() != expected) {
        key.interestOps(expected);
      }
    }
  }

  /**
   * The key was selected: does what the channel is ready for, reading at most once, and sets what
   * the key selects for next.
   *
   * @param key this link's
   * @param buffer what to read into; its content does not matter
   */
  protected final void ready(SelectionKey key, ByteBuffer buffer) {
    try {
      int found = key.readyOps();
      if ((found & SelectionKey.OP_CONNECT) != 0 && channel(key).finishConnect()) {
        connected();
      }
      Passage passage = this.passage;
      if (passage != null && (found & SelectionKey.OP_READ) != 0) {
        read(passage, buffer);
      }
      if (passage != null && (found & SelectionKey.OP_WRITE) != 0 && phase != Phase.ENDED) {
        full = false; // before the attempts: they set it anew
        noteRoom(passage.flush());
        if (phase == Phase.OPEN) {
          listener.onWritable();
        }
      }
      expectNext();
    } catch (CancelledKeyException late) {
      LOG.trace("{}: the channel was closed meanwhile", this, late);
    } catch (IOException | RuntimeException | Error failed) {
      end(asCause(failed));
    }
  }

  private static SocketChannel channel(SelectionKey key) {
    return (SocketChannel) key.channel();
  }

  private void connected() throws IOException {
    SelectionKey key = this.key;
    if (key == null) {
      return;
    }
    Endpoint.TlsEngines engines = endpoint.tls();
    Passage begun =
        engines == null
            ? new PlainPassage(channel(key))
            : new TlsPassage(channel(key), new TlsTransform(engines.create(), this::runTlsTask));
    passage = begun;
    noteRoom(begun.begin());
    openIfEstablished(begun);
  }

  private void openIfEstablished(Passage passage) {
    if (phase == Phase.CONNECTING && passage.isEstablished()) {
      phase = Phase.OPEN;
      listener.onOpen(this);
      if (needsAttention()) {
        summon(); // for a write requested before there was something to write to
      }
    }
  }

  private void read(Passage passage, ByteBuffer buffer) throws IOException {
    ByteBuffer plain = passage.read(buffer);
    if (plain == null) {
      throw endOfStream();
    }
    arrived(passage, plain);
  }

  private void arrived(Passage passage, ByteBuffer plain) throws IOException {
    if (phase == Phase.CONNECTING) {
      openIfEstablished(passage);
    }
    if (plain.hasRemaining()) {
      listener.onRead(plain);
    }
    noteRoom(passage.flush()); // what TLS has to answer
    if (passage.isOver()) {
      throw endOfStream();
    }
  }

  private EOFException endOfStream() {
    return new EOFException(
        endpoint
            + " closed the connection"
            + (phase == Phase.OPEN ? "" : " during the TLS handshake"));
  }

  private IOException asCause(Throwable failed) {
    return failed instanceof IOException cause
        ? cause
        : new IOException("link to " + endpoint + " failed: " + failed, failed);
  }

  /**
   * Ends the link and tells the listener. Does nothing the second time.
   *
   * @param cause null if {@link #close} ends it
   */
  protected final void end(@Nullable IOException cause) {
    if (phase == Phase.ENDED) {
      return;
    }
    phase = Phase.ENDED;
    if (key != null) {
      closeChannel(channel(key), cause);
    }
    try {
      ended();
      listener.onClosed(cause);
    } catch (RuntimeException | Error failed) {
      LOG.error("{}: the listener threw when told of the end", this, failed);
    }
  }

  private void closeChannel(SocketChannel channel, @Nullable IOException cause) {
    Passage passage = this.passage;
    try (channel) {
      if (passage != null) {
        passage.end(cause);
      }
    } catch (IOException | RuntimeException late) {
      LOG.debug("{}: saying goodbye failed", this, late);
    }
  }

  @Override
  public String toString() {
    return "link to " + endpoint;
  }
}
