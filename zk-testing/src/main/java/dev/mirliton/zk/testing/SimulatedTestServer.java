package dev.mirliton.zk.testing;

import dev.mirliton.zk.testing.simulation.SimulatedEnsemble;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * The model ensemble of a simulated world as one server: all of it is stopped, all of it is
 * started. Used by code of that world only.
 */
final class SimulatedTestServer implements TestServer {
  /** Of virtual time: chance may want several elections. */
  private static final Duration START_LIMIT = Duration.ofMinutes(5);

  private final SimulatedEnsemble ensemble;
  private boolean closed;

  SimulatedTestServer(SimulatedEnsemble ensemble) {
    this.ensemble = ensemble;
  }

  @Override
  public int port() {
    return address().getPort();
  }

  /** Returns the address of the first server. */
  @Override
  public InetSocketAddress address() {
    return ensemble.address(1);
  }

  @Override
  public String connectString() {
    return ensemble.connectString();
  }

  @Override
  public boolean isReady() {
    return ensemble.isServing();
  }

  @Override
  public void start() throws InterruptedException {
    if (closed) {
      throw new IllegalStateException("the server is closed");
    }
    for (int id = 1; id <= ensemble.size(); id++) {
      ensemble.start(id);
    }
    if (!Await.reaches(START_LIMIT, this::isReady)) {
      throw new IllegalStateException("the ensemble is not ready after " + START_LIMIT);
    }
  }

  @Override
  public void stop() {
    for (int id = 1; id <= ensemble.size(); id++) {
      ensemble.stop(id);
    }
  }

  @Override
  public void close() {
    closed = true;
    stop();
  }

  @Override
  public String toString() {
    return "SimulatedTestServer[" + connectString() + "]";
  }
}
