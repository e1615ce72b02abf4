package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ReconfigRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DynamicConfigTest {
  private static final String TEXT =
      """
      server.1=h1:2888:3888:participant;0.0.0.0:2181
      server.2=h2:2888:3888:participant;0.0.0.0:2181
      server.3=h3:2888:3888:observer;0.0.0.0:2181
      version=100000000""";

  private static DynamicConfig after(
      @Nullable String joining, @Nullable String leaving, @Nullable String members, long version)
      throws Refusal {
    return DynamicConfig.parse(TEXT)
        .after(new ReconfigRequest(joining, leaving, members, version), 0x100000007L);
  }

  private static int refusal(
      @Nullable String joining, @Nullable String leaving, @Nullable String members, long version) {
    return assertThrows(Refusal.class, () -> after(joining, leaving, members, version)).code();
  }

  @Test
  void textIsReadAndWrittenAlike() throws Refusal {
    DynamicConfig config = DynamicConfig.parse(TEXT);

    assertEquals(TEXT, config.toString());
    assertEquals(Set.of(1, 2), config.voters());
    assertEquals(Set.of(3), config.observers());
  }

  @Test
  void serversJoinAndLeave() throws Refusal {
    DynamicConfig config = after("server.4=h4:2888:3888;2181", "3", null, -1);

    assertEquals(Set.of(1, 2, 4), config.voters());
    assertEquals(Set.of(), config.observers());
    assertEquals(0x100000007L, config.version());
  }

  @Test
  void observerBecomesAVoterByJoiningAgain() throws Refusal {
    DynamicConfig config =
        after("server.3=h3:2888:3888:participant;2181", null, null, 0x100000000L);

    assertEquals(Set.of(1, 2, 3), config.voters());
  }

  @Test
  void wholeListTakesThePlaceOfAll() throws Refusal {
    String members = "server.5=h5:1:2;3,server.6=h6:1:2;3";

    assertEquals(Set.of(5, 6), after(null, null, members, -1).voters());
  }

  @Test
  void mistakesAreRefused() {
    assertEquals(ErrorCode.BAD_VERSION, refusal(null, "3", null, 5));
    assertEquals(ErrorCode.BAD_ARGUMENTS, refusal(null, "2", null, -1));
    assertEquals(ErrorCode.MARSHALLING_ERROR, refusal(null, "two", null, -1));
    assertEquals(ErrorCode.BAD_ARGUMENTS, refusal("h4:2888:3888;2181", null, null, -1));
    assertEquals(ErrorCode.BAD_ARGUMENTS, refusal("server.4=h4:2888:3888", null, null, -1));
    assertEquals(ErrorCode.BAD_ARGUMENTS, refusal("server.4=h1:2888:3889;2182", null, null, -1));
    assertEquals(ErrorCode.BAD_ARGUMENTS, refusal(null, null, "server.x=h5:1:2;3", -1));
  }
}
