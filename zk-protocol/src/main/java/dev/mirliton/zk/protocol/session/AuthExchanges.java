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
import javax.security.auth.login.FailedLoginException;
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

  /** Credentials, and who is told of the next answer; nobody for those given at the start. */
  private static final class Shown {
    final Authentication credentials;
    boolean reliedOn; // given at the start, or accepted once
    final List<Delivery> told = new ArrayList<>(1);

    Shown(Authentication credentials, boolean reliedOn) {
      this.credentials = credentials;
      this.reliedOn = reliedOn;
    }
  }

  AuthExchanges(List<Authentication> fromTheStart, SessionOutput output) {
    this.output = output;
    fromTheStart.forEach(credentials -> all.add(new Shown(credentials, true)));
  }

  /**
   * Remembers credentials, and shows them now if there is a connection.
   *
   * @param out the connection, or null
   */
  void add(Authentication credentials, Delivery told, @Nullable WireWriter out) {
    Shown shown = find(credentials);
    if (shown == null) {
      shown = new Shown(credentials, false);
      all.add(shown);
    }
    shown.told.add(told);
    if (out != null) {
      send(shown, out);
    }
  }

  private @Nullable Shown find(Authentication credentials) {
    for (Shown shown : all) {
      if (shown.credentials.equals(credentials)) {
        return shown;
      }
    }
    return null;
  }

  /** A new connection: shows all. Who waited for an answer on the last one gets it here. */
  void sendAll(WireWriter out) {
    awaited.clear();
    for (Shown shown : all) {
      send(shown, out);
    }
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
    if (shown != null) {
      shown.reliedOn = true;
      output.authenticated(shown.credentials.scheme(), true);
      shown.told.forEach(told -> output.deliver(told, ACCEPTED));
      shown.told.clear();
    }
  }

  /**
   * The oldest awaited credentials were refused, and are forgotten.
   *
   * @return what that means
   */
  Refusal refused() {
    Shown shown = awaited.poll();
    if (shown == null) {
      return new Refusal(new FailedLoginException("the server refused credentials"), false);
    }
    FailedLoginException why =
        new FailedLoginException(
            "the server refused credentials of the scheme " + shown.credentials.scheme());
    all.remove(shown);
    output.authenticated(shown.credentials.scheme(), false);
    fail(shown, new Loss(Reason.AUTH_FAILED, Fate.NOT_SENT, why));
    return new Refusal(why, shown.reliedOn);
  }

  /**
   * A refusal.
   *
   * @param why for whoever asks
   * @param isFinal whether the client must not go on: it began with those credentials, or counts on
   *     them since they were accepted, and would be somebody else without them
   */
  record Refusal(FailedLoginException why, boolean isFinal) {}

  /** Tells everybody who still waits. */
  void failAll(Reason reason, @Nullable Throwable cause) {
    all.forEach(shown -> fail(shown, new Loss(reason, Fate.UNKNOWN, cause)));
  }

  private void fail(Shown shown, Loss loss) {
    shown.told.forEach(told -> output.deliver(told, loss));
    shown.told.clear();
  }
}
