package dev.mirliton.zk.protocol.wire;

import java.util.List;

/**
 * Sets watches of every kind again after a reconnect. What changed since {@code relativeZxid} fires
 * at once, except for lasting watches (ZOOKEEPER-4698). Answered by an {@link EmptyResponse}.
 *
 * <pre>
 * | long relativeZxid | vector&lt;string&gt; dataWatches | vector&lt;string&gt; existWatches | vector&lt;string&gt; childWatches | vector&lt;string&gt; persistentWatches | vector&lt;string&gt; persistentRecursiveWatches |
 * </pre>
 *
 * @param relativeZxid the last transaction the client has seen
 * @since 0.1
 */
public record SetWatches2Request(
    long relativeZxid,
    List<String> dataWatches,
    List<String> existWatches,
    List<String> childWatches,
    List<String> persistentWatches,
    List<String> persistentRecursiveWatches)
    implements Request {

  /** Reads the body. */
  public static SetWatches2Request decode(WireReader in) {
    return new SetWatches2Request(
        in.readLong(),
        in.readStrings(),
        in.readStrings(),
        in.readStrings(),
        in.readStrings(),
        in.readStrings());
  }

  @Override
  public int opCode() {
    return OpCode.SET_WATCHES2;
  }

  @Override
  public void encode(WireWriter out) {
    out.writeLong(relativeZxid);
    out.writeStrings(dataWatches);
    out.writeStrings(existWatches);
    out.writeStrings(childWatches);
    out.writeStrings(persistentWatches);
    out.writeStrings(persistentRecursiveWatches);
  }
}
