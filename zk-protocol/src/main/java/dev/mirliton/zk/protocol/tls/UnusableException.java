package dev.mirliton.zk.protocol.tls;

import org.jspecify.annotations.Nullable;

/** Why some content cannot be used, in words that follow the name of its file. */
final class UnusableException extends Exception {
  private static final long serialVersionUID = 1;

  UnusableException(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
