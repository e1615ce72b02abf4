package dev.mirliton.zk.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.NoProviderException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlersTest {
  private static final HandlerProvider LOOM = new Named("loom", 200);
  private static final HandlerProvider NIO = new Named("nio", 100);
  private static final HandlerProvider OWN = new Named("own", 200);

  /** A provider that nobody asks to create. */
  private record Named(String name, int priority) implements HandlerProvider {
    @Override
    public Handler create(HandlerOptions options) {
      throw new AssertionError("choosing creates nothing");
    }
  }

  private static HandlerProvider best(HandlerProvider... found) {
    return Handlers.choose(List.of(found), Optional.empty());
  }

  private static String refusal(List<HandlerProvider> found, Optional<String> name) {
    return String.valueOf(
        assertThrows(NoProviderException.class, () -> Handlers.choose(found, name)).getMessage());
  }

  @Test
  void highestPriorityWinsWhereverItStands() {
    assertSame(LOOM, best(NIO, LOOM));
    assertSame(LOOM, best(LOOM, NIO));
    assertSame(NIO, best(NIO, new Named("a", Integer.MIN_VALUE)));
  }

  @Test
  void firstByNameWinsATie() {
    assertSame(LOOM, best(OWN, LOOM, NIO));
    assertSame(LOOM, best(LOOM, OWN, NIO));
  }

  @Test
  void nameThatWasAskedForBeatsPriority() {
    assertSame(NIO, Handlers.choose(List.of(LOOM, NIO, OWN), Optional.of("nio")));
  }

  @Test
  void highestPriorityWinsAmongTwoOfOneName() {
    HandlerProvider better = new Named("nio", 101);

    assertSame(better, Handlers.choose(List.of(NIO, better, LOOM), Optional.of("nio")));
  }

  @Test
  void missingNameIsToldWithWhatThereIsAndWhatToAdd() {
    assertEquals(
        "no handler named 'netty'; available: [loom, nio]; add one of"
            + " dev.mirliton:zk-handler-threads, zk-handler-loom, zk-handler-nio"
            + " (docs/errors.md#no-handler)",
        refusal(List.of(NIO, LOOM), Optional.of("netty")));
  }

  @Test
  void noHandlerAtAllIsToldWithWhatToAdd() {
    assertEquals(
        "no handler; available: []; add one of"
            + " dev.mirliton:zk-handler-threads, zk-handler-loom, zk-handler-nio"
            + " (docs/errors.md#no-handler)",
        refusal(List.of(), Optional.empty()));
  }

  /** There is none beside these tests. */
  @Test
  void lookupsSayWhatIsMissing() {
    assertEquals(List.of(), Handlers.available());
    assertThrows(NoProviderException.class, Handlers::choose);
    assertThrows(NoProviderException.class, () -> Handlers.choose("nio"));
    assertEquals(
        "no client implementation; add dev.mirliton:zk-protocol (docs/errors.md#no-client)",
        assertThrows(NoProviderException.class, ClientProvider::find).getMessage());
  }

  @Test
  void optionsOfAHandlerAreChecked() {
    assertEquals("zk", HandlerOptions.DEFAULT.name());
    assertEquals(65_536, HandlerOptions.DEFAULT.readBufferBytes());
    assertEquals(Duration.ofSeconds(3), HandlerOptions.DEFAULT.closePatience());
    assertEquals(new HandlerOptions("mine", 65_536), HandlerOptions.DEFAULT.named("mine"));
    assertEquals(
        new HandlerOptions("mine", 1024, Duration.ZERO),
        new HandlerOptions("zk", 1024).closePatience(Duration.ZERO).named("mine"));
    assertEquals(
        "name must not be blank",
        assertThrows(IllegalArgumentException.class, () -> HandlerOptions.DEFAULT.named(" "))
            .getMessage());
    assertEquals(
        "readBufferBytes must be at least 1024 bytes but was 1023",
        assertThrows(IllegalArgumentException.class, () -> new HandlerOptions("zk", 1023))
            .getMessage());
    assertEquals(
        "closePatience must not be negative but was PT-1S",
        assertThrows(
                IllegalArgumentException.class,
                () -> HandlerOptions.DEFAULT.closePatience(Duration.ofSeconds(-1)))
            .getMessage());
  }
}
