package dev.mirliton.zk.protocol.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** From the loss of a connection until there is another one. */
@Name("dev.mirliton.zk.Reconnect")
@Label("ZooKeeper Reconnect")
@Description("From the loss of a connection until a server serves again")
@Category({"Mirliton", "ZooKeeper"})
@StackTrace(false)
@SuppressWarnings("unused") // the recorder reads the fields
final class ReconnectEvent extends Event {
  @Label("Cause")
  private @Nullable String cause;

  @Label("Lost Server")
  private @Nullable String from;

  @Label("Found Server")
  @Description("Null if the client was closed before there was one")
  private @Nullable String to;

  @Label("Attempts")
  private int attempts;

  @Label("Session Before")
  private @Nullable String sessionBefore;

  @Label("Session After")
  private @Nullable String sessionAfter;

  @Label("Session Kept")
  private boolean sessionKept;

  void commit(Outage outage) {
    cause = outage.cause();
    from = outage.from();
    to = outage.to();
    attempts = outage.attempts();
    sessionBefore = outage.sessionBefore();
    sessionAfter = outage.sessionAfter();
    sessionKept = outage.to() != null && outage.sessionBefore().equals(outage.sessionAfter());
    commit();
  }
}
