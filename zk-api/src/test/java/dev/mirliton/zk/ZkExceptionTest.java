package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ZkExceptionTest {
  private static final Failure FAILURE = new Failure("get", "/a", -101);
  private static final IOException CAUSE = new IOException("on purpose");

  /** One of each kind. */
  static List<ZkException> everyKind() {
    return List.of(
        new NoNodeException(FAILURE),
        new NodeExistsException(FAILURE),
        new BadVersionException(FAILURE),
        new NotEmptyException(FAILURE),
        new NoChildrenForEphemeralsException(FAILURE),
        new NoWatchException(FAILURE),
        new ReconfigurationException(FAILURE, ReconfigurationException.Reason.IN_PROGRESS),
        new AccessException(FAILURE, "not allowed"),
        new TransactionException(
            2, Op.delete("/a", Version.ANY), new NoNodeException(new Failure("get", "/a", -101))),
        new ConnectionLossException(FAILURE, Fate.UNKNOWN, CAUSE),
        new DeadlineExceededException(FAILURE, Fate.UNKNOWN, CAUSE),
        new QueueFullException(FAILURE, 7),
        new ReadOnlyServerException(FAILURE),
        new ThrottledException(FAILURE, Fate.NOT_SENT, CAUSE),
        new SessionExpiredException(FAILURE, Fate.UNKNOWN, CAUSE),
        new ClientClosedException(FAILURE, Fate.NOT_SENT, CAUSE),
        new GaveUpException(FAILURE, Fate.NOT_SENT, CAUSE),
        new AuthenticationFailedException(FAILURE, Fate.NOT_SENT, CAUSE),
        new UnsupportedException(FAILURE, "no such operation"),
        new ProtocolException(FAILURE, "nonsense", CAUSE),
        new PacketLimitException(FAILURE, "too long", CAUSE));
  }

  private static Stream<Class<?>> instances(Class<?> type) {
    Stream<Class<?>> below =
        type.isSealed()
            ? Stream.of(type.getPermittedSubclasses()).flatMap(ZkExceptionTest::instances)
            : Stream.empty();
    return Modifier.isAbstract(type.getModifiers()) ? below : Stream.concat(Stream.of(type), below);
  }

  @Test
  void noKindIsForgottenHere() {
    Set<Class<?>> here = new HashSet<>();
    everyKind().forEach(each -> here.add(each.getClass()));

    assertEquals(new HashSet<>(instances(ZkException.class).toList()), here);
  }

  /** Fails to compile when a family is added, and that is its point. */
  private static String whatNow(ZkException failure) {
    return switch (failure) {
      case NodeException tree -> "look";
      case AccessException refused -> "give up";
      case TransactionException refused -> "look at step " + refused.index();
      case UnavailableException silence -> silence.fate().name();
      case SessionException over -> over.fate().name();
      case UnsupportedException missing -> "do without";
      case ProtocolException bug -> "report";
    };
  }

  @Test
  void familiesSayWhatToDo() {
    assertEquals(
        List.of(
            "look",
            "look",
            "look",
            "look",
            "look",
            "look",
            "look",
            "give up",
            "look at step 2",
            "UNKNOWN",
            "UNKNOWN",
            "NOT_SENT",
            "NOT_SENT",
            "NOT_SENT",
            "UNKNOWN",
            "NOT_SENT",
            "NOT_SENT",
            "NOT_SENT",
            "do without",
            "report",
            "report"),
        everyKind().stream().map(ZkExceptionTest::whatNow).toList());
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void messageNamesOperationFirstAndPathLast(ZkException failure) {
    String message = String.valueOf(failure.getMessage());

    assertTrue(message.matches("(get|transact): [a-z0-9].*: /a"), message);
    assertEquals(message.startsWith("get") ? "get" : "transact", failure.operation());
    assertEquals("/a", failure.path());
    assertEquals(-101, failure.code());
  }

  @Test
  void messagesReadAloud() {
    assertEquals("get: no such znode: /a", new NoNodeException(FAILURE).getMessage());
    assertEquals(
        "get: 7 requests wait already, the limit maxQueuedRequests (not sent): /a",
        new QueueFullException(FAILURE, 7).getMessage());
    assertEquals(
        "get: the connection was lost (fate unknown): /a",
        new ConnectionLossException(FAILURE, Fate.UNKNOWN, null).getMessage());
    assertEquals(
        "get: the session expired (not sent): /a",
        new SessionExpiredException(FAILURE, Fate.NOT_SENT, null).getMessage());
  }

  @Test
  void requestWithoutPathHasNoneInItsMessage() {
    NoWatchException failure = new NoWatchException(Failure.local("sync", null));

    assertEquals("sync: no such watch", failure.getMessage());
    assertNull(failure.path());
    assertEquals(0, failure.code());
  }

  @Test
  void transactionTellsItsStepAndWhatThatWouldHaveThrown() {
    Op step = Op.check("/a", new Version(3));
    ZkException reason = new BadVersionException(new Failure("check", "/a", -103));

    TransactionException refused = new TransactionException(1, step, reason);

    assertEquals(
        "transact: step 1 was refused (check: the znode has another version: /a): /a",
        refused.getMessage());
    assertEquals(1, refused.index());
    assertSame(step, refused.op());
    assertSame(reason, refused.reason());
    assertSame(reason, refused.getCause());
    assertEquals(-103, refused.code());
    assertSame(reason, refused.rethrown().rethrown().reason());
    assertSame(step, refused.rethrown().op());
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void rethrownShowsTheCallerAndTheOriginal(ZkException original) {
    ZkException copy = original.rethrown();

    assertNotSame(original, copy);
    assertSame(original.getClass(), copy.getClass());
    assertSame(original, copy.getCause());
    assertTrue(
        Stream.of(copy.getStackTrace())
            .anyMatch(
                frame -> frame.getMethodName().equals("rethrownShowsTheCallerAndTheOriginal")),
        "the caller's stack");
    assertTellsTheSame(original, copy);
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void everythingButAStepSurvivesSerialisation(ZkException original) throws Exception {
    assertTellsTheSame(original, copyByBytes(original));
    assertTellsTheSame(original, copyByBytes(original.rethrown()));
  }

  @Test
  void stepOfATransactionIsNotSerialised() throws Exception {
    TransactionException original =
        new TransactionException(
            4, Op.set("/a", new byte[] {1}, Version.ANY), new NoNodeException(FAILURE));

    TransactionException copy = assertInstanceOf(TransactionException.class, copyByBytes(original));

    assertEquals(4, copy.index());
    assertInstanceOf(NoNodeException.class, copy.reason());
    assertEquals(
        "the step was not serialised with its exception",
        assertThrows(IllegalStateException.class, copy::op).getMessage());
  }

  @Test
  void deadlockSaysWhatWasAwaitedAndWhereToRead() {
    String message = String.valueOf(new CallbackDeadlockException("the lock").getMessage());

    assertTrue(message.startsWith("waiting for the lock inside a callback"), message);
    assertTrue(message.endsWith("(docs/errors.md#callback-deadlock)"), message);
  }

  private static void assertTellsTheSame(ZkException original, ZkException copy) {
    assertEquals(original.getMessage(), copy.getMessage());
    assertEquals(original.operation(), copy.operation());
    assertEquals(original.path(), copy.path());
    assertEquals(original.code(), copy.code());
    assertEquals(whatNow(original), whatNow(copy));
  }

  private static ZkException copyByBytes(ZkException original) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(original);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (ZkException) in.readObject();
    }
  }
}
