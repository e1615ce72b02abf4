package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Identity;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom the server takes the client for.
 *
 * <pre>
 * | int count | string scheme | string user | string scheme | string user | … |
 * </pre>
 *
 * @param identities never with a password in them
 * @since 0.1
 */
public record WhoAmIResponse(List<Identity> identities) implements Response {
  private static final int IDENTITY_MIN_BYTES = 8;

  /** Keeps a copy of the list. */
  public WhoAmIResponse {
    identities = List.copyOf(identities);
  }

  /** Reads the body. */
  public static WhoAmIResponse decode(WireReader in) {
    int count = in.readCount(IDENTITY_MIN_BYTES);
    var identities = new ArrayList<Identity>(count);
    for (int i = 0; i < count; i++) {
      identities.add(new Identity(in.readString(), in.readString()));
    }
    return new WhoAmIResponse(identities);
  }

  @Override
  public void encode(WireWriter out) {
    out.writeInt(identities.size());
    for (Identity identity : identities) {
      out.writeString(identity.scheme());
      out.writeString(identity.id());
    }
  }
}
