package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Fate;
import dev.mirliton.zk.protocol.session.Loss.Reason;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.FrameLengthException;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.Xid;
import org.jspecify.annotations.Nullable;

/**
 * What a server says once it has granted the session: events, pongs, words on credentials, and
 * answers. Finds out whom each is for; what else follows from it is {@link Aftermath}.
 */
final class Replies {
  private final Requests requests;
  private final Watches watches;
  private final Identity identity;
  private final Hearing hearing;
  private final Heartbeat heartbeat;
  private final ServerFeatures features;
  private final SessionOutput output;
  private final Aftermath aftermath;
  private long nowNs; // of the frame that is read
  private boolean served; // a request of the user, on this connection

  /** What becomes of the connection, or the session. */
  interface Aftermath {
    /** The server said what makes no sense. */
    void senseless(String what);

    /** The server accepted or refused the credentials that were shown first. */
    void wordOnCredentials(int error);

    /** The server serves only those who authenticated; it closes the connection now. */
    void strangersAreTurnedAway(int error);

    /** The server refused a request at its door, and closes the connection. */
    void serverIsAboutToClose();
  }

  Replies(
      Requests requests,
      Watches watches,
      Identity identity,
      Hearing hearing,
      Heartbeat heartbeat,
      ServerFeatures features,
      SessionOutput output,
      Aftermath aftermath) {
    this.requests = requests;
    this.watches = watches;
    this.identity = identity;
    this.hearing = hearing;
    this.heartbeat = heartbeat;
    this.features = features;
    this.output = output;
    this.aftermath = aftermath;
  }

  /** A connection is live. */
  void begin() {
    served = false;
  }

  /** Whether this connection has brought an answer to anybody. */
  boolean haveServed() {
    return served;
  }

  /** Reads a frame to whom it concerns. */
  void read(WireReader reader, long nowNs) {
    this.nowNs = nowNs;
    int xid = reader.readInt();
    long zxid = reader.readLong();
    int error = reader.readInt();
    if (error == ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH) {
      requests.turnedAway(xid, error, reader);
      aftermath.strangersAreTurnedAway(error);
      return;
    }
    switch (xid) {
      case Xid.NOTIFICATION -> watches.onEvent(reader);
      case Xid.PING -> hearing.answered(heartbeat.ponged());
      case Xid.AUTH -> aftermath.wordOnCredentials(error);
      default -> onAnswer(xid, zxid, error, reader, null);
    }
  }

  /**
   * Reads the head of a frame that is too long, and is skipped.
   *
   * @return whether it concerned somebody
   */
  boolean readLong(WireReader head, FrameLengthException tooLong, long nowNs) {
    this.nowNs = nowNs;
    ReplyHeader reply = ReplyHeader.decode(head);
    if (reply.xid() <= 0) {
      return false;
    }
    onAnswer(reply.xid(), reply.zxid(), reply.err(), head, tooLong);
    return true;
  }

  private void onAnswer(
      int xid, long zxid, int error, WireReader reader, @Nullable FrameLengthException tooLong) {
    PendingRequests pending = requests.pending();
    int at = pending.placeOf(xid, error);
    if (at < 0) {
      aftermath.senseless("reply has xid " + xid + ", expected " + pending.expected());
      return;
    }
    hearing.answered(pending.sentNs(at));
    Exchange exchange = requests.answered(at);
    if (at == 0 && !(exchange instanceof SystemRequest)) {
      // Not while watches wait to be set again: these ask for what happened since the last zxid.
      identity.seen(zxid);
      served = true;
    }
    if (error == ErrorCode.UNIMPLEMENTED && zxid == ServerFeatures.AT_THE_DOOR) {
      onRefusedAtTheDoor(exchange);
    }
    if (exchange == null) {
      return; // given up; its reply was all that was awaited
    }
    if (tooLong != null) {
      onTooLong(exchange, error, tooLong);
    } else {
      hand(exchange, error, reader);
    }
  }

  private void onTooLong(Exchange exchange, int error, FrameLengthException tooLong) {
    Watcher watcher = exchange.watcher();
    if (watcher != null) {
      watches.onAnswer(SystemRequest.unwanted(watcher), error);
    }
    output.deliver(exchange, new Loss(Reason.PACKET_LIMIT, Fate.UNKNOWN, tooLong));
  }

  private void hand(Exchange exchange, int error, WireReader reader) {
    Object outcome;
    try {
      outcome = exchange.answer(error, reader);
    } catch (RuntimeException garbled) {
      output.deliver(exchange, new Loss(Reason.GARBLED, Fate.UNKNOWN, garbled));
      return;
    }
    Watcher watcher = exchange.watcher();
    if (watcher != null) {
      watches.onAnswer(watcher, error);
    }
    output.deliver(exchange, outcome);
  }

  /** What was not sent yet waits for the next connection. */
  private void onRefusedAtTheDoor(@Nullable Exchange refused) {
    if (refused != null) {
      features.refused(refused.opCode(), nowNs);
    }
    requests.hold();
    aftermath.serverIsAboutToClose();
  }
}
