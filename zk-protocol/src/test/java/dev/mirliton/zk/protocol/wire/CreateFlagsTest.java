package dev.mirliton.zk.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.CreateOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CreateFlagsTest {
  private static final CreateOptions TTL = CreateOptions.ttl(Duration.ofNanos(1_999_999));

  @Test
  void everyKindHasItsNumber() {
    assertEquals(CreateFlags.PERSISTENT, CreateFlags.of(CreateOptions.PERSISTENT));
    assertEquals(CreateFlags.EPHEMERAL, CreateFlags.of(CreateOptions.EPHEMERAL));
    assertEquals(
        CreateFlags.PERSISTENT_SEQUENTIAL, CreateFlags.of(CreateOptions.PERSISTENT.sequential()));
    assertEquals(
        CreateFlags.EPHEMERAL_SEQUENTIAL, CreateFlags.of(CreateOptions.EPHEMERAL.sequential()));
    assertEquals(CreateFlags.CONTAINER, CreateFlags.of(CreateOptions.CONTAINER));
    assertEquals(CreateFlags.PERSISTENT_WITH_TTL, CreateFlags.of(TTL));
    assertEquals(CreateFlags.PERSISTENT_SEQUENTIAL_WITH_TTL, CreateFlags.of(TTL.sequential()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
  void numbersComeBack(int flags) {
    CreateOptions options = CreateFlags.options(flags, 7);

    assertEquals(flags, CreateFlags.of(options));
    assertEquals(flags >= 5 ? 7 : 0, CreateFlags.ttlMs(options));
  }

  @Test
  void theRequestFollowsFromTheKind() {
    assertEquals(OpCode.CREATE2, CreateFlags.opCode(CreateFlags.PERSISTENT));
    assertEquals(OpCode.CREATE2, CreateFlags.opCode(CreateFlags.EPHEMERAL_SEQUENTIAL));
    assertEquals(OpCode.CREATE_CONTAINER, CreateFlags.opCode(CreateFlags.CONTAINER));
    assertEquals(OpCode.CREATE_TTL, CreateFlags.opCode(CreateFlags.PERSISTENT_WITH_TTL));
    assertEquals(OpCode.CREATE_TTL, CreateFlags.opCode(CreateFlags.PERSISTENT_SEQUENTIAL_WITH_TTL));
  }

  @Test
  void partsOfMillisecondsAreDropped() {
    assertEquals(1, CreateFlags.ttlMs(TTL));
  }

  @Test
  void whatNoServerCreatesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> CreateFlags.options(7, 1));
    assertThrows(IllegalArgumentException.class, () -> CreateFlags.options(-1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> CreateFlags.options(CreateFlags.PERSISTENT_WITH_TTL, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> CreateFlags.options(CreateFlags.PERSISTENT_WITH_TTL, 1L << 40));
  }
}
