package dev.mirliton.zk.protocol.session;

import org.jspecify.annotations.Nullable;

/** What a SASL mechanism has to say when it was asked; see {@link Session#sasl}. */
public sealed interface SaslStep {

  /**
   * It made a token.
   *
   * @param bytes what to send; or null, if it is content without another
   * @param isContent whether it wants to hear nothing more than that the server is, too
   */
  record Token(byte @Nullable [] bytes, boolean isContent) implements SaslStep {
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }

    /** Says nothing of the bytes. */
    @Override
    public String toString() {
      return isContent ? "Token[last]" : "Token[]";
    }
  }

  /**
   * It could not make one.
   *
   * @param why what went wrong
   * @param isRefusal whether it is certain that nobody would believe the client
   */
  record Failed(Throwable why, boolean isRefusal) implements SaslStep {}
}
