package dev.mirliton.zk.testing.simulation;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A simulated server socket: a port of its process's host, and connections that nobody took yet. To
 * which of the host's addresses it is bound makes no difference to who reaches it.
 */
final class ListeningCore extends SocketCore {
  private final Deque<End> waiting = new ArrayDeque<>();
  private int backlog;

  ListeningCore(Incarnation process) {
    super(process);
  }

  @Override
  protected void bind(InetAddress host, int port) throws IOException {
    process.kernel().checkInside();
    if (process.host().listeners().containsKey(port)) {
      throw new BindException("Address already in use");
    }
    address = host;
    localport = port == 0 ? process.host().freePort() : port;
  }

  @Override
  protected void listen(int most) {
    process.kernel().checkInside();
    backlog = most;
    process
        .network()
        .listen(process.host(), localport, process, () -> waiting.size() <= backlog, this::offer);
  }

  private void offer(End end) {
    if (isClosed()) {
      end.reset();
    } else {
      waiting.add(end);
      waiters.wake();
    }
  }

  @Override
  protected void accept(@Nullable SocketImpl connection) throws IOException {
    checkOpen();
    if (!waiters.await(() -> isClosed() || !waiting.isEmpty(), soTimeout())) {
      throw new SocketTimeoutException("Accept timed out");
    }
    checkOpen();
    if (connection instanceof ConnectionCore core) {
      core.accepted(waiting.remove());
    }
  }

  @Override
  InetAddress localAddress() {
    return address;
  }

  @Override
  void release() {
    if (localport != 0) {
      process.network().stopListening(process.host(), localport);
    }
    waiting.forEach(End::reset);
    waiting.clear();
  }
}
