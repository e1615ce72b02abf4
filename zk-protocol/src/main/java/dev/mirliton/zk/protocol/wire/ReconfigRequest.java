package dev.mirliton.zk.protocol.wire;

import org.jspecify.annotations.Nullable;

/**
 * Changes the members of the ensemble, by what joins and leaves or by the whole new list; answered
 * by a {@link GetDataResponse} with the new configuration.
 *
 * <pre>
 * | string joiningServers | string leavingServers | string newMembers | long curConfigId |
 * </pre>
 *
 * @param joiningServers servers to add, comma separated, or null
 * @param leavingServers numbers of servers to remove, comma separated, or null
 * @param newMembers all members, or null
 * @param curConfigId the version the configuration must have; −1 for any
 * @since 0.1
 */
public record ReconfigRequest(
    @Nullable String joiningServers,
    @Nullable String leavingServers,
    @Nullable String newMembers,
    long curConfigId)
    implements Request {

  /** Reads the body. */
  public static ReconfigRequest decode(WireReader in) {
    return new ReconfigRequest(
        in.readNullableString(), in.readNullableString(), in.readNullableString(), in.readLong());
  }

  @Override
  public int opCode() {
    return OpCode.RECONFIG;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(joiningServers);
    out.writeString(leavingServers);
    out.writeString(newMembers);
    out.writeLong(curConfigId);
  }
}
