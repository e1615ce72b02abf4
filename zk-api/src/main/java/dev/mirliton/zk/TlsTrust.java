package dev.mirliton.zk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whose certificates a client trusts.
 *
 * @since 0.1
 */
public sealed interface TlsTrust {

  /** Whom the JDK trusts: its {@code cacerts}, or what {@code javax.net.ssl.trustStore} names. */
  static TlsTrust jdk() {
    return new Jdk();
  }

  /** The authorities in these PEM files, any number in each, and nobody else. */
  static TlsTrust pem(Path first, Path... more) {
    List<Path> files = new ArrayList<>(List.of(more));
    files.add(0, first);
    return new Pem(files);
  }

  /** The trusted certificates of a PKCS12 or JKS store that has no password, and nobody else. */
  static TlsTrust store(Path file) {
    return new Store(file, TlsPassword.NONE);
  }

  /** The trusted certificates of a PKCS12 or JKS store, and nobody else. */
  static TlsTrust store(Path file, TlsPassword password) {
    return new Store(file, password);
  }

  /**
   * Anybody, expired or forged, and for any host; only not with keys that the JDK holds to be
   * broken. <b>Dangerous:</b> whoever can reach the network between you and your servers can then
   * read all and write as you; what is left of TLS keeps out those who only listen. For a try on
   * your own machine. A warning is logged for each client.
   */
  static TlsTrust anybody() {
    return new Anybody();
  }

  /** See {@link #jdk}. */
  record Jdk() implements TlsTrust {}

  /**
   * See {@link #pem}.
   *
   * @param files at least one
   */
  record Pem(List<Path> files) implements TlsTrust {
    /** Copies the list. */
    public Pem {
      files = List.copyOf(files);
      if (files.isEmpty()) {
        throw new IllegalArgumentException("files must not be empty: nobody would be trusted");
      }
    }
  }

  /**
   * See {@link #store(Path, TlsPassword)}.
   *
   * @param file the store
   * @param password of the store
   */
  record Store(Path file, TlsPassword password) implements TlsTrust {}

  /** See {@link #anybody}. */
  record Anybody() implements TlsTrust {}
}
