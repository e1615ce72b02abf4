package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.WatchReport;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A watch got an event. */
@Name("dev.mirliton.zk.Watch")
@Label("ZooKeeper Watch")
@Description("A watch got an event; one for each local watch")
@Category({"Mirliton", "ZooKeeper"})
@StackTrace(false)
@SuppressWarnings("unused") // the recorder reads the fields
final class WatchFiredEvent extends Event {
  @Label("Client")
  private @Nullable String client;

  @Label("Type")
  private @Nullable String type;

  @Label("Path")
  private @Nullable String path;

  @Label("Age")
  @Description("How long the watch had been there")
  @Timespan(Timespan.NANOSECONDS)
  private long age;

  void commit(Object of, WatchReport report) {
    client = of.toString();
    type = report.event().getClass().getSimpleName();
    path = report.event().path();
    age = report.age().toNanos();
    commit();
  }
}
