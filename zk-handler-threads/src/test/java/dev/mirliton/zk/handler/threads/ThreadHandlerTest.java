package dev.mirliton.zk.handler.threads;

import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.testing.contract.HandlerContract;

class ThreadHandlerTest implements HandlerContract {
  @Override
  public HandlerProvider provider() {
    return new ThreadHandlerProvider();
  }
}
