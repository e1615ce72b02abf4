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
   * Returns what an operation does as long as nobody looks: where one that is not {@linkplain
   * #isSeen seen} takes effect, any other of an equal role might, and no answer would differ. Only
   * for speed, when the fate of many calls is unknown. When in doubt, leave it at the operation
   * itself.
   */
  default Object role(O operation) {
    return operation;
  }

  /**
   * Whether any of the given answers may tell this operation from others of its role. When in
   * doubt, it may.
   *
   * @param results all answers that there are
   */
  default boolean isSeen(O operation, List<R> results) {
    return true;
  }

  /**
   * Whether {@code operation} can answer {@code result} neither in {@code state} nor in any that
   * may follow, because a version has passed, for example. Only for speed. When in doubt, it can.
   */
  default boolean isTooLate(S state, O operation, R result) {
    return false;
  }
}
