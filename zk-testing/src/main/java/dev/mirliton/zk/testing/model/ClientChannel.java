package dev.mirliton.zk.testing.model;

import java.nio.ByteBuffer;

/**
 * A client's connection as a model server sees it: where its answers go.
 *
 * @since 0.1
 */
public interface ClientChannel {

  /**
   * Sends bytes to the client, after all that were sent before. Takes all of them, and copies what
   * it keeps; does nothing once the connection is gone.
   */
  void send(ByteBuffer bytes);

  /** Ends the connection after what was sent, as a server's close does. Idempotent. */
  void close();

  /** Returns the address the client comes from, for the {@code ip} scheme: {@code 127.0.0.1}. */
  String remoteAddress();
}
