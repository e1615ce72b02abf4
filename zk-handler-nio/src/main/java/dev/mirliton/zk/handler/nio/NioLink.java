package dev.mirliton.zk.handler.nio;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.LinkListener;
import dev.mirliton.zk.spi.parts.ChannelLink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One connection, moved by the {@link SelectorLoop}. */
final class NioLink extends ChannelLink {
  private final SelectorLoop loop;
  private final InetSocketAddress address;
  private final Duration timeout;
  private final AtomicBoolean asking = new AtomicBoolean();
  private boolean begun; // the loop's, like the deadline
  private @Nullable Registration deadline;

  NioLink(
      SelectorLoop loop,
      Endpoint endpoint,
      Duration timeout,
      LinkListener listener,
      Executor tlsTasks) {
    super(endpoint, listener, tlsTasks);
    this.loop = loop;
    this.address = endpoint.address();
    this.timeout = timeout;
  }

  @Override
  protected void summon() {
    if (!asking.get() && asking.compareAndSet(false, true)) {
      loop.ask(this);
    }
  }

  /** The loop's answer to {@link #summon}; the first one opens the channel. */
  void attendOnce() {
    asking.set(false); // before looking at the flags: who sets one from now on asks anew
    attend();
    if (begun || isEnded()) {
      expectNext();
      settle();
    } else if (loop.isClosing()) {
      end(null);
    } else {
      begin();
    }
  }

  private void begin() {
    begun = true;
    loop.add(this);
    SocketChannel channel = null;
    try {
      channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      SelectionKey key = channel.register(loop.selector(), 0, this);
      deadline = loop.schedule(NioHandler.saturatedNanos(timeout), this::late);
      start(key, channel.connect(address));
    } catch (IOException | RuntimeException failure) {
      end(failure instanceof IOException cause ? cause : new IOException(failure));
      closeQuietly(channel); // start() may not have taken it over
    }
  }

  private static void closeQuietly(@Nullable SocketChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException nothingToSave) {
      // The link has its cause already.
    }
  }

  private void late() {
    if (isConnecting()) {
      end(new SocketTimeoutException("no connection to " + address + " within " + timeout));
    }
  }

  /** The selector found the channel ready. */
  void selected(SelectionKey key, ByteBuffer buffer) {
    ready(key, buffer);
    settle();
  }

  /** Takes back the deadline of a link that has come to something. */
  private void settle() {
    if (deadline != null && !isConnecting()) {
      deadline.close();
      deadline = null;
    }
  }

  /** The handler is being closed. */
  void endWithHandler() {
    end(null);
  }

  @Override
  protected void ended() {
    loop.remove(this);
    if (deadline != null) {
      deadline.close();
    }
  }
}
