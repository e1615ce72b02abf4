package dev.mirliton.zk.testing.simulation;

import dev.mirliton.zk.spi.Endpoint;
import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.LinkListener;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of a simulated process, as its handler shows it. */
final class SimulatedLink implements Link {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedLink.class);
  private static final long MOVER_NS = 20_000;

  /** How often, and for how long, whoever moves bytes is busy with something else. */
  private static final double BUSY = 0.02;

  private static final long BUSY_NS = 50_000_000;

  /** How often whoever moves bytes is in the midst of it when the link is closed. */
  private static final double STILL_READING = 0.2;

  private static final long LONGEST_READING_NS = 50_000_000;

  private final Incarnation process;
  private final Kernel kernel;
  private final int readBytes;
  private final LinkListener listener;
  private final Consumer<SimulatedLink> atEnd;
  private final Network.Attempt attempt;
  private final Event giveUp;
  private @Nullable End end; // once open
  private boolean writeDue;
  private boolean closing; // by close(); what arrives until the end is told is read
  private boolean over; // the end was told

  /**
   * Begins to connect.
   *
   * @param readBytes how many bytes the listener gets at most in one call
   * @param atEnd called as the last thing, after the listener was told
   */
  SimulatedLink(
      Incarnation process,
      Endpoint endpoint,
      Duration timeout,
      int readBytes,
      LinkListener listener,
      Consumer<SimulatedLink> atEnd) {
    this.process = process;
    this.readBytes = readBytes;
    this.kernel = process.kernel();
    this.listener = listener;
    this.atEnd = atEnd;
    giveUp =
        kernel.timer(
            process.trueNs(saturatedNanos(timeout)),
            process,
            "connect timeout",
            () ->
                over(
                    new SocketTimeoutException(
                        "no connection to " + endpoint.address() + " within " + timeout)));
    attempt =
        process
            .network()
            .connect(
                process.host(),
                process,
                endpoint.address(),
                new Network.Caller() {
                  @Override
                  public void connected(End opened) {
                    open(opened);
                  }

                  @Override
                  public void refused(IOException cause) {
                    over(cause);
                  }
                });
  }

  private static long saturatedNanos(Duration duration) {
    return duration.compareTo(Duration.ofDays(365)) < 0
        ? duration.toNanos()
        : Duration.ofDays(365).toNanos();
  }

  private void open(End opened) {
    if (over || closing) {
      opened.reset();
      return;
    }
    giveUp.close();
    end = opened;
    tell(() -> listener.onOpen(this));
    opened.use(
        new End.Receiver() {
          @Override
          public void received(ByteBuffer bytes) {
            hand(bytes);
          }

          @Override
          public void roomCame() {
            tell(listener::onWritable);
          }

          @Override
          public void ended(IOException cause) {
            over(cause);
          }
        });
  }

  /** Hands bytes to the listener, as many at a time as one read finds. */
  private void hand(ByteBuffer bytes) {
    for (int at = 0; at < bytes.limit(); at += readBytes) {
      ByteBuffer piece = bytes.slice(at, Math.min(readBytes, bytes.limit() - at));
      tell(() -> listener.onRead(piece));
    }
  }

  /** Calls the listener; one that throws ends the link. */
  private void tell(Runnable call) {
    if (over) {
      return;
    }
    try {
      call.run();
    } catch (SimulationOverError killed) {
      throw killed;
    } catch (RuntimeException | Error failure) {
      over(new IOException(failure));
    }
  }

  /** The link has ended; called as an event, and says so at once. */
  private void over(@Nullable IOException cause) {
    if (!over) {
      over = true;
      drop();
      tellClosed(cause);
    }
  }

  private void drop() {
    giveUp.close();
    attempt.cancel();
    End open = end;
    if (open != null) {
      open.close();
    }
  }

  private void tellClosed(@Nullable IOException cause) {
    try {
      listener.onClosed(cause);
    } catch (SimulationOverError killed) {
      throw killed;
    } catch (RuntimeException | Error failure) {
      LOG.error("a link listener threw at the end of its link: {}", listener, failure);
    } finally {
      atEnd.accept(this);
    }
  }

  // ---- Called by anybody in the process

  @Override
  public int write(ByteBuffer source) {
    kernel.checkInside();
    End open = end;
    return open == null || over || closing ? 0 : open.write(source);
  }

  @Override
  public void requestWrite() {
    kernel.checkInside();
    if (!writeDue && !over && !closing) {
      writeDue = true;
      kernel.after(
          process.chance().between(0, process.chance().happens(BUSY) ? BUSY_NS : MOVER_NS),
          process,
          "write",
          () -> {
            writeDue = false;
            if (end != null && !closing) {
              tell(listener::onWritable);
            }
          });
    }
  }

  @Override
  public void close() {
    kernel.checkInside();
    if (!over && !closing) {
      closing = true;
      boolean reads = end != null && process.chance().happens(STILL_READING);
      long endsInNs = reads ? process.chance().between(0, LONGEST_READING_NS) : 0;
      if (!reads) {
        drop();
      }
      kernel.after(endsInNs, process, "closed", () -> over(null));
    }
  }

  @Override
  public boolean isOpen() {
    return end != null && !over && !closing;
  }
}
