package dev.mirliton.zk.protocol.sasl;

import java.io.IOException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mechanism could not make a token. */
public final class MechanismException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * What a KDC says of a client that it will not say otherwise of when asked again: expired (1),
   * unknown (6), revoked (18), key expired (23), wrong key (24). All else, the server's principal
   * being unknown for one (7), is no judgement on the client.
   */
  private static final Set<String> JUDGEMENTS = Set.of("1", "6", "18", "23", "24");

  /** The JDK keeps the class of the KDC's errors to itself; their numbers stand in the text. */
  private static final String KDC_ERRORS = "sun.security.krb5.Krb";

  private static final Pattern NUMBER = Pattern.compile("\\((\\d+)\\)");

  private final boolean isRefusal;

  /**
   * Says what failed, and why.
   *
   * @param what failed: {@code no Kerberos login as app}
   */
  public MechanismException(String what, Throwable cause) {
    super(what + ": " + text(cause), cause);
    this.isRefusal = isJudgement(cause);
  }

  /** What the mechanism cannot do at all. */
  MechanismException(String what) {
    super(what);
    this.isRefusal = false;
  }

  /** Whether somebody who knows said that the client is not who it claims to be. */
  public boolean isRefusal() {
    return isRefusal;
  }

  private static String text(Throwable cause) {
    String text = cause.getMessage();
    return text == null ? cause.getClass().getSimpleName() : text.strip();
  }

  private static boolean isJudgement(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at.getClass().getName().startsWith(KDC_ERRORS)) {
        Matcher number = NUMBER.matcher(String.valueOf(at.getMessage()));
        return number.find() && JUDGEMENTS.contains(number.group(1));
      }
    }
    return false;
  }
}
