package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mirliton.zk.ReconnectPolicy;
import dev.mirliton.zk.Watch;
import dev.mirliton.zk.WatchEvent;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.ZkSession;
import dev.mirliton.zk.testing.WireProxy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What tests of faults have at hand besides: counts of what must not be lost. Whose server it is
 * does not matter to them.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets them
@ExtendWith(FaultFigures.Printing.class)
@Tag("any-server")
abstract class FaultSuite extends ClientSuite {
  /** Comes back fast, however often the network hangs up at once. */
  static final ReconnectPolicy EAGER =
      new ReconnectPolicy.Backoff(Duration.ofMillis(5), Duration.ofMillis(20), 0.5);

  /**
   * Silence is noticed after two thirds of it; what is left for the way back must do on a busy
   * machine.
   */
  static final Duration SHORT_SESSION = Duration.ofSeconds(2);

  FaultFigures figures;
  FateBook book;

  @BeforeEach
  void openTheBook() {
    figures = FaultFigures.of(handler);
    book = new FateBook(figures);
  }

  ZkOptions.Builder options(WireProxy proxy) {
    return clients.options(proxy).handler(handler);
  }

  static ZkSession session(ZkClient zk) {
    return Objects.requireNonNull(zk.session(), "a session");
  }

  /** The client works, and in the same session. */
  void assertServesIn(ZkSession before, ZkClient zk) throws InterruptedException {
    assertTrue(zk.exists("/").isPresent());
    assertSame(before, zk.session(), "the session lives on");
  }

  /** A watch whose session lives tells of a change; if it does not, it is lost. */
  void assertTells(WatchEvent event, Watch watch) throws InterruptedException {
    Optional<WatchEvent> told = watch.next(LIMIT);
    if (told.isEmpty()) {
      figures.watchesLost.increment();
      fail("watch lost: " + event);
    }
    figures.watchesTold.increment();
    assertEquals(event, told.get());
  }

  /** A lasting watch tells of reconnects and then of a change. */
  void assertTellsAfterGaps(WatchEvent event, Watch watch) throws InterruptedException {
    Optional<WatchEvent> told = watch.next(LIMIT);
    while (told.isPresent() && told.get() instanceof WatchEvent.Gap gap) {
      assertEquals(WatchEvent.Gap.Reason.RECONNECTED, gap.reason());
      told = watch.next(LIMIT);
    }
    if (told.isEmpty()) {
      figures.watchesLost.increment();
      fail("watch lost: " + event);
    }
    figures.watchesTold.increment();
    assertEquals(event, told.get());
  }
}
