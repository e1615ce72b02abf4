package dev.mirliton.zk.spi;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Where a link goes.
 *
 * @param address the resolved address and port
 * @param tls makes the engine of each new connection, in client mode and with host name checks
 *     already set; null for plain TCP
 * @since 0.1
 */
public record Endpoint(InetSocketAddress address, @Nullable TlsEngines tls) {

  /** Makes one TLS engine for one connection. */
  @FunctionalInterface
  public interface TlsEngines {
    /**
     * Returns a new engine in client mode. May throw an unchecked exception; the link then fails
     * with it.
     */
    SSLEngine create();
  }

  /** Checks that the address is resolved. */
  public Endpoint {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("address must be resolved but was " + address);
    }
  }

  /** An endpoint without TLS. */
  public static Endpoint plain(InetSocketAddress address) {
    return new Endpoint(address, null);
  }

  @Override
  public String toString() {
    return (tls == null ? "" : "tls ") + address;
  }
}
