package dev.mirliton.zk.testing.history;

import java.util.List;

/**
 * What an object would do if it were called by one caller at a time. States, operations and results
 * are immutable values with {@code equals} and {@code hashCode}, and a {@code toString} for the
 * reader.
 *
 * @param <S> states
 * @param <O> operations
 * @param <R> what they answer
 * @since 0.1
 */
public interface SequentialModel<S, O, R> {

  /** Returns what is called linearizable here: {@code register}. */
  String name();

  /** Returns the state before any operation. */
  S initial();

  /**
   * Returns the states that are possible after {@code operation} answered {@code result} in {@code
   * state}; none if it cannot answer that.
   */
  List<S> after(S state, O operation, R result);

  /**
   * Returns the states that are possible after {@code operation} in {@code state}, whatever it
   * answered.
   */
  List<S> afterUnknown(S state, O operation);

  /**
   * Returns what an operation of unknown fate is, as far as anybody can tell who knows only the
   * given answers: two that return equal values here may stand in for one another. That spares the
   * search from trying both. When in doubt, leave it at the operation itself.
   *
   * @param operation one of unknown fate
   * @param results all answers that there are
   */
  default Object kind(O operation, List<R> results) {
    return operation;
  }
}
