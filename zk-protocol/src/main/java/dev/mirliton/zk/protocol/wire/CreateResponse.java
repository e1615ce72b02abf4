package dev.mirliton.zk.protocol.wire;

/**
 * The path of the znode that was created.
 *
 * <pre>
 * | string path |
 * </pre>
 *
 * @since 0.1
 */
public record CreateResponse(String path) implements StepResult {

  /** Reads the body. */
  public static CreateResponse decode(WireReader in) {
    return new CreateResponse(in.readString());
  }

  @Override
  public void encode(WireWriter out) {
    out.writeString(path);
  }
}
