package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ReconfigRequest;
import java.util.Collection;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How the leader of an ensemble decides about other members: one change at a time. */
final class EnsembleReconfiguration implements Reconfiguration {
  private final Supplier<String> committed;
  private final Predicate<Collection<Integer>> isSynced;

  /**
   * Creates the leader's decision.
   *
   * @param committed says what {@code /zookeeper/config} is by what is agreed on
   * @param isSynced whether a majority of these voters follow the leader now
   */
  EnsembleReconfiguration(Supplier<String> committed, Predicate<Collection<Integer>> isSynced) {
    this.committed = committed;
    this.isSynced = isSynced;
  }

  @Override
  public String reconfigure(ReconfigRequest request, String config, long zxid) throws Refusal {
    if (!config.equals(committed.get())) {
      throw new Refusal(ErrorCode.RECONFIG_IN_PROGRESS);
    }
    DynamicConfig next = DynamicConfig.parse(config).after(request, zxid);
    if (!isSynced.test(next.voters())) {
      throw new Refusal(ErrorCode.NEW_CONFIG_NO_QUORUM);
    }
    return next.toString();
  }
}
