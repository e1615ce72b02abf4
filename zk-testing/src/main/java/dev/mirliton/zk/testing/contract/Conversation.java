package dev.mirliton.zk.testing.contract;

import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.Promise;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The smallest client there can be, with every liberty that a real one takes: many callers ask a
 * peer that echoes; a question goes out at once when none is in flight and is gathered with others
 * otherwise; a waiting caller may read its own answer.
 */
final class Conversation implements LinkListener {
  private final CallbackQueue queue;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile @Nullable Link link;

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final Queue<Answer> pending = new ArrayDeque<>();
  private final ByteBuffer outgoing = ByteBuffer.allocate(1 << 20);
  private boolean over;

  // Stepped by the link's calls, one at a time.
  private final ByteBuffer incoming = ByteBuffer.allocate(Long.BYTES);

  Conversation(CallbackQueue queue) {
    this.queue = queue;
  }

  /** A question's answer, which is the question. */
  final class Answer extends Promise<Long> {
    private final long question;

    private Answer(long question) {
      super(queue);
      this.question = question;
    }

    @Override
    protected void assist(long nanos) {
      Link open = link;
      if (open != null) {
        open.assist(this, nanos);
      }
    }
  }

  void awaitOpen() throws InterruptedException {
    Concurrently.await(opened);
  }

  /** Asks; what is asked before the link is open waits for that. */
  Answer ask(long question) {
    Answer answer = new Answer(question);
    lock.lock();
    try {
      if (over) {
        answer.fail(new IllegalStateException("over"));
        return answer;
      }
      boolean quiet = pending.isEmpty();
      pending.add(answer);
      outgoing.putLong(question);
      Link open = link;
      if (quiet) {
        flush();
      } else if (open != null) {
        open.requestWrite();
      }
    } finally {
      lock.unlock();
    }
    return answer;
  }

  private void flush() {
    Link open = link;
    outgoing.flip();
    if (open != null && outgoing.hasRemaining()) {
      open.write(outgoing);
    }
    outgoing.compact();
  }

  @Override
  public void onOpen(Link open) {
    link = open;
    onWritable(); // for what was asked before
    opened.countDown();
  }

  @Override
  public void onRead(ByteBuffer bytes) {
    List<Runnable> told = new ArrayList<>();
    lock.lock();
    try {
      while (bytes.hasRemaining()) {
        incoming.put(bytes.get());
        if (!incoming.hasRemaining()) {
          long value = incoming.flip().getLong();
          incoming.clear();
          Answer answer = pending.remove();
          told.add(
              value == answer.question
                  ? () -> answer.settle(value)
                  : () -> answer.settleFailed(new AssertionError("answered " + value)));
        }
      }
    } finally {
      lock.unlock();
    }
    told.forEach(Runnable::run);
    queue.wake();
  }

  @Override
  public void onWritable() {
    lock.lock();
    try {
      flush();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onClosed(@Nullable IOException cause) {
    List<Answer> left;
    lock.lock();
    try {
      over = true;
      left = List.copyOf(pending);
      pending.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(answer -> answer.fail(new IllegalStateException("closed", cause)));
    opened.countDown();
  }
}
