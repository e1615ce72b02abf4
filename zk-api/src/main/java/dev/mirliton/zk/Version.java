package dev.mirliton.zk;

/**
 * The version a znode must have for a change to happen.
 *
 * @param number the expected version, or −1 for {@link #ANY}
 * @since 0.1
 */
public record Version(int number) {

  /** Changes the znode whatever its version. */
  public static final Version ANY = new Version(-1);

  /** Returns the version of the data that came with {@code stat}. */
  public static Version of(Stat stat) {
    return new Version(stat.version());
  }

  /**
   * Returns the version of the ACL that came with {@code stat}; {@code setAcl} compares that one.
   */
  public static Version ofAcl(Stat stat) {
    return new Version(stat.aversion());
  }

  @Override
  public String toString() {
    return number == -1 ? "any version" : "version " + number;
  }
}
