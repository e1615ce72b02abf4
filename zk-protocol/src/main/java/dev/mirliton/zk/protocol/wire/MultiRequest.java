package dev.mirliton.zk.protocol.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A transaction: all of its steps happen, or none. Answered by a {@link MultiResponse}.
 *
 * <pre>
 * | MultiHeader | step | MultiHeader | step | … | MultiHeader of the end |
 * </pre>
 *
 * @param steps in the order they happen
 * @since 0.1
 */
public record MultiRequest(List<TransactionStep> steps) implements Request {
  /** Keeps a copy of the list. */
  public MultiRequest {
    steps = List.copyOf(steps);
  }

  /** Reads the body. */
  public static MultiRequest decode(WireReader in) {
    var steps = new ArrayList<TransactionStep>();
    for (var header = MultiHeader.decode(in); !header.done(); header = MultiHeader.decode(in)) {
      steps.add(TransactionStep.decode(header.type(), in));
    }
    return new MultiRequest(steps);
  }

  @Override
  public int opCode() {
    return OpCode.MULTI;
  }

  @Override
  public void encode(WireWriter out) {
    for (TransactionStep step : steps) {
      MultiHeader.encodeStep(out, step.opCode());
      step.encode(out);
    }
    MultiHeader.END.encode(out);
  }
}
