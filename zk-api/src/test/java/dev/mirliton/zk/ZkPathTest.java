package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ZkPathTest {

  private static String refusal(String path) {
    return String.valueOf(
        assertThrows(IllegalArgumentException.class, () -> ZkPath.check(path)).getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/", "/a", "/a/b", "/.a", "/a.", "/...", "/..a", "/a..b", "/a b", "/é", "/日本", "/-", "/:@"
      })
  void pathsThatServersTakeAreReturned(String path) {
    assertSame(path, ZkPath.check(path));
  }

  @Test
  void emptyPathIsRefused() {
    assertEquals("path must not be empty", refusal(""));
  }

  @Test
  void pathThatIsNotAbsoluteIsRefused() {
    assertEquals("path must start with / at index 0: a/b", refusal("a/b"));
  }

  @Test
  void slashAtTheEndIsRefused() {
    assertEquals("path must not end with / at index 2: /a/", refusal("/a/"));
  }

  @ParameterizedTest
  @CsvSource({"//, 1", "//a, 1", "/a//b, 3", "/a//, 3"})
  void emptySegmentIsRefused(String path, int index) {
    assertEquals("path has an empty segment at index " + index + ": " + path, refusal(path));
  }

  @ParameterizedTest
  @CsvSource({"/., 1", "/.., 1", "/a/., 3", "/a/../b, 3", "/./b, 1"})
  void relativeSegmentIsRefused(String path, int index) {
    assertEquals("path has a relative segment at index " + index + ": " + path, refusal(path));
  }

  /** The edges of every range, as servers have them. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00, 0x01, 0x0a, 0x1f, 0x7f, 0x80, 0x9f, 0xd800, 0xdfff, 0xe000, 0xf8ff, 0xfff0, 0xffff
      })
  void characterThatServersRefuseIsRefusedByItsNumber(int number) {
    String path = "/a/x" + (char) number + "y";

    assertEquals(
        "path has the character U+%04X at index 4: /a/x\\u%04xy".formatted(number, number),
        refusal(path));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x7e, 0xa0, 0xd7ff, 0xf900, 0xffef})
  void characterBesideARefusedRangeIsTaken(int number) {
    String path = "/a/x" + (char) number + "y";

    assertSame(path, ZkPath.check(path));
  }

  @Test
  void everyCharacterIsJudgedAsServersDo() {
    for (int c = 0; c <= 0xffff; c++) {
      boolean refused =
          c <= 0x1f || c >= 0x7f && c <= 0x9f || c >= 0xd800 && c <= 0xf8ff || c >= 0xfff0;
      String path = "/a" + (char) c + "b";
      if (refused) {
        refusal(path);
      } else {
        assertSame(path, ZkPath.check(path));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a/", "/a-", "/a/.", "/a/.."})
  void whatBecomesAPathWithANumberIsSequential(String path) {
    assertSame(path, ZkPath.checkSequential(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "//", "/a//", "/./a", "/../", "/a\u0000", "/a\u0000/"})
  void whatStaysBadWithANumberIsNotSequential(String path) {
    assertThrows(IllegalArgumentException.class, () -> ZkPath.checkSequential(path));
  }

  @ParameterizedTest
  @CsvSource({"/, a, /a", "/a, b, /a/b", "/a/, b, /a/b", "/a/b, c, /a/b/c"})
  void joinPutsOneSlashBetween(String parent, String name, String joined) {
    assertEquals(joined, ZkPath.join(parent, name));
  }

  @ParameterizedTest
  @CsvSource({"/a, /", "/a/b, /a", "/a/b/c, /a/b"})
  void parentIsThePathAbove(String path, String parent) {
    assertEquals(parent, ZkPath.parent(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "", "a"})
  void whatHasNoParentIsRefused(String path) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> ZkPath.parent(path)).getMessage();

    assertEquals("path has no parent: " + path, message);
  }

  @ParameterizedTest
  @CsvSource({"/, ''", "/a, a", "/a/b, b"})
  void nameIsTheLastSegment(String path, String name) {
    assertEquals(name, ZkPath.name(path));
  }

  @ParameterizedTest
  @CsvSource({"/a, /a", "/a/b, /a", "/a/b/c, /a", "/a, /", "/, /"})
  void pathIsAtOrBelowItsAncestorsAndItself(String path, String ancestor) {
    assertTrue(ZkPath.isAtOrBelow(path, ancestor));
  }

  @ParameterizedTest
  @CsvSource({"/ab, /a", "/a, /a/b", "/, /a", "/b, /a", "/ab/c, /a/c"})
  void sharingAPrefixIsNotEnough(String path, String other) {
    assertFalse(ZkPath.isAtOrBelow(path, other));
  }
}
