package dev.mirliton.zk.recipes.lock;

import org.jspecify.annotations.Nullable;

/**
 * What was to be done under a lock was not done, because the lock was lost before.
 *
 * <p>Not a {@link dev.mirliton.zk.ZkException}: the server did as it was told. The cause, if there
 * is one, is the server's refusal.
 *
 * @since 0.1
 */
public final class LockLostException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  LockLostException(String path, @Nullable Throwable cause) {
    super("the lock was lost; nothing was changed: " + path, cause);
  }
}
