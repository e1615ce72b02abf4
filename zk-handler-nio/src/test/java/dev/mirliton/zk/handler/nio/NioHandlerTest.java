package dev.mirliton.zk.handler.nio;

import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.testing.contract.HandlerContract;

class NioHandlerTest implements HandlerContract {
  @Override
  public HandlerProvider provider() {
    return new NioHandlerProvider();
  }
}
