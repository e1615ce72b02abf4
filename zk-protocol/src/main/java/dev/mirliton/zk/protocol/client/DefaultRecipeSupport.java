package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.RecipeSupport;
import dev.mirliton.zk.Registration;
import dev.mirliton.zk.spi.CallbackQueue;
import dev.mirliton.zk.spi.Handler;
import dev.mirliton.zk.spi.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What recipes are built from, out of a handler and a client's event queue. */
final class DefaultRecipeSupport implements RecipeSupport {
  private final View view;
  private final Handler handler;

  DefaultRecipeSupport(View view) {
    this.view = view;
    this.handler = view.driver().handler();
  }

  @Override
  public <T> Settable<T> newResult(String what) {
    return new RecipeResult<>(view.events(), what);
  }

  @Override
  public void run(Runnable step) {
    view.events().execute(step);
  }

  @Override
  public Registration after(Duration delay, Runnable step) {
    AtomicBoolean cancelled = new AtomicBoolean();
    Registration timer =
        handler.schedule(
            delay,
            () ->
                view.events()
                    .execute(
                        () -> {
                          if (!cancelled.get()) {
                            step.run();
                          }
                        }));
    return () -> {
      cancelled.set(true);
      timer.close();
    };
  }

  @Override
  public Duration now() {
    return Duration.ofNanos(handler.nanoTime());
  }

  @Override
  public String uniqueName() {
    RandomGenerator random = handler.random();
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  @Override
  public long processId() {
    return handler.processId();
  }

  @Override
  public Duration defaultDeadline() {
    return view.bounded(view.deadline());
  }

  /** A result that callbacks of the event queue set, so that waiting for it there is refused. */
  private static final class RecipeResult<T> extends Promise<T> implements Settable<T> {
    private final CallbackQueue queue;
    private final String what;
    private volatile @Nullable Runnable onCancel;

    RecipeResult(CallbackQueue queue, String what) {
      super(queue);
      this.queue = queue;
      this.what = what;
    }

    @Override
    public AsyncResult<T> result() {
      return this;
    }

    @Override
    public void onCancel(Runnable step) {
      onCancel = step;
    }

    @Override
    protected void cancelled() {
      Runnable step = onCancel;
      if (step != null) {
        queue.execute(step);
      }
    }

    @Override
    protected boolean isSetByQueue() {
      return true;
    }

    @Override
    public String toString() {
      return what;
    }
  }
}
