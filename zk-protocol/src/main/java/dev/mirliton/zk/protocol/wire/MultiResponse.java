package dev.mirliton.zk.protocol.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of each step of a {@link MultiRequest} or {@link MultiReadRequest}. A transaction that
 * failed has {@link ErrorCode#OK} in its reply header all the same: {@link #failedStep} tells.
 *
 * <pre>
 * | MultiHeader | result | MultiHeader | result | … | MultiHeader of the end |
 * </pre>
 *
 * @param results in the order of the steps
 * @since 0.1
 */
public record MultiResponse(List<Result> results) implements Response {
  /** Keeps a copy of the list. */
  public MultiResponse {
    results = List.copyOf(results);
  }

  /**
   * What came of one step.
   *
   * @param type the kind of result: an {@link OpCode}, {@link OpCode#ERROR} in a transaction that
   *     failed
   * @param err see {@link ErrorCode}. {@link ErrorCode#OK} before the step that failed, {@link
   *     ErrorCode#RUNTIME_INCONSISTENCY} after it
   * @param body an {@link ErrorResponse} with the same code, or what the step says
   */
  public record Result(int type, int err, StepResult body) {

    /** Returns the result of a step that failed, or of one beside it. */
    public static Result error(int err) {
      return new Result(OpCode.ERROR, err, new ErrorResponse(err));
    }

    /** Returns the result of a step that went well. */
    public static Result ok(int type, StepResult body) {
      return new Result(type, ErrorCode.OK, body);
    }
  }

  /** Reads the body. */
  public static MultiResponse decode(WireReader in) {
    var results = new ArrayList<Result>();
    for (var header = MultiHeader.decode(in); !header.done(); header = MultiHeader.decode(in)) {
      StepResult body = StepResult.decode(header.type(), in);
      results.add(new Result(header.type(), header.err(), body));
    }
    return new MultiResponse(results);
  }

  /**
   * Returns the index of the step that made a transaction fail, or −1 if it went well. Of no
   * meaning for many reads, where each fails alone.
   */
  public int failedStep() {
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i).err() != ErrorCode.OK) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void encode(WireWriter out) {
    for (Result result : results) {
      MultiHeader.encode(out, result.type(), false, result.err());
      result.body().encode(out);
    }
    MultiHeader.END.encode(out);
  }
}
