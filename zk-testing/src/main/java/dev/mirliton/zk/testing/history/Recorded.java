package dev.mirliton.zk.testing.history;

/**
 * One call of a {@link History}, as it stood when the history was read.
 *
 * @param number counts the calls of a history from 1, in the order they began
 * @param process who called
 * @param operation what was called
 * @param called when
 * @param outcome how it ended
 * @param <O> operations
 * @param <R> what they answer
 * @since 0.1
 */
public record Recorded<O, R>(
    int number, String process, O operation, Moment called, Outcome<R> outcome) {

  /** Returns the call with its fate forgotten: it may have taken effect or not. */
  Recorded<O, R> forgotten() {
    return new Recorded<>(number, process, operation, called, new Outcome.Unknown<>(called));
  }

  /** Returns one line: {@code #3 c2: read /a -> blue, from 1.200 s to 1.300 s}. */
  @Override
  public String toString() {
    String call = "#" + number + " " + process + ": " + operation;
    return switch (outcome) {
      case Outcome.Ok<R> ok -> call + " -> " + ok.result() + ", from " + called + " to " + ok.at();
      case Outcome.Failed<R> failed ->
          call + " failed without effect, from " + called + " to " + failed.at();
      case Outcome.Unknown<R> unknown ->
          call + ", fate unknown, from " + called + ", given up at " + unknown.at();
      case Outcome.Running<R> running -> call + ", not answered yet, from " + called;
    };
  }
}
