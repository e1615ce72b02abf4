package dev.mirliton.zk;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Who may do what: one entry of a znode's access control list.
 *
 * @param permissions the bits of what is allowed, see {@link Permission}; kept as bits so that an
 *     entry written by a newer server survives a round trip
 * @param identity who is allowed
 * @since 0.1
 */
public record Acl(int permissions, Identity identity) {

  /** Everybody may do everything: the default of {@code create}. */
  public static final List<Acl> OPEN = List.of(allowAll(Identity.ANYONE));

  /** Everybody may read. */
  public static final List<Acl> READ_ONLY = List.of(allow(Identity.ANYONE, Permission.READ));

  /** Whoever created the znode may do everything; needs an authenticated client. */
  public static final List<Acl> CREATOR_ALL = List.of(allowAll(Identity.AUTHENTICATED));

  /** Allows {@code identity} everything. */
  public static Acl allowAll(Identity identity) {
    return new Acl(Permission.bits(EnumSet.allOf(Permission.class)), identity);
  }

  /** Allows {@code identity} the given permissions. */
  public static Acl allow(Identity identity, Permission first, Permission... more) {
    return new Acl(Permission.bits(EnumSet.of(first, more)), identity);
  }

  /** Returns what is allowed. */
  public Set<Permission> allowed() {
    return Permission.of(permissions);
  }
}
