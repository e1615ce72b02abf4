package dev.mirliton.zk.discovery;

import dev.mirliton.zk.RecipeSupport;
import dev.mirliton.zk.Registration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Those who hear of a value: of the present one first, then of each change. Each is called in a
 * step of its own on the event queue, which reports one that throws.
 *
 * @param <T> the value's type; immutable
 */
final class Listeners<T> {
  private final RecipeSupport recipes;
  private final Supplier<T> present;
  private final List<Listening<T>> listening = new ArrayList<>(); // touched on the event queue only

  Listeners(RecipeSupport recipes, Supplier<T> present) {
    this.recipes = recipes;
    this.present = present;
  }

  /** Adds a listener. From any thread. */
  Registration add(Consumer<? super T> listener) {
    Listening<T> added = new Listening<>(listener);
    recipes.run(
        () -> {
          listening.add(added);
          added.tell(present.get());
        });
    return () -> {
      added.over = true;
      recipes.run(() -> listening.remove(added));
    };
  }

  /** Tells everybody. On the event queue. */
  void tell(T value) {
    for (Listening<T> one : listening) {
      recipes.run(() -> one.tell(value));
    }
  }

  private static final class Listening<T> {
    private final Consumer<? super T> listener;
    private volatile boolean over;

    Listening(Consumer<? super T> listener) {
      this.listener = listener;
    }

    void tell(T value) {
      if (!over) {
        listener.accept(value);
      }
    }
  }
}
