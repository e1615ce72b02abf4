package dev.mirliton.zk.testing.model;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One of the two servers that are asked the same. */
interface Side {

  /** Opens a connection. */
  Wire open();

  /** A client's end of a connection. */
  interface Wire {
    void send(byte[] bytes);

    /**
     * Returns the next frame without its length; null at the end.
     *
     * @throws IllegalStateException if nothing comes, and no end
     */
    byte @Nullable [] frame();

    /** Returns all that comes up to the end. */
    byte[] rest();

    void close();
  }

  /** A server on a port. */
  static Side at(InetSocketAddress address) {
    return () -> new SocketWire(address);
  }

  /** A model in this thread, in which no time passes but what each opened connection adds. */
  static Side model(ModelOptions options, RandomGenerator random) {
    LoneServer server = new LoneServer(new StillWorld(random), options, new DataTree());
    return () -> new ModelWire(server);
  }

  /** A world without an end to anything. */
  record StillWorld(RandomGenerator random) implements ModelWorld {
    @Override
    public long nowMillis() {
      return 1_700_000_000_000L;
    }

    @Override
    public dev.mirliton.zk.Registration schedule(
        java.time.Duration delay, String what, Runnable task) {
      return () -> {};
    }
  }

  /** A socket that is read and written by one thread. */
  final class SocketWire implements Wire {
    private static final int SILENCE_MS = 3000;

    private final Socket socket = new Socket();
    private final DataInputStream in;

    SocketWire(InetSocketAddress address) {
      try {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(SILENCE_MS);
        socket.connect(address);
        in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }

    @Override
    public void send(byte[] bytes) {
      try {
        socket.getOutputStream().write(bytes);
      } catch (IOException broken) {
        // What the server had to say before the end can still be read.
      }
    }

    @Override
    public byte @Nullable [] frame() {
      try {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
      } catch (SocketTimeoutException silence) {
        throw new IllegalStateException("silence", silence);
      } catch (EOFException end) {
        return null;
      } catch (IOException reset) {
        return null;
      }
    }

    @Override
    public byte[] rest() {
      try {
        return in.readAllBytes();
      } catch (SocketTimeoutException silence) {
        throw new IllegalStateException("silence", silence);
      } catch (IOException reset) {
        return new byte[0];
      }
    }

    @Override
    public void close() {
      try {
        socket.close();
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
  }

  /** Hands bytes over by a call, torn in two to see that this does not matter. */
  final class ModelWire implements Wire, ClientChannel {
    private final ServerConnection connection;
    private final Deque<byte[]> sent = new ArrayDeque<>();
    private boolean closed;

    ModelWire(LoneServer server) {
      connection = server.core().accept(this);
    }

    @Override
    public void send(byte[] bytes) {
      int half = bytes.length / 2;
      connection.receive(ByteBuffer.wrap(bytes, 0, half));
      connection.receive(ByteBuffer.wrap(bytes, half, bytes.length - half));
    }

    @Override
    public byte @Nullable [] frame() {
      byte[] packet = sent.poll();
      if (packet != null) {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        byte[] frame = new byte[bytes.getInt()];
        bytes.get(frame);
        return frame;
      }
      if (closed) {
        return null;
      }
      throw new IllegalStateException("silence");
    }

    @Override
    public byte[] rest() {
      if (!closed) {
        throw new IllegalStateException("silence");
      }
      byte[] packet = sent.poll();
      return packet == null ? new byte[0] : packet;
    }

    @Override
    public void send(ByteBuffer bytes) {
      byte[] packet = new byte[bytes.remaining()];
      bytes.get(packet);
      sent.add(packet);
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        connection.disconnected();
      }
    }

    @Override
    public String remoteAddress() {
      return "127.0.0.1";
    }
  }
}
