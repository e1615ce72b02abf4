package dev.mirliton.zk.spi.parts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import org.jspecify.annotations.Nullable;

/** Bytes as they are. */
final class PlainPassage implements Passage {
  /** The JDK copies a heap buffer whole, and keeps the copy's memory: so not too much at once. */
  private static final int HEAP_CHUNK_BYTES = 128 * 1024;

  private final ByteChannel channel;

  PlainPassage(ByteChannel channel) {
    this.channel = channel;
  }

  @Override
  public boolean begin() {
    return true;
  }

  @Override
  public boolean isEstablished() {
    return true;
  }

  @Override
  public boolean write(ByteBuffer source) throws IOException {
    if (source.isDirect() || source.remaining() <= HEAP_CHUNK_BYTES) {
      channel.write(source);
    } else {
      writeInChunks(source);
    }
    return !source.hasRemaining();
  }

  private void writeInChunks(ByteBuffer source) throws IOException {
    int limit = source.limit();
    try {
      while (source.position() < limit) {
        source.limit(Math.min(limit, source.position() + HEAP_CHUNK_BYTES));
        channel.write(source);
        if (source.hasRemaining()) {
          return;
        }
      }
    } finally {
      source.limit(limit);
    }
  }

  @Override
  public @Nullable ByteBuffer read(ByteBuffer buffer) throws IOException {
    return channel.read(buffer.clear()) < 0 ? null : buffer.flip();
  }

  @Override
  public boolean isOver() {
    return false;
  }

  @Override
  public boolean flush() {
    return true;
  }

  @Override
  public void end(@Nullable IOException cause) {}
}
