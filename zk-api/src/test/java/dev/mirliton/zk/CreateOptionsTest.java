package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CreateOptionsTest {

  @Test
  void constantsAskForALifetimeAndNothingElse() {
    assertEquals(new Lifetime.Persistent(), CreateOptions.PERSISTENT.lifetime());
    assertEquals(new Lifetime.Ephemeral(), CreateOptions.EPHEMERAL.lifetime());
    assertEquals(new Lifetime.Container(), CreateOptions.CONTAINER.lifetime());
    for (CreateOptions options :
        List.of(CreateOptions.PERSISTENT, CreateOptions.EPHEMERAL, CreateOptions.CONTAINER)) {
      assertFalse(options.isSequential());
      assertFalse(options.createsParents());
      assertNull(options.acl());
    }
  }

  @Test
  void eachMethodChangesOneThingInACopy() {
    CreateOptions all = CreateOptions.EPHEMERAL.sequential().withParents().withAcl(Acl.READ_ONLY);

    assertEquals(new Lifetime.Ephemeral(), all.lifetime());
    assertTrue(all.isSequential());
    assertTrue(all.createsParents());
    assertEquals(Acl.READ_ONLY, all.acl());
    assertFalse(CreateOptions.EPHEMERAL.isSequential());
    assertFalse(CreateOptions.EPHEMERAL.createsParents());
    assertNull(CreateOptions.EPHEMERAL.acl());
  }

  @Test
  void containerIsNeverSequential() {
    assertEquals(
        "a container cannot be sequential: no server creates one",
        assertThrows(IllegalArgumentException.class, CreateOptions.CONTAINER::sequential)
            .getMessage());
  }

  @Test
  void aclIsCopiedAndNeverEmpty() {
    List<Acl> acl = new ArrayList<>(Acl.OPEN);
    CreateOptions options = CreateOptions.PERSISTENT.withAcl(acl);

    acl.clear();

    assertEquals(Acl.OPEN, options.acl());
    assertEquals(
        "acl must not be empty: nobody could use the znode",
        assertThrows(IllegalArgumentException.class, () -> CreateOptions.PERSISTENT.withAcl(acl))
            .getMessage());
  }

  @Test
  void timeToLiveEndsWhereServersEnd() {
    Duration longest = Duration.ofMillis((1L << 40) - 1);

    assertEquals(new Lifetime.Ttl(longest), CreateOptions.ttl(longest).lifetime());
    assertEquals(
        new Lifetime.Ttl(Duration.ofMillis(1)), CreateOptions.ttl(Duration.ofMillis(1)).lifetime());
    for (Duration bad :
        List.of(
            Duration.ZERO,
            Duration.ofMillis(-1),
            Duration.ofNanos(999_999),
            longest.plusMillis(1),
            Duration.ofSeconds(Long.MAX_VALUE))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> CreateOptions.ttl(bad)).getMessage();
      assertEquals(
          "timeToLive must be between PT0.001S and " + longest + " but was " + bad, message);
    }
  }

  @Test
  void theySayWhatTheyAskFor() {
    assertEquals("Persistent[]", CreateOptions.PERSISTENT.toString());
    assertEquals(
        "Ttl[timeToLive=PT1M], sequential, with parents, "
            + "[Acl[permissions=1, identity=world:anyone]]",
        CreateOptions.ttl(Duration.ofMinutes(1))
            .sequential()
            .withParents()
            .withAcl(Acl.READ_ONLY)
            .toString());
  }
}
