package dev.mirliton.zk.testing.simulation;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.net.SocketOptions;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What both kinds of simulated sockets have in common: a process they belong to, options, and
 * strands that wait. What only the other kind can do is refused here.
 */
abstract class SocketCore extends SocketImpl {
  private static final int BUFFER_BYTES = 64 * 1024;

  final Incarnation process;
  final Waiters waiters;
  private final Map<Integer, Object> options = new TreeMap<>();
  private boolean closed;

  SocketCore(Incarnation process) {
    this.process = process;
    waiters = new Waiters(process);
    options.put(SO_TIMEOUT, 0);
    options.put(SO_LINGER, -1);
    options.put(SO_RCVBUF, BUFFER_BYTES);
    options.put(SO_SNDBUF, BUFFER_BYTES);
    options.put(IP_TOS, 0);
  }

  /** Returns the simulated process that the calling thread belongs to. */
  static Incarnation caller() {
    Strand strand = Kernel.current();
    if (strand != null && strand.actor() instanceof Incarnation process) {
      return process;
    }
    throw new IllegalStateException(
        "simulated sockets are made by code that runs in a simulation, but thread "
            + Thread.currentThread().getName()
            + " is real (docs/errors.md#simulation)");
  }

  final boolean isClosed() {
    return closed;
  }

  final int soTimeout() {
    return (int) option(SO_TIMEOUT);
  }

  /** Whether closing throws away what was not sent. */
  final boolean isAbrupt() {
    return option(SO_LINGER).equals(0);
  }

  final void checkOpen() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  /** Frees what the socket holds. Called once. */
  abstract void release();

  @Override
  protected final void close() {
    process.kernel().checkInside();
    if (!closed) {
      closed = true;
      release();
      waiters.wake();
    }
  }

  @Override
  protected final void create(boolean stream) {
    fd = new FileDescriptor(); // some methods of the JDK ask for one
  }

  // ---- Options: kept, and of no effect but for two

  private Object option(int number) {
    return options.getOrDefault(number, false);
  }

  @Override
  public final void setOption(int number, Object value) throws SocketException {
    checkOpen();
    options.put(number, number == SO_LINGER && value.equals(false) ? (Object) (-1) : value);
  }

  @Override
  public final Object getOption(int number) throws SocketException {
    checkOpen();
    return number == SocketOptions.SO_BINDADDR ? localAddress() : option(number);
  }

  /** Returns the address of this side. */
  abstract InetAddress localAddress();

  // ---- What the other kind does

  @Override
  protected void connect(String host, int port) throws IOException {
    connect(new InetSocketAddress(host, port), 0);
  }

  @Override
  protected void connect(InetAddress address, int port) throws IOException {
    connect(new InetSocketAddress(address, port), 0);
  }

  @Override
  protected void connect(@Nullable SocketAddress address, int timeoutMs) throws IOException {
    throw new SocketException("a server socket does not connect");
  }

  @Override
  protected void listen(int backlog) throws IOException {
    throw new SocketException("only a server socket listens");
  }

  @Override
  protected void accept(@Nullable SocketImpl connection) throws IOException {
    throw new SocketException("only a server socket accepts");
  }

  @Override
  protected InputStream getInputStream() throws IOException {
    throw new SocketException("a server socket has no streams");
  }

  @Override
  protected OutputStream getOutputStream() throws IOException {
    throw new SocketException("a server socket has no streams");
  }

  @Override
  protected int available() throws IOException {
    return 0;
  }

  @Override
  protected void sendUrgentData(int data) throws IOException {
    throw new SocketException("the simulated network knows no urgent data");
  }
}
