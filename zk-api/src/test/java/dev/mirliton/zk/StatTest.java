package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatTest {

  private static Stat ownedBy(long owner) {
    return new Stat(1, 2, 3_000, 4_000, 5, 6, 7, owner, 8, 9, 10);
  }

  /** Session ids of server 1, of server 254, of one whose id is negative, and the least. */
  @ParameterizedTest
  @ValueSource(
      longs = {
        1,
        0x0100_0123_4567_0001L,
        0xfe00_0123_4567_0001L,
        0x8000_0123_4567_0001L,
        0x7fff_ffff_ffff_ffffL
      })
  void whatASessionOwnsIsEphemeral(long session) {
    assertTrue(ownedBy(session).isEphemeral());
  }

  /** Nobody, a container's mark, and TTL marks with the shortest and the longest time. */
  @ParameterizedTest
  @ValueSource(
      longs = {0, 0x8000_0000_0000_0000L, 0xff00_0000_0000_0001L, 0xff00_00ff_ffff_ffffL, -1})
  void whatNobodyOwnsIsNot(long mark) {
    assertFalse(ownedBy(mark).isEphemeral());
  }

  @Test
  void timesAreTheLeaders() {
    assertEquals(Instant.ofEpochSecond(3), ownedBy(0).created());
    assertEquals(Instant.ofEpochSecond(4), ownedBy(0).modified());
  }

  @Test
  void versionOfAStatIsThatOfItsDataOrItsAcl() {
    assertEquals(new Version(5), Version.of(ownedBy(0)));
    assertEquals(new Version(7), Version.ofAcl(ownedBy(0)));
  }

  @Test
  void versionsReadAloud() {
    assertEquals("any version", Version.ANY.toString());
    assertEquals("version 5", new Version(5).toString());
    assertEquals("version -5", new Version(-5).toString(), "the number wraps");
    assertEquals(-1, Version.ANY.number());
  }
}
