package dev.mirliton.zk.protocol.wire;

import java.util.List;

/**
 * The paths of the session's ephemeral znodes, in no order.
 *
 * <pre>
 * | vector&lt;string&gt; ephemerals |
 * </pre>
 *
 * @since 0.1
 */
public record GetEphemeralsResponse(List<String> ephemerals) implements Response {

  /** Reads the body. */
  public static GetEphemeralsResponse decode(WireReader in) {
    return new GetEphemeralsResponse(in.readStrings());
  }

  @Override
  public void encode(WireWriter out) {
    out.writeStrings(ephemerals);
  }
}
