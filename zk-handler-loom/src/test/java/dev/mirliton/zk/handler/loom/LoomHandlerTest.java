package dev.mirliton.zk.handler.loom;

import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.testing.contract.HandlerContract;

class LoomHandlerTest implements HandlerContract {

  @Override
  public HandlerProvider provider() {
    return new LoomHandlerProvider();
  }
}
