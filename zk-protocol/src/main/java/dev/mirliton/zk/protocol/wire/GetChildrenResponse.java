package dev.mirliton.zk.protocol.wire;

import java.util.List;

/**
 * The names of children, in no order.
 *
 * <pre>
 * | vector&lt;string&gt; children |
 * </pre>
 *
 * @since 0.1
 */
public record GetChildrenResponse(List<String> children) implements StepResult {

  /** Reads the body. */
  public static GetChildrenResponse decode(WireReader in) {
    return new GetChildrenResponse(in.readStrings());
  }

  @Override
  public void encode(WireWriter out) {
    out.writeStrings(children);
  }
}
