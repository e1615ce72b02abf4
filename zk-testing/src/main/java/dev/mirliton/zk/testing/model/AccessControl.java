package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** Who may do what, by the schemes world, auth, digest and ip, and the superuser's. */
final class AccessControl {
  static final int READ = 1;
  static final int WRITE = 2;
  static final int CREATE = 4;
  static final int DELETE = 8;
  static final int ADMIN = 16;

  static final String DIGEST = "digest";
  static final String IP = "ip";
  static final Identity SUPERUSER = new Identity("super", "");

  private AccessControl() {}

  /**
   * Checks that one of {@code identities} is allowed one of {@code permissions}, or anybody is.
   *
   * @throws Refusal with {@link ErrorCode#NO_AUTH}
   */
  static void check(List<Acl> acl, int permissions, List<Identity> identities) throws Refusal {
    if (!allows(acl, permissions, identities)) {
      throw new Refusal(ErrorCode.NO_AUTH);
    }
  }

  /** Whether one of {@code identities} is allowed one of {@code permissions}, or anybody is. */
  static boolean allows(List<Acl> acl, int permissions, List<Identity> identities) {
    if (acl.isEmpty() || identities.contains(SUPERUSER)) {
      return true;
    }
    for (Acl entry : acl) {
      if ((entry.permissions() & permissions) != 0 && isMeant(entry.identity(), identities)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMeant(Identity meant, List<Identity> identities) {
    return switch (meant.scheme()) {
      case "world" -> meant.equals(Identity.ANYONE);
      case DIGEST -> identities.contains(meant);
      case IP -> {
        IpRange range = IpRange.parse(meant.id());
        yield range != null
            && identities.stream()
                .anyMatch(who -> who.scheme().equals(IP) && range.contains(who.id()));
      }
      default -> false;
    };
  }

  /**
   * Returns the list that a znode gets: without repetitions, and with whoever asks in place of
   * {@link Identity#AUTHENTICATED}.
   *
   * @throws Refusal with {@link ErrorCode#INVALID_ACL}
   */
  static List<Acl> resolve(List<Acl> asked, List<Identity> identities) throws Refusal {
    List<Acl> resolved = new ArrayList<>();
    for (Acl entry : new LinkedHashSet<>(asked)) {
      if (entry.identity().scheme().equals("auth")) {
        resolved.addAll(forAuthenticated(entry.permissions(), identities));
      } else if (isValid(entry.identity())) {
        resolved.add(entry);
      } else {
        throw new Refusal(ErrorCode.INVALID_ACL);
      }
    }
    if (resolved.isEmpty()) {
      throw new Refusal(ErrorCode.INVALID_ACL);
    }
    return List.copyOf(resolved);
  }

  // To come from an address is not to have authenticated.
  private static List<Acl> forAuthenticated(int permissions, List<Identity> identities)
      throws Refusal {
    List<Acl> entries = new ArrayList<>();
    for (Identity identity : identities) {
      if (identity.scheme().equals(DIGEST)) {
        entries.add(new Acl(permissions, identity));
      }
    }
    if (entries.isEmpty()) {
      throw new Refusal(ErrorCode.INVALID_ACL);
    }
    return entries;
  }

  private static boolean isValid(Identity identity) {
    return switch (identity.scheme()) {
      case "world" -> identity.equals(Identity.ANYONE);
      case DIGEST -> isUserAndHash(identity.id());
      case IP -> IpRange.parse(identity.id()) != null;
      default -> false;
    };
  }

  /** Whether there are two parts; empty ones at the end do not count. */
  private static boolean isUserAndHash(String id) {
    int end = id.length();
    while (end > 0 && id.charAt(end - 1) == ':') {
      end--;
    }
    int colon = id.substring(0, end).indexOf(':');
    return colon >= 0 && id.substring(0, end).indexOf(':', colon + 1) < 0;
  }

  /** Returns the list as it is shown to who may not change it. */
  static List<Acl> masked(List<Acl> acl) {
    List<Acl> masked = new ArrayList<>();
    for (Acl entry : acl) {
      Identity who = entry.identity();
      int colon = who.id().indexOf(':');
      masked.add(
          who.scheme().equals(DIGEST) && colon >= 0
              ? new Acl(
                  entry.permissions(), new Identity(DIGEST, who.id().substring(0, colon) + ":x"))
              : entry);
    }
    return masked;
  }
}
