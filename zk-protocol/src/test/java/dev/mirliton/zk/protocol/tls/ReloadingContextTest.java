package dev.mirliton.zk.protocol.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.mirliton.zk.TlsKeys;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsTrust;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@SuppressWarnings("NullAway.Init") // JUnit sets them
class ReloadingContextTest {
  private static final Logger LOGGER =
      (Logger) LoggerFactory.getLogger("dev.mirliton.zk.client.tls");

  @TempDir Path directory;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Path chain;
  private Path key;

  @BeforeEach
  void prepare() throws Exception {
    log.start();
    LOGGER.addAppender(log);
    chain = directory.resolve("chain.pem");
    key = directory.resolve("key.pem");
    copy("rsa.crt", chain);
    copy("rsa.key", key);
  }

  @AfterEach
  void stopListening() {
    LOGGER.detachAppender(log);
  }

  private static void copy(String name, Path to) throws Exception {
    Files.copy(Path.of("src/test/resources/tls", name), to, StandardCopyOption.REPLACE_EXISTING);
  }

  private List<String> warnings() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private ReloadingContext context() {
    return new ReloadingContext(TlsOptions.DEFAULT.keys(TlsKeys.pem(chain, key)));
  }

  @Test
  void unchangedFilesKeepTheContextAlsoWhenTheyAreTouched() throws Exception {
    ReloadingContext reloading = context();
    SSLContext before = reloading.context();

    Files.setLastModifiedTime(key, FileTime.fromMillis(0));
    reloading.refresh();

    assertSame(before, reloading.context());
  }

  @Test
  void changeIsSeenThoughTheTimeOfModificationStandsStill() throws Exception {
    FileTime modified = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(chain, modified);
    ReloadingContext reloading = context();
    SSLContext before = reloading.context();

    copy("ec.crt", chain);
    copy("ec.key", key);
    Files.setLastModifiedTime(chain, modified);
    reloading.refresh();

    assertNotSame(before, reloading.context());
    assertEquals(List.of(), warnings());
  }

  @Test
  void halfOfAChangeKeepsTheOldAndWarnsOnce() throws Exception {
    ReloadingContext reloading = context();
    SSLContext before = reloading.context();

    copy("ec.crt", chain);
    reloading.refresh();
    reloading.refresh();
    SSLContext meanwhile = reloading.context();
    copy("ec.key", key);
    reloading.refresh();

    assertSame(before, meanwhile);
    assertNotSame(before, reloading.context());
    assertEquals(1, warnings().size(), () -> warnings().toString());
    assertTrue(warnings().get(0).contains("key.pem"), warnings().get(0));
  }

  @Test
  void takingAChangeBackIsNoChange() throws Exception {
    ReloadingContext reloading = context();
    SSLContext before = reloading.context();

    copy("ec.crt", chain);
    reloading.refresh();
    copy("rsa.crt", chain);
    reloading.refresh();

    assertSame(before, reloading.context());
  }

  @Test
  void missingFileKeepsTheOldAndWarnsOnce() throws Exception {
    ReloadingContext reloading = context();
    SSLContext before = reloading.context();

    Files.delete(chain);
    reloading.refresh();
    reloading.refresh();

    assertSame(before, reloading.context());
    assertEquals(1, warnings().size(), () -> warnings().toString());
    assertTrue(warnings().get(0).contains("chain.pem: there is no such file"));
  }

  @Test
  void optionsWithoutFilesReadNothing() {
    assertFalse(new ReloadingContext(TlsOptions.DEFAULT).isReloading());
    assertTrue(context().isReloading());
  }

  @Test
  void switchedOffChecksAreSaidAloud() {
    TlsOptions anybody = TlsOptions.DEFAULT.trust(TlsTrust.anybody());
    assertEquals(List.of(), warnings());

    new ReloadingContext(anybody).refresh();
    new ReloadingContext(TlsOptions.DEFAULT.withoutHostNameCheck()).refresh();

    assertEquals(2, warnings().size());
    assertTrue(warnings().get(0).contains("certificates of servers are not checked"));
    assertTrue(warnings().get(1).contains("host names of servers are not checked"));
  }
}
