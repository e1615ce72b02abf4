package dev.mirliton.zk.protocol.observe;

import dev.mirliton.zk.RequestReport;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A request, from its call to its outcome. Its thread is the one that read the answer. */
@Name("dev.mirliton.zk.Request")
@Label("ZooKeeper Request")
@Description("A request that took long, from the call to its outcome")
@Category({"Mirliton", "ZooKeeper"})
@Threshold("20 ms")
@StackTrace(false)
@SuppressWarnings("unused") // the recorder reads the fields
final class RequestEvent extends Event {
  @Label("Client")
  @Description("The session, or the hosts as long as there is none")
  private @Nullable String client;

  @Label("Operation")
  private @Nullable String operation;

  @Label("Path")
  private @Nullable String path;

  @Label("Outcome")
  @Description("ok, or what kind of failure it was")
  private @Nullable String outcome;

  @Label("Fate")
  @Description("Of a request without an answer: NOT_SENT or UNKNOWN")
  private @Nullable String fate;

  @Label("Queued")
  @Description("Until it was put on the connection, for the last time")
  @Timespan(Timespan.NANOSECONDS)
  private long queued;

  @Label("On the Connection")
  @Description("From then on: the network and the server")
  @Timespan(Timespan.NANOSECONDS)
  private long onConnection;

  @Label("Times Sent")
  private int timesSent;

  @Label("Bytes Out")
  @DataAmount
  private int bytesOut;

  @Label("Bytes In")
  @DataAmount
  private int bytesIn;

  @Label("Zxid")
  @Description("The server's last transaction when it answered")
  private @Nullable String zxid;

  void commit(Object of, RequestReport report) {
    client = of.toString();
    operation = report.operation();
    path = report.path();
    outcome = report.outcome();
    fate = report.fate().map(Enum::name).orElse(null);
    queued = report.queued().toNanos();
    onConnection = report.onConnection().toNanos();
    timesSent = report.timesSent();
    bytesOut = report.bytesOut();
    bytesIn = report.bytesIn();
    zxid = "0x" + Long.toHexString(report.zxid());
    commit();
  }
}
