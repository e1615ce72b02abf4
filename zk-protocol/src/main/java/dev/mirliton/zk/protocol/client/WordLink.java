package dev.mirliton.zk.protocol.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One four-letter word on a link of its own: written instead of a handshake, answered with text,
 * which ends with the connection.
 */
final class WordLink implements LinkListener {
  /** Far more than a server tells of a hundred thousand watches, and no danger to the memory. */
  static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;

  /** Hears how it went, once, on the thread that moves the link's bytes: must not block. */
  interface Outcome {
    /** The server said this, and closed. */
    void answered(String text);

    /**
     * There was no whole answer.
     *
     * @param asked whether the word was written, wholly or in part
     */
    void failed(boolean asked, @Nullable IOException cause);
  }

  private final ByteBuffer word;
  private final Outcome outcome;
  private final Runnable closed;
  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private @Nullable Link open;
  private @Nullable IOException tooLong;

  /**
   * Creates a listener for a link that is about to be opened.
   *
   * @param closed run at the very end
   */
  WordLink(String word, Outcome outcome, Runnable closed) {
    this.word = ByteBuffer.wrap(word.getBytes(US_ASCII));
    this.outcome = outcome;
    this.closed = closed;
  }

  @Override
  public void onOpen(Link link) {
    open = link;
    link.write(word);
  }

  @Override
  public void onWritable() {
    if (open != null && word.hasRemaining()) {
      open.write(word);
    }
  }

  @Override
  public void onRead(ByteBuffer bytes) {
    if (text.size() + bytes.remaining() > MAX_ANSWER_BYTES) {
      tooLong = new IOException("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
      bytes.position(bytes.limit());
      if (open != null) {
        open.close();
      }
      return;
    }
    byte[] piece = new byte[bytes.remaining()];
    bytes.get(piece);
    text.writeBytes(piece);
  }

  @Override
  public void onClosed(@Nullable IOException cause) {
    try {
      if (open != null && cause instanceof EOFException) { // not within a TLS handshake
        outcome.answered(text.toString(UTF_8));
      } else {
        outcome.failed(word.position() > 0, tooLong == null ? cause : tooLong);
      }
    } finally {
      closed.run();
    }
  }
}
