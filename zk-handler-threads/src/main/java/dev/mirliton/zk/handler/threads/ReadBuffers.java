package dev.mirliton.zk.handler.threads;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Lends direct buffers: the memory of one that is thrown away comes back late. */
final class ReadBuffers {
  private final int bytes;
  private final ConcurrentLinkedQueue<ByteBuffer> spare = new ConcurrentLinkedQueue<>();

  ReadBuffers(int bytes) {
    this.bytes = bytes;
  }

  ByteBuffer take() {
    ByteBuffer buffer = spare.poll();
    return buffer == null ? ByteBuffer.allocateDirect(bytes) : buffer;
  }

  void giveBack(ByteBuffer buffer) {
    spare.add(buffer);
  }
}
