package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.Parking;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** A handler whose clock is moved by hand, and that can do nothing else. */
final class ClockOnly implements Handler {
  private long nowNs = -5_000_000_000L; // anywhere

  void advance(Duration span) {
    nowNs += span.toNanos();
  }

  @Override
  public long nanoTime() {
    return nowNs;
  }

  @Override
  public String name() {
    return "clock";
  }

  @Override
  public Parking parking() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Registration schedule(Duration delay, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public CallbackQueue callbackQueue(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AsyncResult<List<InetAddress>> resolve(String host) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Link connect(Endpoint endpoint, Duration timeout, LinkListener listener) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AsyncResult<Void> spawn(String name, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RandomGenerator random() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    // There is nothing to close.
  }
}
