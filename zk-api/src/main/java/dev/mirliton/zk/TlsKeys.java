package dev.mirliton.zk;

import java.nio.file.Path;

/**
 * Who a client is: its certificate and the private key to it.
 *
 * @since 0.1
 */
public sealed interface TlsKeys {

  /**
   * PEM files with a key that is not encrypted. They may be one and the same.
   *
   * @param chain the client's certificate first, then its issuers' as far as servers need them
   * @param key in PKCS #8, or as OpenSSL wrote it once: {@code RSA PRIVATE KEY}, {@code EC PRIVATE
   *     KEY}
   */
  static TlsKeys pem(Path chain, Path key) {
    return new Pem(chain, key, TlsPassword.NONE);
  }

  /**
   * PEM files with an encrypted key.
   *
   * @param chain the client's certificate first, then its issuers' as far as servers need them
   * @param key in PKCS #8: {@code ENCRYPTED PRIVATE KEY}
   */
  static TlsKeys pem(Path chain, Path key, TlsPassword password) {
    return new Pem(chain, key, password);
  }

  /**
   * A PKCS12 or JKS store. Of several keys the first is taken whose issuer the server names.
   *
   * @param password of the store and of the keys in it
   */
  static TlsKeys store(Path file, TlsPassword password) {
    return new Store(file, password);
  }

  /**
   * See {@link #pem(Path, Path, TlsPassword)}.
   *
   * @param chain file with the certificates
   * @param key file with the key
   * @param password of the key
   */
  record Pem(Path chain, Path key, TlsPassword password) implements TlsKeys {}

  /**
   * See {@link #store}.
   *
   * @param file the store
   * @param password of the store
   */
  record Store(Path file, TlsPassword password) implements TlsKeys {}
}
