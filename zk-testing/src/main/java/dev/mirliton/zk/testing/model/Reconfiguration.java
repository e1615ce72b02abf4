package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ReconfigRequest;

/** What a leader says to other members. */
@FunctionalInterface
interface Reconfiguration {
  /** A server alone cannot have other members. */
  Reconfiguration NONE =
      (request, config, zxid) -> {
        throw new Refusal(ErrorCode.UNIMPLEMENTED);
      };

  /**
   * Returns the new text of {@code /zookeeper/config}.
   *
   * @param config the present one, with all that is proposed
   * @param zxid what the change will be known by, and so the new version
   * @throws Refusal with what the client is told
   */
  String reconfigure(ReconfigRequest request, String config, long zxid) throws Refusal;
}
