package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.Fate;
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
 * @param unsent what is said of the whole when a part was not sent
 * @param owner who must know when parts are sent
 */
record Whole(View view, View parts, String operation, String path, Fate unsent, Owner owner) {

  /** Who began a whole; both methods are called within a step. */
  interface Owner {
    /** A part is about to be sent. */
    void sending();

    /** Whether nobody waits any more, so that what was not sent need not be. */
    boolean isAbandoned();
  }

  /** Wants the parts to go on whatever happens. */
  private static final Owner NOBODY =
      new Owner() {
        @Override
        public void sending() {}

        @Override
        public boolean isAbandoned() {
          return false;
        }
      };

  static Whole begin(View view, String operation, String path) {
    return begin(view, operation, path, NOBODY);
  }

  static Whole begin(View view, String operation, String path, Owner owner) {
    return new Whole(view, view.forParts(), operation, path, Fate.NOT_SENT, owner);
  }

  /** Returns what goes on when a part may have done already what the whole is for. */
  Whole mayHaveHappened() {
    return new Whole(view, parts, operation, path, Fate.UNKNOWN, owner);
  }

  /** Returns the path as the server knows it. */
  String serverPath() {
    return view.root().toServer(path);
  }

  Throwable failure(int error) {
    return ErrorMapping.toException(operation, path, error, view);
  }

  Throwable failure(Loss loss) {
    Fate fate = loss.fate() == Fate.NOT_SENT ? unsent : loss.fate();
    Loss all = new Loss(loss.reason(), fate, loss.cause());
    return ErrorMapping.toException(operation, path, all, view);
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
