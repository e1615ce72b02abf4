package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Stat;
import java.util.List;

/**
 * The names of children, in no order, and the stat of their parent.
 *
 * <pre>
 * | vector&lt;string&gt; children | Stat stat |
 * </pre>
 *
 * @since 0.1
 */
public record GetChildren2Response(List<String> children, Stat stat) implements Response {

  /** Reads the body. */
  public static GetChildren2Response decode(WireReader in) {
    return new GetChildren2Response(in.readStrings(), StatCodec.read(in));
  }

  @Override
  public void encode(WireWriter out) {
    out.writeStrings(children);
    StatCodec.write(out, stat);
  }
}
