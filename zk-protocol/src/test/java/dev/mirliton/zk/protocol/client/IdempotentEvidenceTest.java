package dev.mirliton.zk.protocol.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Lifetime;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.NodeAcl;
import dev.mirliton.zk.Stat;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.protocol.client.Finding.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a znode that was read back tells about a write whose answer was lost. */
class IdempotentEvidenceTest {
  private static final long SESSION = 0x1234;
  private static final long ANOTHER_SESSION = 0x1235;
  private static final long BEFORE = 10;
  private static final byte[] DATA = {1, 2};
  private static final byte[] OTHER_DATA = {1, 3};
  private static final Lifetime PERSISTENT = new Lifetime.Persistent();
  private static final Lifetime EPHEMERAL = new Lifetime.Ephemeral();
  private static final Lifetime CONTAINER = new Lifetime.Container();
  private static final Lifetime TTL = new Lifetime.Ttl(Duration.ofMillis(0x77));
  private static final long CONTAINER_OWNER = Long.MIN_VALUE;
  private static final long TTL_OWNER = 0xff00_0000_0000_0077L;

  private static Stat stat(long czxid, int version, int aversion, long owner) {
    return new Stat(czxid, czxid, 0, 0, version, 0, aversion, owner, DATA.length, 0, 0);
  }

  private static Verdict create(Lifetime lifetime, long czxid, int version, long owner) {
    return create(lifetime, czxid, version, owner, DATA);
  }

  private static Verdict create(
      Lifetime lifetime, long czxid, int version, long owner, byte[] found) {
    Node node = new Node(found, stat(czxid, version, 0, owner));
    return IdempotentCreate.judge(lifetime, DATA, SESSION, BEFORE, node);
  }

  @Test
  void youngZnodeLikeOursIsOurs() {
    assertEquals(Verdict.OURS, create(PERSISTENT, BEFORE + 1, 0, 0));
    assertEquals(Verdict.OURS, create(EPHEMERAL, BEFORE + 1, 0, SESSION));
    assertEquals(Verdict.OURS, create(CONTAINER, BEFORE + 1, 0, CONTAINER_OWNER));
    assertEquals(Verdict.OURS, create(TTL, BEFORE + 1, 0, TTL_OWNER));
  }

  @Test
  void containersAndTtlZnodesMayBeShownAsPersistentOnes() {
    assertEquals(Verdict.OURS, create(CONTAINER, BEFORE + 1, 0, 0));
    assertEquals(Verdict.OURS, create(TTL, BEFORE + 1, 0, 0));
  }

  @Test
  void znodeThatWasThereBeforeTheRequestIsAnothers() {
    assertEquals(Verdict.ANOTHERS, create(PERSISTENT, BEFORE, 0, 0));
    assertEquals(Verdict.ANOTHERS, create(EPHEMERAL, BEFORE, 0, SESSION));
    assertEquals(Verdict.ANOTHERS, create(CONTAINER, BEFORE - 1, 0, CONTAINER_OWNER));
  }

  @Test
  void znodeOfAnotherOwnerIsAnothers() {
    assertEquals(Verdict.ANOTHERS, create(EPHEMERAL, BEFORE + 1, 0, ANOTHER_SESSION));
    assertEquals(Verdict.ANOTHERS, create(EPHEMERAL, BEFORE + 1, 0, 0));
    assertEquals(Verdict.ANOTHERS, create(PERSISTENT, BEFORE + 1, 0, SESSION));
    assertEquals(Verdict.ANOTHERS, create(CONTAINER, BEFORE + 1, 0, SESSION));
    assertEquals(Verdict.ANOTHERS, create(TTL, BEFORE + 1, 0, ANOTHER_SESSION));
  }

  @Test
  void znodeWithOtherDataLeavesItInDoubt() {
    for (Lifetime lifetime : List.of(PERSISTENT, EPHEMERAL)) {
      long owner = lifetime == EPHEMERAL ? SESSION : 0;
      assertEquals(Verdict.UNKNOWN, create(lifetime, BEFORE + 1, 0, owner, OTHER_DATA));
    }
  }

  @Test
  void znodeThatWasWrittenSinceLeavesItInDoubtUnlessOnlyWeOwnIt() {
    assertEquals(Verdict.UNKNOWN, create(PERSISTENT, BEFORE + 1, 1, 0));
    assertEquals(Verdict.UNKNOWN, create(CONTAINER, BEFORE + 1, 1, CONTAINER_OWNER));
    assertEquals(Verdict.OURS, create(EPHEMERAL, BEFORE + 1, 1, SESSION));
  }

  @Test
  void nextVersionWithOurDataIsOurWrite() {
    Version expected = new Version(4);

    assertTrue(set(expected, DATA, 5));
    assertFalse(set(expected, OTHER_DATA, 5));
    assertFalse(set(expected, DATA, 4));
    assertFalse(set(expected, DATA, 6));
  }

  @Test
  void afterTheLargestVersionComesTheSmallest() {
    assertTrue(set(new Version(Integer.MAX_VALUE), DATA, Integer.MIN_VALUE));
    assertTrue(set(new Version(-2), DATA, -1));
  }

  private static boolean set(Version expected, byte[] found, int version) {
    return IdempotentSet.isDone(expected, DATA, new Node(found, stat(1, version, 7, 0)));
  }

  @Test
  void nextVersionOfTheAclWithOurEntriesIsOurWrite() {
    Version expected = new Version(Integer.MAX_VALUE);
    List<Acl> ours = List.of(Acl.OPEN.get(0), Acl.READ_ONLY.get(0));
    Stat next = stat(1, 7, Integer.MIN_VALUE, 0);

    assertTrue(IdempotentSetAcl.isDone(expected, ours, new NodeAcl(ours, next)));
    assertTrue(IdempotentSetAcl.isDone(expected, ours, new NodeAcl(ours.reversed(), next)));
    assertFalse(IdempotentSetAcl.isDone(expected, ours, new NodeAcl(Acl.OPEN, next)));
    assertFalse(IdempotentSetAcl.isDone(expected, ours, new NodeAcl(ours, stat(1, 7, 7, 0))));
  }

  @Test
  void sequentialCreateIsRefusedWithWhatToDoInstead() {
    String message = String.valueOf(IdempotentCreate.sequential("/q/item-").getMessage());

    assertTrue(message.contains("/q/item-"), message);
    assertTrue(message.contains("recipes().uniqueName()"), message);
  }
}
