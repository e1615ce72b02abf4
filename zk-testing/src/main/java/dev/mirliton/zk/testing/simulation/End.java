package dev.mirliton.zk.testing.simulation;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** One end of a connection in the simulated network, as its host's kernel would keep it. */
final class End {
  private final Host host;
  private final int port;
  private final Actor actor;
  private final Pipe outgoing;
  private @Nullable End peer;
  private @Nullable Receiver receiver;
  private boolean closed;

  /** Whoever uses an end. Called as an event of its actor, never on the stack of another call. */
  interface Receiver {
    /** Bytes arrived; to be consumed to the end. */
    void received(ByteBuffer bytes);

    /** Whether it can take more bytes now; if not, it calls {@link End#readOn} when it can. */
    default boolean hasRoom() {
      return true;
    }

    /**
     * The other side sends no more.
     *
     * @return whether this side stays open nevertheless, until it is closed
     */
    default boolean inputEnded() {
      return false;
    }

    /** There is room again for writing. */
    void roomCame();

    /** The other side has ended the connection. The last call. */
    void ended(IOException cause);
  }

  /**
   * Creates one end.
   *
   * @param outgoing where its bytes go
   */
  End(Host host, int port, Actor actor, Pipe outgoing) {
    this.host = host;
    this.port = port;
    this.actor = actor;
    this.outgoing = outgoing;
    host.ends().add(this);
  }

  void join(End other) {
    peer = other;
    other.peer = this;
    outgoing.leadsTo(other);
    other.outgoing.leadsTo(this);
  }

  /** Says who hears what arrives; until then it waits. */
  void use(Receiver by) {
    receiver = by;
    if (peer != null) {
      peer.outgoing.pump();
    }
  }

  Host host() {
    return host;
  }

  int port() {
    return port;
  }

  Actor actor() {
    return actor;
  }

  @Nullable End peer() {
    return peer;
  }

  Pipe outgoing() {
    return outgoing;
  }

  @Nullable Receiver receiver() {
    return receiver;
  }

  boolean isClosed() {
    return closed;
  }

  /** Takes as many bytes as there is room for; {@link Receiver#roomCame} follows if not all. */
  int write(ByteBuffer source) {
    return closed ? 0 : outgoing.write(source);
  }

  /** Lets bytes come that waited for room. */
  void readOn() {
    if (peer != null) {
      peer.outgoing.arriveSoon();
    }
  }

  /** Sends no more after what was written; bytes still arrive. */
  void closeOutput() {
    if (!closed) {
      outgoing.finish();
    }
  }

  /** Ends the connection after what was written. */
  void close() {
    if (forget()) {
      receiver = null; // the other side may remember this end for long
      outgoing.finish();
    }
  }

  /** Ends the connection at once; what was written may be lost. */
  void reset() {
    if (forget()) {
      receiver = null;
      outgoing.abort();
    }
  }

  /** Knows nothing of the connection any more, and does not tell the other side. */
  boolean forget() {
    boolean first = !closed;
    closed = true;
    host.ends().remove(this);
    return first;
  }

  // ---- Told by the pipe that leads here

  void heardFinish() {
    boolean staysOpen = !closed && receiver != null && receiver.inputEnded();
    if (!staysOpen && forget()) {
      outgoing.finish();
      tell(new EOFException("the other side closed the connection"));
    }
  }

  void heardAbort() {
    if (forget()) {
      tell(new SocketException("Connection reset"));
    }
  }

  private void tell(IOException cause) {
    Receiver last = receiver;
    receiver = null;
    if (last != null) {
      last.ended(cause);
    }
  }

  @Override
  public String toString() {
    End other = peer;
    return host + ":" + port + (other == null ? "" : " to " + other.host + ":" + other.port);
  }
}
