package dev.mirliton.zk.testing.simulation;


import dev.mirliton.zk.spi.HandlerOptions;
import dev.mirliton.zk.spi.HandlerProvider;
import dev.mirliton.zk.testing.contract.CallbackQueueContract;
import dev.mirliton.zk.testing.contract.ConversationContract;
import dev.mirliton.zk.testing.contract.HandlerCloseContract;
import dev.mirliton.zk.testing.contract.LinkContract;
import dev.mirliton.zk.testing.contract.LinkEndContract;
import dev.mirliton.zk.testing.contract.LinkWriteContract;
import dev.mirliton.zk.testing.contract.ResultContract;
import dev.mirliton.zk.testing.contract.StuckCloseContract;
import dev.mirliton.zk.testing.contract.TaskContract;
import dev.mirliton.zk.testing.contract.TimerContract;
import java.time.Duration;

/**
 * The contract that every handler keeps, in simulated worlds. All of it but the part about TLS,
 * which the simulated network does not have.
 */
@InSimulation
class SimulatedHandlerTest
    implements CallbackQueueContract,
        ResultContract,
        TimerContract,
        TaskContract,
        LinkContract,
        LinkWriteContract,
        LinkEndContract,
        ConversationContract,
        HandlerCloseContract,
        StuckCloseContract {

  @Override
  public HandlerProvider provider() {
    return new SimulatedHandlerProvider();
  }

  /** Chance may let a callback's thread wait for a second each time that it could go on. */
  @Override
  public HandlerOptions options() {
    return StuckCloseContract.super.options().closePatience(Duration.ofMinutes(10));
  }
}
