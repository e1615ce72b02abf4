package dev.mirliton.zk.protocol.wire;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first frame of a connection, from the client: opens a session or goes on with one.
 *
 * <pre>
 * | int protocolVersion | long lastZxidSeen | int timeoutMs | long sessionId | buffer password |
 * | boolean readOnly, may be missing |
 * </pre>
 *
 * @param protocolVersion 0
 * @param lastZxidSeen the last transaction the client has seen; a server that has not seen it yet
 *     closes the connection without a word
 * @param timeoutMs the session timeout to ask for
 * @param sessionId 0 for a new session
 * @param password what came with the session; 16 zeros for a new one
 * @param readOnly whether a server without a quorum will do; null if nothing is said about it,
 *     which clients before 3.4 do
 * @since 0.1
 */
public record ConnectRequest(
    int protocolVersion,
    long lastZxidSeen,
    int timeoutMs,
    long sessionId,
    byte[] password,
    @Nullable Boolean readOnly) {

  /** Reads the frame. */
  public static ConnectRequest decode(WireReader in) {
    return new ConnectRequest(
        in.readInt(),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        in.readBytes(),
        in.remaining() > 0 ? in.readBoolean() : null);
  }

  /** Writes the frame's payload. */
  public void encode(WireWriter out) {
    out.writeInt(protocolVersion);
    out.writeLong(lastZxidSeen);
    out.writeInt(timeoutMs);
    out.writeLong(sessionId);
    out.writeBuffer(password);
    if (readOnly != null) {
      out.writeBoolean(readOnly);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConnectRequest that
        && protocolVersion == that.protocolVersion
        && lastZxidSeen == that.lastZxidSeen
        && timeoutMs == that.timeoutMs
        && sessionId == that.sessionId
        && Arrays.equals(password, that.password)
        && Objects.equals(readOnly, that.readOnly);
  }

  @Override
  public int hashCode() {
    return 31 * Objects.hash(protocolVersion, lastZxidSeen, timeoutMs, sessionId, readOnly)
        + Arrays.hashCode(password);
  }

  @Override
  public String toString() {
    return "ConnectRequest[lastZxidSeen=0x"
        + Long.toHexString(lastZxidSeen)
        + ", timeoutMs="
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
