package dev.mirliton.zk.testing;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Issues certificates for tests: of servers and clients, of the wrong host, expired ones. Made in
 * this JVM in milliseconds, without a tool. Its keys are good enough for a test and for nothing
 * else. Thread-safe.
 *
 * @since 0.1
 */
public final class CertificateAuthority {
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final byte[] SIGNATURE_ID = Der.sequence(Der.oid("1.2.840.10045.4.3.2"));
  private static final Duration LIFE = Duration.ofDays(30);

  private final X500Principal name;
  private final PrivateKey key;
  private final X509Certificate certificate;
  private final AtomicLong serial = new AtomicLong();

  private CertificateAuthority(X500Principal name, KeyPair keys) {
    this.name = name;
    this.key = keys.getPrivate();
    byte[] basicConstraints = extension("2.5.29.19", true, Der.sequence(Der.TRUE));
    byte[] maySignCertificates = extension("2.5.29.15", true, Der.bits(2, new byte[] {4}));
    this.certificate =
        sign(
            name,
            keys.getPublic(),
            Instant.now().minus(LIFE.multipliedBy(2)),
            Instant.now().plus(LIFE.multipliedBy(2)),
            Der.joined(basicConstraints, maySignCertificates));
  }

  /** Founds an authority that nobody trusts yet. */
  public static CertificateAuthority create() {
    return create("CN=Test CA");
  }

  /**
   * Founds an authority of that name.
   *
   * @param name a distinguished name: {@code CN=Other CA}
   */
  public static CertificateAuthority create(String name) {
    return new CertificateAuthority(new X500Principal(name), keys("EC", 256));
  }

  /** Returns the authority's own certificate: what those who trust it are given. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Issues a certificate for a server at {@code localhost}, {@code 127.0.0.1} and {@code ::1}. */
  public TestCertificate server() {
    return server("localhost", "127.0.0.1", "::1");
  }

  /** Issues a certificate for a server of these host names and literal addresses. */
  public TestCertificate server(String... hosts) {
    return certificate("CN=" + hosts[0]).hosts(hosts).issue();
  }

  /**
   * Issues a certificate for a client.
   *
   * @param name a distinguished name: {@code CN=alice,O=Test}
   */
  public TestCertificate client(String name) {
    return certificate(name).issue();
  }

  /** Begins a certificate that differs in something. */
  public Order certificate(String name) {
    return new Order(new X500Principal(name));
  }

  /** Writes the authority's certificate as PEM; returns the file. */
  public Path writePem(Path file) {
    return Pem.write(file, Pem.certificates(List.of(certificate)));
  }

  /** Writes a PKCS12 trust store with the authority's certificate; returns the file. */
  public Path writePkcs12(Path file, String password) {
    return Pem.write(file, Pem.pkcs12(trustStore(List.of(this)), password));
  }

  /** Returns a key store that trusts these authorities. */
  static KeyStore trustStore(List<CertificateAuthority> trusted) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (CertificateAuthority authority : trusted) {
        store.setCertificateEntry("trusted-" + store.size(), authority.certificate);
      }
      return store;
    } catch (GeneralSecurityException | java.io.IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** A certificate in the making. Not thread-safe. */
  public final class Order {
    private final X500Principal subject;
    private Instant from = Instant.now().minus(LIFE);
    private Instant until = Instant.now().plus(LIFE);
    private byte @Nullable [] hosts;
    private String keyType = "EC";
    private int keyBits = 256;

    private Order(X500Principal subject) {
      this.subject = subject;
    }

    /** For a server of these host names and literal addresses. */
    public Order hosts(String... names) {
      List<byte[]> all = new ArrayList<>();
      for (String host : names) {
        all.add(hostName(host));
      }
      hosts = extension("2.5.29.17", false, Der.sequence(all.toArray(new byte[0][])));
      return this;
    }

    /** It was valid until a day ago. */
    public Order expired() {
      until = Instant.now().minus(Duration.ofDays(1));
      return this;
    }

    /** With a key for RSA instead of one of an elliptic curve. */
    public Order rsa() {
      keyType = "RSA";
      keyBits = 2048;
      return this;
    }

    /** Makes a new key and the certificate for it. */
    public TestCertificate issue() {
      KeyPair keys = keys(keyType, keyBits);
      X509Certificate issued =
          sign(subject, keys.getPublic(), from, until, hosts == null ? new byte[0] : hosts);
      return new TestCertificate(List.of(issued, certificate), keys.getPrivate());
    }
  }

  private static byte[] hostName(String host) {
    boolean literal = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
    try {
      return literal
          ? Der.implicit(7, InetAddress.getByName(host).getAddress())
          : Der.implicit(2, host.getBytes(StandardCharsets.US_ASCII));
    } catch (UnknownHostException bad) {
      throw new IllegalArgumentException("not a literal address: " + host, bad);
    }
  }

  private static byte[] extension(String oid, boolean critical, byte[] content) {
    byte[] wrapped = Der.octets(content);
    return critical
        ? Der.sequence(Der.oid(oid), Der.TRUE, wrapped)
        : Der.sequence(Der.oid(oid), wrapped);
  }

  private static KeyPair keys(String type, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK makes keys for " + type, impossible);
    }
  }

  /** Makes a certificate of version 3; RFC 5280, 4.1. */
  private X509Certificate sign(
      X500Principal subject, PublicKey owner, Instant from, Instant until, byte[] extensions) {
    byte[] version = Der.explicit(0, Der.integer(BigInteger.TWO));
    byte[] optional =
        extensions.length == 0 ? extensions : Der.explicit(3, Der.sequence(extensions));
    byte[] content =
        Der.sequence(
            version,
            Der.integer(BigInteger.valueOf(serial.incrementAndGet())),
            SIGNATURE_ID,
            name.getEncoded(),
            Der.sequence(Der.time(from), Der.time(until)),
            subject.getEncoded(),
            owner.getEncoded(),
            optional);
    try {
      Signature signature = Signature.getInstance(SIGNATURE);
      signature.initSign(key);
      signature.update(content);
      byte[] signed = Der.sequence(content, SIGNATURE_ID, Der.bits(0, signature.sign()));
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(signed));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
