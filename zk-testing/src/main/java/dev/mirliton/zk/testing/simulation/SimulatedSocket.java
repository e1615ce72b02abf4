package dev.mirliton.zk.testing.simulation;

import java.net.Socket;
import java.net.SocketException;

/**
 * A socket in the simulated network, of the process whose code made it: its waits and its time
 * limits are virtual. It knows the hosts there by name; {@code localhost} is its own.
 *
 * <p>Used by simulated code only. An interrupt does not end what it waits for.
 *
 * @since 0.1
 */
public final class SimulatedSocket extends Socket {

  /**
   * Creates a socket that is not connected.
   *
   * @throws IllegalStateException if the calling thread is not simulated
   */
  public SimulatedSocket() throws SocketException {
    this(SocketCore.caller());
  }

  SimulatedSocket(Incarnation process) throws SocketException {
    super(new ConnectionCore(process));
  }
}
