package dev.mirliton.zk;

/**
 * What a znode's path may be, and how paths are taken apart and put together. The only place that
 * knows.
 *
 * <p>A path starts with {@code /}, does not end with one (except the root), has no empty, {@code .}
 * or {@code ..} segment, and none of the characters that servers refuse: controls, surrogates, the
 * private use area up to U+F8FF, and U+FFF0 to U+FFFF.
 *
 * @since 0.1
 */
public final class ZkPath {
  /** The root of the tree. */
  public static final String ROOT = "/";

  private ZkPath() {}

  /**
   * Returns {@code path} if it is one.
   *
   * @throws IllegalArgumentException naming the path and what is wrong with it
   */
  public static String check(String path) {
    int length = path.length();
    if (length == 0) {
      throw new IllegalArgumentException("path must not be empty");
    }
    if (path.charAt(0) != '/') {
      throw refused(path, "must start with /", 0);
    }
    if (length == 1) {
      return path;
    }
    int start = 1; // of the current segment
    for (int i = 1; i < length; i++) {
      char c = path.charAt(i);
      if (c == '/') {
        checkSegment(path, start, i);
        start = i + 1;
      } else if (c < 0x20 || c > 0x7e && isRefused(c)) {
        throw refused(path, "has the character U+%04X".formatted((int) c), i);
      }
    }
    if (start == length) {
      throw refused(path, "must not end with /", length - 1);
    }
    checkSegment(path, start, length);
    return path;
  }

  /**
   * Returns {@code path} if a sequence number can be appended to it. Unlike {@link #check}, it may
   * end with a slash: the name is then the number alone.
   *
   * @throws IllegalArgumentException naming the path and what is wrong with it
   */
  public static String checkSequential(String path) {
    if (path.endsWith("/") || path.endsWith(".")) {
      check(path + "1");
    } else {
      check(path);
    }
    return path;
  }

  private static void checkSegment(String path, int start, int end) {
    int length = end - start;
    if (length == 0) {
      throw refused(path, "has an empty segment", start);
    }
    if (length <= 2 && path.charAt(start) == '.' && path.charAt(end - 1) == '.') {
      throw refused(path, "has a relative segment", start);
    }
  }

  private static boolean isRefused(char c) {
    return c >= 0x7f && c <= 0x9f || c >= 0xd800 && c <= 0xf8ff || c >= 0xfff0;
  }

  private static IllegalArgumentException refused(String path, String what, int index) {
    return new IllegalArgumentException(
        "path " + what + " at index " + index + ": " + printable(path));
  }

  private static String printable(String path) {
    StringBuilder text = new StringBuilder(path.length());
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c < 0x20 || c > 0x7e && isRefused(c)) {
        text.append("\\u%04x".formatted((int) c));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /**
   * Puts a name below a path: {@code join("/a", "b")} and {@code join("/a/", "b")} are {@code
   * /a/b}.
   */
  public static String join(String parent, String name) {
    return parent.endsWith("/") ? parent + name : parent + "/" + name;
  }

  /**
   * Returns the path above.
   *
   * @throws IllegalArgumentException for the root, which has none
   */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    if (path.length() <= 1 || slash < 0) {
      throw new IllegalArgumentException("path has no parent: " + path);
    }
    return slash == 0 ? ROOT : path.substring(0, slash);
  }

  /** Returns the last segment; empty for the root. */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Whether {@code path} is {@code ancestor} or lies below it. */
  public static boolean isAtOrBelow(String path, String ancestor) {
    return ancestor.equals(ROOT)
        || path.startsWith(ancestor)
            && (path.length() == ancestor.length() || path.charAt(ancestor.length()) == '/');
  }
}
