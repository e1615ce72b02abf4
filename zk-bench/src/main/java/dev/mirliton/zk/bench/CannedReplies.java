package dev.mirliton.zk.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Whole frames as a server would send them, made once; only the xid at {@link #XID_OFFSET} is still
 * to be filled in. Shared by every connection and never written to.
 */
final class CannedReplies {
  static final int XID_OFFSET = 4;
  static final int DATA_BYTES = 100;

  private static final int UNIMPLEMENTED = -6;
  private static final int STAT_BYTES = 68;

  static final byte[] HEADER_ONLY = reply(0, ByteBuffer.allocate(0));
  static final byte[] REFUSAL = reply(UNIMPLEMENTED, ByteBuffer.allocate(0));
  static final byte[] STAT = reply(0, putStat(ByteBuffer.allocate(STAT_BYTES)));
  static final byte[] NODE = node();
  static final byte[] CHILDREN = reply(0, putNames(ByteBuffer.allocate(14)));
  static final byte[] CHILDREN_WITH_STAT =
      reply(0, putStat(putNames(ByteBuffer.allocate(14 + STAT_BYTES))));

  private CannedReplies() {}

  private static byte[] node() {
    byte[] data = new byte[DATA_BYTES];
    Arrays.fill(data, (byte) 'x');
    ByteBuffer body = ByteBuffer.allocate(Integer.BYTES + DATA_BYTES + STAT_BYTES);
    return reply(0, putStat(body.putInt(DATA_BYTES).put(data)));
  }

  private static byte[] reply(int error, ByteBuffer body) {
    int length = 16 + body.capacity();
    ByteBuffer frame = ByteBuffer.allocate(4 + length).putInt(length);
    frame.putInt(0); // the xid
    frame.putLong(1); // the zxid
    frame.putInt(error);
    return frame.put(body.array()).array();
  }

  private static ByteBuffer putNames(ByteBuffer body) {
    body.putInt(2);
    for (String name : new String[] {"a", "b"}) {
      body.putInt(1).put(name.getBytes(UTF_8));
    }
    return body;
  }

  /** Writes the stat of a znode that was created once and never changed. */
  static ByteBuffer putStat(ByteBuffer to) {
    long created = 1_000_000_000_000L; // ms since the epoch
    to.putLong(1).putLong(1).putLong(created).putLong(created);
    to.putInt(0).putInt(0).putInt(0); // the versions of data, children and ACL
    to.putLong(0).putInt(DATA_BYTES).putInt(2).putLong(1);
    return to;
  }
}
