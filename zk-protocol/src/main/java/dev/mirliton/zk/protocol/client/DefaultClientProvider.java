package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkOptions;
import dev.mirliton.zk.spi.ClientProvider;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.Handlers;

/** Puts a session on a handler, and a client on the session. */
public final class DefaultClientProvider implements ClientProvider {

  /** For {@link java.util.ServiceLoader}. */
  public DefaultClientProvider() {}

  @Override
  public ZkClient start(ZkOptions options) {
    Handler shared = options.handler();
    String name = options.handlerName();
    Handler handler =
        shared != null
            ? shared
            : (name == null ? Handlers.choose() : Handlers.choose(name))
                .create(HandlerOptions.DEFAULT);
    SessionDriver driver;
    try {
      driver = new SessionDriver(options, handler, shared == null);
    } catch (RuntimeException bad) { // certificates that cannot be used, say
      if (shared == null) {
        handler.close();
      }
      throw bad;
    }
    View view = new View(driver, new Chroot(options.hosts().root()), options.requestDeadline());
    if (options.followsEnsemble()) {
      EnsembleFollower.start(view);
    }
    driver.start();
    return new DefaultZkClient(view, true);
  }
}
