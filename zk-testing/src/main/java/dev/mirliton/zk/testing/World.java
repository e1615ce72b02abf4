package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.Simulation;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * Where a test runs: the real world, or a simulated one. What is written in these terms runs in
 * both.
 *
 * @since 0.1
 */
public interface World {

  /** Returns the world that the calling thread belongs to. */
  static World current() {
    Simulation simulation = Simulation.current();
    return simulation == null ? Real.WORLD : simulation;
  }

  /** Returns a monotonic clock in nanoseconds; only differences mean anything. */
  long nanoTime();

  /** Lets time pass. */
  void pause(long nanos) throws InterruptedException;

  /** Returns chance; in a simulated world it follows from the seed. */
  RandomGenerator random();

  /** Returns a thread of this world that was not started. */
  Thread unstarted(String name, Runnable body);

  /** Starts a thread of this world. */
  default Thread startThread(String name, Runnable body) {
    Thread thread = unstarted(name, body);
    thread.start();
    return thread;
  }

  /** Waits until a thread of this world has ended. */
  void join(Thread thread) throws InterruptedException;

  /** Returns a server socket of this world that is not bound. */
  ServerSocket serverSocket() throws IOException;

  /** Returns a socket of this world that is not connected. */
  Socket socket() throws SocketException;

  /** The real world: platform threads, the system's clock. */
  enum Real implements World {
    /** The one there is. */
    WORLD;

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public void pause(long nanos) throws InterruptedException {
      LockSupport.parkNanos(nanos);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }

    @Override
    public RandomGenerator random() {
      return ThreadLocalRandom.current();
    }

    @Override
    public Thread unstarted(String name, Runnable body) {
      return Thread.ofPlatform().daemon().name(name).unstarted(body);
    }

    @Override
    public void join(Thread thread) throws InterruptedException {
      thread.join();
    }

    @Override
    public ServerSocket serverSocket() throws IOException {
      return new ServerSocket();
    }

    @Override
    public Socket socket() {
      return new Socket();
    }
  }
}
