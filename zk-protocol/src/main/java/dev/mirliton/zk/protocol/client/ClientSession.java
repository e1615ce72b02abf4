package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.spi.Handler;
import java.time.Duration;

/**
 * A session as its users see it. Written by the session's step, read by anybody.
 *
 * <p>Alive until the timeout has passed since the latest moment at which the server is
 * <em>known</em> to have heard of us: when a request that it has answered was sent. The answer's
 * arrival would be too late a time to count from.
 */
final class ClientSession implements ZkSession {
  private final Handler handler;
  private final long id;
  private final byte[] password;
  private volatile Duration timeout;
  private volatile long heardNs;
  private volatile boolean over;

  ClientSession(Handler handler, long id, byte[] password, int timeoutMs) {
    this.handler = handler;
    this.id = id;
    this.password = password;
    this.timeout = Duration.ofMillis(timeoutMs);
    this.heardNs = handler.nanoTime() - timeout.toNanos(); // not alive until a quorum has answered
  }

  void granted(int timeoutMs) {
    timeout = Duration.ofMillis(timeoutMs);
  }

  void heard(long atNs) {
    heardNs = atNs;
  }

  void end() {
    over = true;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public Duration timeout() {
    return timeout;
  }

  @Override
  public boolean isAlive() {
    return !over && handler.nanoTime() - heardNs < timeout.toNanos();
  }

  @Override
  public byte[] password() {
    return password.clone();
  }

  @Override
  public String toString() {
    return "session 0x" + Long.toHexString(id);
  }
}
