package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.SlowCallback;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * A callback of the application that ran long. Below 100 ms nobody else in its queue notices much;
 * a recording may ask for less.
 */
@Name("dev.mirliton.zk.SlowCallback")
@Label("ZooKeeper Slow Callback")
@Description("A callback of the application that ran long, and held up those behind it")
@Category({"Mirliton", "ZooKeeper"})
@Threshold("100 ms")
@StackTrace(false)
@SuppressWarnings("unused") // the recorder reads the fields
final class SlowCallbackEvent extends Event {
  @Label("Client")
  private @Nullable String client;

  @Label("Queue")
  private @Nullable String queue;

  @Label("Listener")
  private @Nullable String listener;

  @Label("Subject")
  @Description("What it was told")
  private @Nullable String subject;

  @Label("Waiting")
  @Description("How many callbacks waited behind it")
  private long waiting;

  void commit(Object of, SlowCallback callback) {
    client = of.toString();
    queue = callback.queue();
    listener = callback.listener();
    subject = callback.subject();
    waiting = callback.waiting();
    commit();
  }
}
