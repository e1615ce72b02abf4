package dev.mirliton.zk.protocol.wire;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first frame of a connection, from the server: here is your session, or it is over.
 *
 * <pre>
 * | int protocolVersion | int timeoutMs | long sessionId | buffer password |
 * | boolean readOnly, may be missing |
 * </pre>
 *
 * @param protocolVersion 0
 * @param timeoutMs the session timeout granted; 0 if the session is over
 * @param sessionId 0 if the session is over
 * @param password to be shown when going on with the session elsewhere
 * @param readOnly whether this server has no quorum; null if it did not say, because it is older
 *     than 3.4 or because the request did not ask
 * @since 0.1
 */
public record ConnectResponse(
    int protocolVersion,
    int timeoutMs,
    long sessionId,
    byte[] password,
    @Nullable Boolean readOnly) {

  /**
   * Whether the frame that {@code in} is about to read is a {@link ReplyHeader} in place of a
   * connect response. A server without a quorum and without local sessions refuses so, with {@link
   * ErrorCode#NOT_READ_ONLY}; no connect response is as short.
   */
  public static boolean isRefusal(WireReader in) {
    return in.remaining() == ReplyHeader.BYTES;
  }

  /** Reads the frame. */
  public static ConnectResponse decode(WireReader in) {
    return new ConnectResponse(
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readBytes(),
        in.remaining() > 0 ? in.readBoolean() : null);
  }

  /** Writes the frame's payload. */
  public void encode(WireWriter out) {
    out.writeInt(protocolVersion);
    out.writeInt(timeoutMs);
    out.writeLong(sessionId);
    out.writeBuffer(password);
    if (readOnly != null) {
      out.writeBoolean(readOnly);
    }
  }

  /** Whether the session is over, or was never heard of. */
  public boolean isExpired() {
    return timeoutMs <= 0;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConnectResponse that
        && protocolVersion == that.protocolVersion
        && timeoutMs == that.timeoutMs
        && sessionId == that.sessionId
        && Arrays.equals(password, that.password)
        && Objects.equals(readOnly, that.readOnly);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(protocolVersion, timeoutMs, sessionId, readOnly)
        + Arrays.hashCode(password);
  }

  @Override
  public String toString() {
    return "ConnectResponse[timeoutMs="
        + timeoutMs
        + ", sessionId=0x"
        + Long.toHexString(sessionId)
        + ", password="
        + ByteCount.of(password)
        + ", readOnly="
        + readOnly
        + "]";
  }
}
