package dev.mirliton.zk.protocol.observe;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The client's loggers, one for each topic; {@code docs/guide/observing.md} says who wants which.
 */
public final class Topics {
  /** Servers: found, lost, not to be had. */
  public static final Logger CONNECTION = LoggerFactory.getLogger("dev.mirliton.zk.connection");

  /** Sessions: opened, going on elsewhere, over. */
  public static final Logger SESSION = LoggerFactory.getLogger("dev.mirliton.zk.session");

  /** Requests, one line for each. */
  public static final Logger REQUEST = LoggerFactory.getLogger("dev.mirliton.zk.request");

  /** Watches: set again, fired. */
  public static final Logger WATCH = LoggerFactory.getLogger("dev.mirliton.zk.watch");

  /** Callbacks of the application that run long, observers that throw. */
  public static final Logger CALLBACK = LoggerFactory.getLogger("dev.mirliton.zk.callback");

  /** Everything else, which is little: tries that failed, bugs. */
  public static final Logger CLIENT = LoggerFactory.getLogger("dev.mirliton.zk.client");

  private Topics() {}
}
