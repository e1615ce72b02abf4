package dev.mirliton.zk.recipes.lock;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.DeadlineExceededException;
import dev.mirliton.zk.Failure;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.RecipeSupport.Settable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The calls of {@link ZkLock} for code that must not wait. Cancelling a result withdraws from the
 * queue; where cancel returns false the lock may have been acquired already, and must be closed.
 *
 * @since 0.1
 */
public final class AsyncZkLock {
  private final LockSite site;
  private final Ownership ownership;

  AsyncZkLock(LockSite site, Ownership ownership) {
    this.site = site;
    this.ownership = ownership;
  }

  AsyncZkLock ownedBy(Object owner) {
    return new AsyncZkLock(site, ownership.of(owner));
  }

  /** See {@link ZkLock#acquire()}. */
  public AsyncResult<Held> acquire() {
    Hold again = ownership.enter();
    if (again != null) {
      return ready(new Held(again, ownership));
    }
    return Acquisition.start(
        site, new Acquisition.Patience<>(true, null, (result, decided) -> {}), this::held);
  }

  /**
   * See {@link ZkLock#acquire(Duration)}.
   *
   * @throws IllegalArgumentException if {@code limit} is not positive
   */
  public AsyncResult<Optional<Held>> acquire(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("limit must be positive but was " + limit);
    }
    Hold again = ownership.enter();
    if (again != null) {
      return ready(Optional.of(new Held(again, ownership)));
    }
    return Acquisition.start(
        site,
        new Acquisition.Patience<>(
            true, limit, (result, decided) -> result.complete(Optional.empty())),
        hold -> Optional.of(held(hold)));
  }

  /** See {@link ZkLock#tryAcquire()}. */
  public AsyncResult<Optional<Held>> tryAcquire() {
    Hold again = ownership.enter();
    if (again != null) {
      return ready(Optional.of(new Held(again, ownership)));
    }
    return Acquisition.start(
        site,
        new Acquisition.Patience<>(false, site.support().defaultDeadline(), this::refuseAtOnce),
        hold -> Optional.of(held(hold)));
  }

  private void refuseAtOnce(Settable<Optional<Held>> result, boolean decided) {
    if (decided) {
      result.complete(Optional.empty());
    } else {
      Failure failure = Failure.local("tryAcquire", site.path());
      // What was sent is taken back, so nothing will come of it.
      result.fail(new DeadlineExceededException(failure, Fate.NOT_SENT, null));
    }
  }

  /** See {@link ZkLock#contenders()}. */
  public AsyncResult<List<Contender>> contenders() {
    return ContenderList.read(site);
  }

  private Held held(Hold hold) {
    ownership.taken(hold);
    return new Held(hold, ownership);
  }

  private <T> AsyncResult<T> ready(T value) {
    Settable<T> result = site.support().newResult(site.toString());
    result.complete(value);
    return result.result();
  }

  @Override
  public String toString() {
    return site.toString();
  }
}
