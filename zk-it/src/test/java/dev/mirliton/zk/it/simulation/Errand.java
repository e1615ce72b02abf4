package dev.mirliton.zk.it.simulation;

import dev.mirliton.zk.ZkClient;

/** What a class does with a client, wherever either was loaded. */
public interface Errand {
  /** Runs, and returns whatever the one who sent it is to look at. */
  Object run(ZkClient zk) throws InterruptedException;
}
