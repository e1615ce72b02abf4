package dev.mirliton.zk.protocol.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Many reads at once, each with a result of its own. Answered by a {@link MultiResponse}.
 *
 * <pre>
 * | MultiHeader | step | MultiHeader | step | … | MultiHeader of the end |
 * </pre>
 *
 * @param steps none of them sets a watch
 * @since 0.1
 */
public record MultiReadRequest(List<ReadStep> steps) implements Request {
  /** Keeps a copy of the list. */
  public MultiReadRequest {
    steps = List.copyOf(steps);
  }

  /** Reads the body. */
  public static MultiReadRequest decode(WireReader in) {
    var steps = new ArrayList<ReadStep>();
    for (var header = MultiHeader.decode(in); !header.done(); header = MultiHeader.decode(in)) {
      steps.add(ReadStep.decode(header.type(), in));
    }
    return new MultiReadRequest(steps);
  }

  @Override
  public int opCode() {
    return OpCode.MULTI_READ;
  }

  @Override
  public void encode(WireWriter out) {
    for (ReadStep step : steps) {
      MultiHeader.encodeStep(out, step.opCode());
      step.encode(out);
    }
    MultiHeader.END.encode(out);
  }
}
