package dev.mirliton.zk.spi.parts;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a link pass through its non-blocking channel: as they are, or through TLS.
 *
 * <p>{@link #write} is for callers, one at a time; the rest is for the mover.
 */
interface Passage {

  /** Begins; plain bytes pass once {@link #isEstablished}. Returns like {@link #flush}. */
  boolean begin() throws IOException;

  /** Whether plain bytes pass. Stays true. */
  boolean isEstablished();

  /**
   * Writes as much as the channel takes.
   *
   * @return false if something is left, in the source or here: the channel is full
   */
  boolean write(ByteBuffer source) throws IOException;

  /**
   * Reads once.
   *
   * @param buffer what to read into; its content does not matter
   * @return the plain bytes, perhaps none, valid until the next call; null at the end of the stream
   */
  @Nullable ByteBuffer read(ByteBuffer buffer) throws IOException;

  /**
   * Goes on after a task of TLS has ended elsewhere; returns the plain bytes, as {@link #read}
   * does.
   */
  default ByteBuffer resume() throws IOException {
    return ByteBuffer.allocate(0);
  }

  /** Whether the peer said that it sends no more, though the stream did not end yet. */
  boolean isOver();

  /** Writes what is left here; returns false if the channel is full before. */
  boolean flush() throws IOException;

  /** Says goodbye as far as that is possible without waiting. The channel is not closed. */
  void end(@Nullable IOException cause) throws IOException;
}
