package dev.mirliton.zk.protocol.tls;

import dev.mirliton.zk.TlsConfigurationException;
import dev.mirliton.zk.TlsOptions;
import dev.mirliton.zk.TlsTrust;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link SSLContext} of some options: the user's own, or one that is made anew when the files
 * it came from change. Contents are compared, not times of modification: these stand still while a
 * file is written twice in their grain, and may go back when it is replaced by an older one.
 */
public final class ReloadingContext {
  private static final Logger LOG = LoggerFactory.getLogger("dev.mirliton.zk.client.tls");

  private final TlsOptions options;
  private final boolean reloading;
  private final ReentrantLock lock = new ReentrantLock();
  private byte @Nullable [] loaded; // digest of the files in use; guarded by lock
  private byte @Nullable [] refused; // digest of files that could not be used; guarded by lock
  private @Nullable String unread; // the failure to read them that was logged; guarded by lock
  private volatile SSLContext context;

  /**
   * Makes the context, reading its files.
   *
   * @throws TlsConfigurationException if one cannot be used
   * @throws IllegalArgumentException if the JDK does not know a protocol or cipher suite
   */
  public ReloadingContext(TlsOptions options) {
    this.options = options;
    SSLContext own = options.context();
    if (own == null) {
      TlsFiles files = TlsFiles.read(options);
      reloading = !TlsFiles.named(options).isEmpty();
      loaded = files.digest();
      context = TlsContext.of(options, files);
    } else {
      reloading = false;
      context = own;
    }
    SSLParameters supported = context.getSupportedSSLParameters();
    check("protocols", options.protocols(), supported.getProtocols());
    check("cipherSuites", options.cipherSuites(), supported.getCipherSuites());
    warn();
  }

  private static void check(String name, List<String> wanted, String[] supported) {
    for (String each : wanted) {
      if (!List.of(supported).contains(each)) {
        throw new IllegalArgumentException(
            name + " must be among " + Arrays.toString(supported) + " but was " + each);
      }
    }
  }

  private void warn() {
    if (options.trust() instanceof TlsTrust.Anybody) {
      LOG.warn("certificates of servers are not checked: anybody can pose as one");
    } else if (!options.checksHostName()) {
      LOG.warn("host names of servers are not checked: any trusted certificate can pose as one's");
    }
  }

  /** Whether {@link #refresh} may have something to do. */
  public boolean isReloading() {
    return reloading;
  }

  /** Returns the context for the next connection. */
  public SSLContext context() {
    return context;
  }

  /**
   * Reads the files again, and makes a new context if they have changed and can be used. Otherwise
   * the old one stays, and a warning says why, once. Waits for the disk; never throws.
   */
  public void refresh() {
    if (!reloading) {
      return;
    }
    lock.lock();
    try {
      TlsFiles files = TlsFiles.read(options);
      unread = null;
      byte[] digest = files.digest();
      if (!Arrays.equals(digest, loaded) && !Arrays.equals(digest, refused)) {
        reload(files, digest);
      }
    } catch (TlsConfigurationException failed) {
      warnOnce(failed);
    } finally {
      lock.unlock();
    }
  }

  private void reload(TlsFiles files, byte[] digest) {
    try {
      context = TlsContext.of(options, files);
      loaded = digest;
      refused = null;
      LOG.info("certificates were read anew, for connections from now on: {}", options);
    } catch (TlsConfigurationException bad) {
      refused = digest;
      LOG.warn("{}; going on with what was there before", bad.getMessage());
    }
  }

  private void warnOnce(TlsConfigurationException failed) {
    // A task that is interrupted, because the client is closed, cannot read: that is no news.
    if (!Thread.currentThread().isInterrupted()
        && !String.valueOf(failed.getMessage()).equals(unread)) {
      unread = failed.getMessage();
      LOG.warn("{}; going on with what was there before", unread);
    }
  }
}
