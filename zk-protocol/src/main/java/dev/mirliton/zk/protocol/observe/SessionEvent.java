package dev.mirliton.zk.protocol.observe;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A turn in the life of a session. */
@Name("dev.mirliton.zk.Session")
@Label("ZooKeeper Session")
@Description("A session was opened, goes on with another server, or is over")
@Category({"Mirliton", "ZooKeeper"})
@StackTrace(false)
@SuppressWarnings("unused") // the recorder reads the fields
final class SessionEvent extends Event {
  @Label("Change")
  @Description("opened, reattached, expired, auth failed, detached or closed")
  private @Nullable String change;

  @Label("Session")
  private @Nullable String session;

  @Label("Server")
  private @Nullable String server;

  @Label("Timeout")
  @Description("Granted by the server")
  @Timespan(Timespan.MILLISECONDS)
  private long timeout;

  @Label("Cause")
  private @Nullable String cause;

  void commit(SessionChange what) {
    change = what.change();
    session = what.session();
    server = what.server();
    timeout = what.timeoutMs();
    cause = what.cause();
    commit();
  }
}
