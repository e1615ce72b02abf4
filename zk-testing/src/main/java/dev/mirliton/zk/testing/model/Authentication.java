package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Identity;
import dev.mirliton.zk.protocol.wire.AuthRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Whom a server takes a client for after it has shown credentials. */
final class Authentication {
  private Authentication() {}

  /** Returns who it is now, besides whoever it was; nobody if the credentials are worth nothing. */
  static List<Identity> identities(
      AuthRequest request, String remoteAddress, ModelOptions options) {
    return switch (request.scheme()) {
      case AccessControl.IP -> List.of(new Identity(AccessControl.IP, remoteAddress));
      case AccessControl.DIGEST -> digest(request, options);
      default -> List.of();
    };
  }

  // No password is wrong: a server knows none, it only compares what it makes of them.
  private static List<Identity> digest(AuthRequest request, ModelOptions options) {
    byte[] auth = request.auth();
    if (auth == null) {
      return List.of();
    }
    String text = new String(auth, StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    String id = user + ":" + Base64.getEncoder().encodeToString(sha1(text));
    Identity identity = new Identity(AccessControl.DIGEST, id);
    return options.superDigest().filter(id::equals).isPresent()
        ? List.of(AccessControl.SUPERUSER, identity)
        : List.of(identity);
  }

  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-1", impossible);
    }
  }
}
