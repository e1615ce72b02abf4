package dev.mirliton.zk;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What every {@link ZkException} tells: which request, where, and the server's number for it.
 *
 * @param operation the request, as the client's method is called: {@code create}, {@code get}
 * @param path the path the caller gave, or null when the request has none
 * @param code the server's error code, or 0 when the failure did not come from a server
 * @since 0.1
 */
public record Failure(String operation, @Nullable String path, int code) implements Serializable {

  /** A failure that no server reported. */
  public static Failure local(String operation, @Nullable String path) {
    return new Failure(operation, path, 0);
  }

  String describe(String what) {
    return operation + ": " + what + (path == null ? "" : ": " + path);
  }
}
