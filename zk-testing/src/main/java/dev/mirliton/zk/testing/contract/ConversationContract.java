package dev.mirliton.zk.testing.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.spi.Link;
import dev.mirliton.zk.spi.Promise;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Everything of a link at once, as a client uses it: callers that write and wait, and help with
 * {@link Link#assist}.
 *
 * @since 0.1
 */
public interface ConversationContract extends HandlerSubject {

  @Test
  default void aLoneCallerIsAnsweredEveryTime() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Conversation conversation = converse(rig);

      for (long question = 0; question < 5000; question++) {
        assertEquals(question, conversation.ask(question).get(Concurrently.limit()));
      }
    }
  }

  @Test
  default void everyCallerGetsItsOwnAnswer() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Conversation conversation = converse(rig);

      Concurrently.run(6, caller -> askAndWait(conversation, caller));
    }
  }

  @Test
  default void everyVirtualCallerGetsItsOwnAnswer() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Conversation conversation = converse(rig);
      Queue<FutureTask<Void>> callers = new ArrayDeque<>();

      for (int i = 0; i < 50; i++) {
        int caller = i;
        callers.add(Concurrently.beginVirtual(() -> askAndWait(conversation, caller)));
      }

      for (FutureTask<Void> caller : callers) {
        Concurrently.end(caller);
      }
    }
  }

  @Test
  default void manyQuestionsInFlightAreAnsweredInOrder() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Conversation conversation = converse(rig);
      AtomicInteger told = new AtomicInteger();
      int producers = 3;
      int each = 20_000;

      Concurrently.run(
          producers,
          producer -> {
            Queue<Conversation.Answer> window = new ArrayDeque<>();
            for (int i = 0; i < each; i++) {
              Conversation.Answer answer = conversation.ask((long) producer << 32 | i);
              answer.link(same -> told.incrementAndGet());
              window.add(answer);
              if (window.size() > 500) {
                window.remove().get(Concurrently.limit());
              }
            }
            for (Conversation.Answer answer : window) {
              answer.get(Concurrently.limit());
            }
          });

      Concurrently.until("all were told", () -> told.get() == producers * each);
    }
  }

  @Test
  default void callersThatWaitAndCallersThatDoNotShareALink() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Conversation conversation = converse(rig);
      AtomicInteger told = new AtomicInteger();

      Concurrently.run(
          3,
          caller -> {
            if (caller == 0) {
              for (int i = 0; i < 20_000; i++) {
                conversation.ask(i).link(same -> told.incrementAndGet());
                if (i % 1000 == 0) {
                  conversation.ask(-1).get(Concurrently.limit());
                }
              }
            } else {
              askAndWait(conversation, caller);
            }
          });

      Concurrently.until("all were told", () -> told.get() == 20_000);
    }
  }

  @Test
  default void interruptedCallersHarmNoOther() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Conversation conversation = converse(rig);

      Concurrently.run(
          3,
          caller -> {
            for (int i = 0; i < 1000; i++) {
              if (caller == 0) {
                Thread.currentThread().interrupt();
                Conversation.Answer answer = conversation.ask(i);
                try {
                  answer.get();
                } catch (InterruptedException expected) {
                  assertEquals(i, answer.get(Concurrently.limit()));
                }
                Thread.interrupted();
              } else {
                assertEquals(i, conversation.ask(i).get(Concurrently.limit()));
              }
            }
          });
    }
  }

  @Test
  default void anAnswerIsNoticedWhenItsCallerDoesNotHelp() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Conversation conversation = converse(rig);

      for (int i = 0; i < 500; i++) {
        assertEquals(i, conversation.ask(i).get(Concurrently.limit())); // used to being helped
        Conversation.Answer alone = conversation.ask(i);
        CountDownLatch told = new CountDownLatch(1);
        alone.link(same -> told.countDown());
        Concurrently.await(told);
      }
    }
  }

  @Test
  default void helpingEndsWhenTheAnswerIsThereOrTheTimeIsUp() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      rig.open(log);
      Promise<String> ready = new Promise<>(rig.handler().callbackQueue("events"));
      ready.complete("value");
      Promise<String> never = new Promise<>(rig.handler().callbackQueue("events"));

      FutureTask<Void> helping =
          Concurrently.begin(
              () -> {
                log.link().assist(ready, Long.MAX_VALUE);
                log.link().assist(never, 0);
                log.link().assist(never, -1);
                log.link().assist(never, Duration.ofMillis(20).toNanos());
                for (int i = 0; i < 100; i++) {
                  log.link().assist(never, 100_000);
                }
              });

      Concurrently.end(helping);
      assertTrue(log.link().isOpen());
    }
  }

  @Test
  default void helpingEndsAtAnInterruptAndKeepsTheFlag() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      ListenerLog log = new ListenerLog();
      Socket peer = rig.open(log);
      Promise<String> never = new Promise<>(rig.handler().callbackQueue("events"));

      FutureTask<Void> helping =
          Concurrently.begin(
              () -> {
                Thread.currentThread().interrupt();
                log.link().assist(never, Concurrently.limit().toNanos());
                assertTrue(Thread.interrupted(), "the flag was cleared");
              });

      Concurrently.end(helping);
      peer.getOutputStream().write(1);
      log.awaitBytes(1); // others read on
    }
  }

  @Test
  default void helpingEndsWhenTheLinkDoes() throws Exception {
    try (LinkRig rig = new LinkRig(this)) {
      Conversation conversation = new Conversation(rig.handler().callbackQueue("events"));
      Link link = rig.handler().connect(rig.endpoint(), Concurrently.limit(), conversation);
      Socket peer = rig.accept(); // it never answers
      conversation.awaitOpen();
      CountDownLatch asked = new CountDownLatch(1);
      FutureTask<Void> waiting =
          Concurrently.begin(
              () -> {
                Conversation.Answer answer = conversation.ask(1);
                asked.countDown();
                assertTrue(answer.await(Concurrently.limit()));
                assertFalse(answer.isSuccessful());
              });
      Concurrently.await(asked);

      peer.close();

      Concurrently.end(waiting);
      link.assist(new Promise<>(rig.handler().callbackQueue("events")), 1000);
    }
  }

  private static Conversation converse(LinkRig rig) throws InterruptedException {
    rig.echo();
    Conversation conversation = new Conversation(rig.handler().callbackQueue("events"));
    rig.handler().connect(rig.endpoint(), Concurrently.limit(), conversation);
    conversation.awaitOpen();
    return conversation;
  }

  private static void askAndWait(Conversation conversation, int caller) throws Exception {
    for (int i = 0; i < 1000; i++) {
      long question = (long) caller << 32 | i;
      assertEquals(question, conversation.ask(question).get(Concurrently.limit()));
    }
  }
}
