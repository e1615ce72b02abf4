package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.ErrorCode;

/** What a server takes for a path. */
final class PathRule {
  private PathRule() {}

  /**
   * Checks the path of a znode that is to be made or changed.
   *
   * @throws Refusal with {@link ErrorCode#BAD_ARGUMENTS}
   */
  static void check(String path) throws Refusal {
    if (!isValid(path)) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
  }

  /**
   * Returns the parent, without asking whether the rest makes sense.
   *
   * @throws Refusal with {@link ErrorCode#BAD_ARGUMENTS} if nothing can be the parent
   */
  static String parent(String path) throws Refusal {
    if (path.indexOf('/') < 0 || path.indexOf('\0') >= 0) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    return DataTree.parent(path);
  }

  private static boolean isValid(String path) {
    if (path.equals("/")) {
      return true;
    }
    if (!path.startsWith("/")) {
      return false;
    }
    for (int start = 1; start <= path.length(); ) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      if (!isName(path.substring(start, end))) {
        return false;
      }
      start = end + 1;
    }
    return true;
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.chars().allMatch(PathRule::isAllowed);
  }

  private static boolean isAllowed(int c) {
    return c > 0x1f && !(c >= 0x7f && c <= 0x9f) && !(c >= 0xd800 && c <= 0xf8ff) && c < 0xfff0;
  }
}
