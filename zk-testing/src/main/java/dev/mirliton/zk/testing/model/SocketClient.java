package dev.mirliton.zk.testing.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A client that came by a socket. On the {@link EventLoop}'s thread alone. */
final class SocketClient implements ClientChannel {
  private static final int READ_BYTES = 64 * 1024;

  private final SocketChannel socket;
  private final String address;
  private final SelectionKey key;
  private final ServerConnection connection;
  private final ByteBuffer input = ByteBuffer.allocate(READ_BYTES);

  /** What did not fit into the socket. */
  private final Deque<ByteBuffer> backlog = new ArrayDeque<>();

  private boolean closing;

  SocketClient(SocketChannel socket, LoneServer server, EventLoop loop) throws IOException {
    this.socket = socket;
    this.address = socket.socket().getInetAddress().getHostAddress();
    this.key = loop.register(socket, SelectionKey.OP_READ, this::onReady);
    this.connection = server.core().accept(this);
  }

  private void onReady(SelectionKey ready) throws IOException {
    try {
      if (ready.isWritable()) {
        flush();
      }
      if (ready.isValid() && ready.isReadable()) {
        read();
      }
    } catch (IOException broken) {
      gone();
    }
  }

  private void read() throws IOException {
    int count = socket.read(input);
    if (count < 0) {
      gone();
      return;
    }
    connection.receive(input.flip());
    input.clear();
  }

  private void gone() throws IOException {
    socket.close();
    connection.disconnected();
  }

  @Override
  public void send(ByteBuffer bytes) {
    if (socket.isOpen() && !closing) {
      backlog.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
      flush();
    }
  }

  @Override
  public void close() {
    closing = true;
    flush();
  }

  // What cannot be written now waits until the selector says so. A broken connection is noticed by
  // the next read: the server must not hear of it in the middle of an answer.
  private void flush() {
    if (!socket.isOpen()) {
      return;
    }
    try {
      while (!backlog.isEmpty()) {
        socket.write(backlog.element());
        if (backlog.element().hasRemaining()) {
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
          return;
        }
        backlog.remove();
      }
      if (closing) {
        socket.close();
      } else {
        key.interestOps(SelectionKey.OP_READ);
      }
    } catch (IOException broken) {
      backlog.clear();
      if (closing) {
        closeQuietly();
      }
    }
  }

  private void closeQuietly() {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // There is nobody left to tell.
    }
  }

  @Override
  public String remoteAddress() {
    return address;
  }
}
