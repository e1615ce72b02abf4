package dev.mirliton.zk.handler.threads;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Asks an {@link EchoPeer}: a question is a number, and so is its answer. Negative numbers are
 * pushed by the peer. Remembers which threads were told of bytes.
 */
final class Questions implements LinkListener {
  final Map<Thread, Long> readsByThread = new ConcurrentHashMap<>();
  final AtomicLong unexpected = new AtomicLong();

  private final CallbackQueue queue;
  private final CompletableFuture<Link> opened = new CompletableFuture<>();
  private final Map<Long, Answer> open = new ConcurrentHashMap<>();
  private final AtomicLong asked = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final ByteBuffer outgoing = ByteBuffer.allocate(1 << 16); // Guarded by lock.
  private final ByteBuffer incoming = ByteBuffer.allocate(Long.BYTES);

  /** The answer to one question. */
  final class Answer extends Promise<Long> {
    Answer() {
      super(queue);
    }

    @Override
    protected void assist(long nanos) {
      Questions.this.link().assist(this, nanos);
    }
  }

  Questions(CallbackQueue queue) {
    this.queue = queue;
  }

  Link link() {
    return opened.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Asks, and writes the question in this thread. */
  Answer ask() {
    Answer answer = prepare(asked.incrementAndGet());
    onWritable();
    return answer;
  }

  /** Asks, and leaves the writing to whoever moves bytes. */
  Answer askLater() {
    Answer answer = prepare(asked.incrementAndGet());
    link().requestWrite();
    return answer;
  }

  private Answer prepare(long number) {
    Answer answer = expect(number);
    lock.lock();
    try {
      outgoing.putLong(number);
    } finally {
      lock.unlock();
    }
    return answer;
  }

  /** Expects a number that the peer will send by itself. */
  Answer expect(long number) {
    Answer answer = new Answer();
    open.put(number, answer);
    return answer;
  }

  int unanswered() {
    return open.size();
  }

  /** Whether {@code thread} was told of bytes. */
  boolean wasTold(Thread thread) {
    return readsByThread.containsKey(thread);
  }

  @Override
  public void onOpen(Link link) {
    opened.complete(link);
  }

  @Override
  public void onRead(ByteBuffer bytes) {
    readsByThread.merge(Thread.currentThread(), 1L, Long::sum);
    while (bytes.hasRemaining()) {
      incoming.put(bytes.get());
      if (!incoming.hasRemaining()) {
        answer(incoming.flip().getLong());
        incoming.clear();
      }
    }
  }

  private void answer(long number) {
    Answer answer = open.remove(number);
    if (answer == null || !answer.complete(number)) {
      unexpected.incrementAndGet();
    }
  }

  @Override
  public void onWritable() {
    lock.lock();
    try {
      outgoing.flip();
      link().write(outgoing);
      outgoing.compact();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onClosed(@Nullable IOException cause) {
    assertTrue(opened.isDone(), () -> "never opened: " + cause);
    open.values().forEach(answer -> answer.fail(new IllegalStateException("closed", cause)));
  }
}
