package dev.mirliton.zk.testing.simulation;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server socket in the simulated network, on the host of the process whose code made it: its
 * waits and its time limits are virtual. Whichever of the host's addresses it is bound to, it is
 * reached by all of them.
 *
 * <p>Used by simulated code only. An interrupt does not end what it waits for.
 *
 * @since 0.1
 */
public final class SimulatedServerSocket extends ServerSocket {
  private final Incarnation process;

  /**
   * Creates a server socket that is not bound.
   *
   * @throws IllegalStateException if the calling thread is not simulated
   */
  public SimulatedServerSocket() {
    this(SocketCore.caller());
  }

  private SimulatedServerSocket(Incarnation process) {
    super(new ListeningCore(process));
    this.process = process;
  }

  @Override
  public Socket accept() throws IOException {
    Socket connection = new SimulatedSocket(process);
    implAccept(connection);
    return connection;
  }
}
