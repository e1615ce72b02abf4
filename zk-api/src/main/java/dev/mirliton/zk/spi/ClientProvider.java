package dev.mirliton.zk.spi;

import dev.mirliton.zk.NoProviderException;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Makes clients. {@code zk-protocol} provides the one there is.
 *
 * @since 0.1
 */
public interface ClientProvider {

  /** Makes a client and starts connecting; does not wait. */
  ZkClient start(ZkOptions options);

  /**
   * Returns the provider.
   *
   * @throws NoProviderException if there is none, saying which artifact to add
   */
  static ClientProvider find() {
    List<ClientProvider> found =
        Providers.load(
            ServiceLoader.load(ClientProvider.class, ClientProvider.class.getClassLoader()));
    if (found.isEmpty()) {
      throw new NoProviderException(
          "no client implementation; add dev.mirliton:zk-protocol (docs/errors.md#no-client)");
    }
    return found.get(0);
  }
}
