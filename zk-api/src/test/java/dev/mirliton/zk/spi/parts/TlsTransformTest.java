package dev.mirliton.zk.spi.parts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Security;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.Executor;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTransformTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static SSLContext trusting;
  private static SSLContext suspicious;

  /** A transformation and the plain bytes that came out of it. */
  private static final class Side {
    final TlsTransform tls;
    final ByteArrayOutputStream received = new ByteArrayOutputStream();

    Side(SSLEngine engine) {
      tls = new TlsTransform(engine);
    }

    Side(SSLEngine engine, Executor tasks) {
      tls = new TlsTransform(engine, tasks);
    }

    void receive(ByteBuffer bytes) throws SSLException {
      ByteBuffer plain = tls.receive(bytes);
      byte[] copy = new byte[plain.remaining()];
      plain.get(copy);
      received.writeBytes(copy);
    }
  }

  @BeforeAll
  static void makeKeys(@TempDir Path folder) throws Exception {
    // Small enough that a test can make the engines change their keys.
    Security.setProperty("jdk.tls.keyLimits", "AES/GCM/NoPadding KeyUpdate 2^17");
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, keytool.waitFor(), said);

    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(store)) {
      keys.load(file, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(keys);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    suspicious = SSLContext.getInstance("TLS");
    suspicious.init(null, null, null);
  }

  private static SSLEngine engine(SSLContext context, boolean client, String version) {
    SSLEngine engine = context.createSSLEngine("localhost", 2281);
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(new String[] {version});
    if (client) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
    return engine;
  }

  /** Carries what {@code from} has to say to {@code to}, in pieces of 1 to {@code most} bytes. */
  private static boolean carry(Side from, Side to, Random random, int most) throws SSLException {
    ByteBuffer bytes = from.tls.outgoing();
    boolean some = bytes.hasRemaining();
    while (bytes.hasRemaining()) {
      byte[] piece = new byte[Math.min(bytes.remaining(), 1 + random.nextInt(most))];
      bytes.get(piece);
      to.receive(ByteBuffer.wrap(piece));
    }
    return some;
  }

  private static void carryAll(Side one, Side other, Random random, int most) throws SSLException {
    boolean some = true;
    while (some) {
      some = carry(one, other, random, most) | carry(other, one, random, most);
    }
  }

  private static byte[] randomBytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tornBytesArriveWholeOnBothSides(String version) throws Exception {
    for (long seed = 1; seed <= 12; seed++) {
      Random random = new Random(seed);
      int most = seed == 1 ? 1 : 1 << random.nextInt(1, 16);
      Side client = new Side(engine(trusting, true, version));
      Side server = new Side(engine(trusting, false, version));
      byte[] question = randomBytes(random, random.nextInt(seed == 1 ? 9_000 : 300_000));
      byte[] answer = randomBytes(random, random.nextInt(seed == 1 ? 9_000 : 300_000));

      client.tls.begin();
      carryAll(client, server, random, most);
      ByteBuffer questionLeft = ByteBuffer.wrap(question);
      ByteBuffer answerLeft = ByteBuffer.wrap(answer);
      while (questionLeft.hasRemaining() || answerLeft.hasRemaining()) {
        client.tls.send(questionLeft);
        server.tls.send(answerLeft);
        carryAll(client, server, random, most);
      }

      String run = version + ", seed " + seed;
      assertArrayEquals(question, server.received.toByteArray(), run);
      assertArrayEquals(answer, client.received.toByteArray(), run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void tasksMayEndLateAndElsewhere(String version) throws Exception {
    Random random = new Random(8);
    Deque<Runnable> tasks = new ArrayDeque<>();
    Side client = new Side(engine(trusting, true, version), tasks::add);
    Side server = new Side(engine(trusting, false, version));
    int ran = 0;

    client.tls.begin();
    carryAll(client, server, random, 100);
    while (!tasks.isEmpty()) {
      assertFalse(client.tls.isHandshaken(), "not all tasks have run");
      client.tls.receive(ByteBuffer.allocate(0)); // does no harm meanwhile
      tasks.remove().run();
      ran++;
      client.tls.resume();
      carryAll(client, server, random, 100);
    }
    client.tls.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    carryAll(client, server, random, 100);

    assertTrue(ran > 0, "no task was asked for");
    assertTrue(client.tls.isHandshaken());
    assertArrayEquals(new byte[] {1, 2, 3}, server.received.toByteArray());
  }

  @Test
  void aCertificateThatIsRefusedElsewhereFailsToo() throws Exception {
    Random random = new Random(9);
    Deque<Runnable> tasks = new ArrayDeque<>();
    Side client = new Side(engine(suspicious, true, "TLSv1.3"), tasks::add);
    Side server = new Side(engine(trusting, false, "TLSv1.3"));
    client.tls.begin();

    assertThrows(
        SSLException.class,
        () -> {
          carryAll(client, server, random, 5_000);
          while (!tasks.isEmpty()) {
            tasks.remove().run();
            client.tls.resume();
            carryAll(client, server, random, 5_000);
          }
        });

    assertThrows(SSLException.class, () -> carry(client, server, random, 5_000), "an alert");
  }

  @Test
  void nothingIsTakenBeforeTheHandshakeIsCompleted() throws Exception {
    Side client = new Side(engine(trusting, true, "TLSv1.3"));
    Side server = new Side(engine(trusting, false, "TLSv1.3"));
    ByteBuffer early = ByteBuffer.wrap(new byte[10]);

    client.tls.begin();
    int before = client.tls.send(early);
    boolean handshakenBefore = client.tls.isHandshaken();
    carryAll(client, server, new Random(1), 5_000);
    int after = client.tls.send(early);

    assertEquals(0, before);
    assertFalse(handshakenBefore);
    assertTrue(client.tls.isHandshaken());
    assertTrue(server.tls.isHandshaken());
    assertEquals(10, after);
  }

  @Test
  void whatIsUnsentIsBounded() throws Exception {
    Side client = new Side(engine(trusting, true, "TLSv1.3"));
    Side server = new Side(engine(trusting, false, "TLSv1.3"));
    client.tls.begin();
    carryAll(client, server, new Random(1), 5_000);
    ByteBuffer large = ByteBuffer.allocate(1 << 20);

    client.tls.send(large);

    assertTrue(large.hasRemaining(), "all was taken though nothing was sent");
    assertTrue(client.tls.outgoing().remaining() < 128 * 1024, "too much was taken");
  }

  @Test
  void keysThatChangeAfterTheHandshakeAreFollowed() throws Exception {
    Random random = new Random(7);
    Side client = new Side(engine(trusting, true, "TLSv1.3"));
    Side server = new Side(engine(trusting, false, "TLSv1.3"));
    client.tls.begin();
    carryAll(client, server, random, 20_000);
    byte[] much = randomBytes(random, 1 << 20);
    ByteBuffer left = ByteBuffer.wrap(much);

    int answers = 0;
    while (left.hasRemaining()) {
      server.tls.send(left);
      carry(server, client, random, 20_000);
      answers += client.tls.outgoing().remaining();
      carryAll(client, server, random, 20_000);
    }

    assertArrayEquals(much, client.received.toByteArray());
    assertTrue(answers > 0, "the client never answered, so no key was changed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void theEndIsTold(String version) throws Exception {
    Random random = new Random(3);
    Side client = new Side(engine(trusting, true, version));
    Side server = new Side(engine(trusting, false, version));
    client.tls.begin();
    carryAll(client, server, random, 5_000);

    server.tls.send(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    server.tls.end();
    carry(server, client, random, 5_000);

    assertArrayEquals(new byte[] {1, 2, 3}, client.received.toByteArray());
    assertTrue(client.tls.isPeerDone());
    assertEquals(0, server.tls.send(ByteBuffer.wrap(new byte[1])));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void aCertificateThatIsNotTrustedFailsAndThePeerHearsIt(String version) throws Exception {
    Random random = new Random(4);
    Side client = new Side(engine(suspicious, true, version));
    Side server = new Side(engine(trusting, false, version));
    client.tls.begin();

    assertThrows(SSLException.class, () -> carryAll(client, server, random, 5_000));

    assertFalse(client.tls.isHandshaken());
    SSLException heard =
        assertThrows(SSLException.class, () -> carry(client, server, random, 5_000));
    assertTrue(String.valueOf(heard.getMessage()).contains("certificate"), heard.toString());
  }

  @Test
  void aPeerThatDoesNotSpeakTlsFails() throws Exception {
    Side client = new Side(engine(trusting, true, "TLSv1.3"));
    client.tls.begin();
    byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    assertThrows(SSLException.class, () -> client.receive(ByteBuffer.wrap(answer)));
  }
}
