package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Authentication;
import dev.mirliton.zk.Fate;
import dev.mirliton.zk.protocol.session.Loss.Reason;
import dev.mirliton.zk.protocol.wire.AuthRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import dev.mirliton.zk.protocol.wire.Xid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Credentials: which are shown on each connection, in the order they were given, and which await
 * the server's word. Servers answer them in order.
 */
final class AuthExchanges {
  /** What {@link Delivery#deliver} is given when the server accepted. */
  static final Object ACCEPTED = "accepted";

  private final SessionOutput output;
  private final List<Shown> all = new ArrayList<>();
  private final ArrayDeque<Shown> awaited = new ArrayDeque<>();

  /** Credentials, and who is told of the first answer; nobody for those given at the start. */
  private static final class Shown {
    final Authentication credentials;
    @Nullable Delivery told;
    final boolean fromTheStart;

    Shown(Authentication credentials, @Nullable Delivery told) {
      this.credentials = credentials;
      this.told = told;
      this.fromTheStart = told == null;
    }
  }

  AuthExchanges(List<Authentication> fromTheStart, SessionOutput output) {
    this.output = output;
    fromTheStart.forEach(credentials -> all.add(new Shown(credentials, null)));
  }

  /** Remembers credentials. The same ones given again take the place of the old. */
  void add(Authentication credentials, Delivery told) {
    all.removeIf(shown -> shown.credentials.equals(credentials) && shown.told == null);
    all.add(new Shown(credentials, told));
  }

  /** A new connection: shows all. */
  void sendAll(WireWriter out) {
    awaited.clear();
    for (Shown shown : all) {
      send(shown, out);
    }
  }

  /** Shows the last that were added. */
  void sendNew(WireWriter out) {
    send(all.get(all.size() - 1), out);
  }

  private void send(Shown shown, WireWriter out) {
    int frame = out.beginFrame();
    RequestHeader.encode(out, Xid.AUTH, OpCode.AUTH);
    new AuthRequest(0, shown.credentials.scheme(), shown.credentials.secret()).encode(out);
    out.endFrame(frame);
    awaited.add(shown);
  }

  boolean isDone() {
    return awaited.isEmpty();
  }

  /** The oldest awaited credentials were accepted. */
  void accepted() {
    Shown shown = awaited.poll();
    if (shown != null && shown.told != null) {
      output.deliver(shown.told, ACCEPTED);
      shown.told = null;
    }
  }

  /**
   * The oldest awaited credentials were refused, and are forgotten.
   *
   * @return whether the client can go on without them: they were not among those it started with
   */
  boolean refused(int error) {
    Shown shown = awaited.poll();
    if (shown == null) {
      return true;
    }
    all.remove(shown);
    if (shown.told != null) {
      output.deliver(shown.told, new Loss(Reason.AUTH_FAILED, Fate.UNKNOWN, null));
    }
    return !shown.fromTheStart;
  }

  /** The connection is gone: nothing is awaited; who waits is told on the next one. */
  void disconnected() {
    awaited.clear();
  }

  /** Tells everybody who still waits. */
  void failAll(Reason reason) {
    for (Shown shown : all) {
      if (shown.told != null) {
        output.deliver(shown.told, new Loss(reason, Fate.UNKNOWN, null));
        shown.told = null;
      }
    }
  }
}
