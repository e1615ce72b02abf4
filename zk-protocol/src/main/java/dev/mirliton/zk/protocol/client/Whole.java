package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.protocol.session.Loss;
import dev.mirliton.zk.spi.Promise;
import java.util.concurrent.CompletableFuture;

/**
 * A call that is made of parts: they share its deadline, work with the server's own paths, and fail
 * in its name, because its caller knows of no parts.
 *
 * @param view whose call it is
 * @param parts the view its parts are made with
 * @param operation the client's method
 * @param path the caller's
 */
record Whole(View view, View parts, String operation, String path) {

  static Whole begin(View view, String operation, String path) {
    return new Whole(view, view.forParts(), operation, path);
  }

  /** Returns the path as the server knows it. */
  String serverPath() {
    return view.root().toServer(path);
  }

  Throwable failure(int error) {
    return ErrorMapping.toException(operation, path, error, view);
  }

  Throwable failure(Loss loss) {
    return ErrorMapping.toException(operation, path, loss, view);
  }

  /** Returns the promise of what the parts amount to; cancelling it does not stop them. */
  <T> Promise<T> result(CompletableFuture<T> amount) {
    String name = operation + " " + path;
    Promise<T> result =
        new Promise<>(view.events()) {
          @Override
          public String toString() {
            return name;
          }
        };
    amount.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            result.settle(value);
          } else {
            result.settleFailed(Part.reason(failure));
          }
        });
    return result;
  }
}
