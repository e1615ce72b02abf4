package dev.mirliton.zk;

import java.util.EnumSet;
import java.util.Set;

/**
 * What somebody may do to a znode. Permissions are not inherited by children.
 *
 * @since 0.1
 */
public enum Permission {
  /** Read data and list children. */
  READ(1),
  /** Change data. */
  WRITE(2),
  /** Create children. */
  CREATE(4),
  /** Delete children. */
  DELETE(8),
  /** Change the ACL. */
  ADMIN(16);

  private final int bit;

  Permission(int bit) {
    this.bit = bit;
  }

  /** Returns this permission's bit on the wire. */
  public int bit() {
    return bit;
  }

  /** Returns the bits of all {@code permissions} together, as they travel. */
  public static int bits(Set<Permission> permissions) {
    int bits = 0;
    for (Permission permission : permissions) {
      bits |= permission.bit;
    }
    return bits;
  }

  /** Returns the permissions whose bits are set. Bits that no permission has are ignored. */
  public static Set<Permission> of(int bits) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (Permission permission : values()) {
      if ((bits & permission.bit) != 0) {
        permissions.add(permission);
      }
    }
    return permissions;
  }
}
