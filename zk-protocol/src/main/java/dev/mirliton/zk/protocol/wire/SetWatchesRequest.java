package dev.mirliton.zk.protocol.wire;

import java.util.List;

/**
 * Sets one-shot watches again after a reconnect. What changed since {@code relativeZxid} fires at
 * once. Answered by an {@link EmptyResponse}.
 *
 * <pre>
 * | long relativeZxid | vector&lt;string&gt; dataWatches | vector&lt;string&gt; existWatches | vector&lt;string&gt; childWatches |
 * </pre>
 *
 * @param relativeZxid the last transaction the client has seen
 * @since 0.1
 */
public record SetWatchesRequest(
    long relativeZxid,
    List<String> dataWatches,
    List<String> existWatches,
    List<String> childWatches)
    implements Request {

  /** Reads the body. */
  public static SetWatchesRequest decode(WireReader in) {
    return new SetWatchesRequest(
        in.readLong(), in.readStrings(), in.readStrings(), in.readStrings());
  }

  @Override
  public int opCode() {
    return OpCode.SET_WATCHES;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeLong(relativeZxid);
    out.writeStrings(dataWatches);
    out.writeStrings(existWatches);
    out.writeStrings(childWatches);
  }
}
