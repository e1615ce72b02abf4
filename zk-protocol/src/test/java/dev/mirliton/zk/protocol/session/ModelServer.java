package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.session.SessionRig.Sent;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.EventType;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.Xid;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** The least of a server: answers in order when told to, and remembers what it was asked. */
final class ModelServer {
  private final SessionRig rig;
  private final ArrayDeque<Object> unanswered = new ArrayDeque<>();
  private final Map<String, Integer> asked = new HashMap<>();
  private long zxid = 1;
  private long sessionId = 1;
  private boolean sessionOver;

  ModelServer(SessionRig rig) {
    this.rig = rig;
  }

  /** Returns how often the request of that name reached the server whole. */
  int timesAsked(String name) {
    return asked.getOrDefault(name, 0);
  }

  /** The connection is another one. */
  void disconnected() {
    hear();
    unanswered.clear();
  }

  void expire() {
    sessionOver = true;
  }

  private void hear() {
    for (Object frame : rig.got()) {
      unanswered.add(frame);
      if (frame instanceof Sent sent) {
        if (sent.request() instanceof DeleteRequest delete) {
          asked.merge("delete " + delete.path(), 1, Integer::sum);
        } else if (sent.request() instanceof GetDataRequest get && !get.watch()) {
          asked.merge("get " + get.path(), 1, Integer::sum);
        }
      }
    }
  }

  /** Answers the oldest frame, if there is one. */
  void answer() {
    hear();
    Object frame = unanswered.poll();
    if (frame instanceof ConnectRequest connect) {
      connect(connect);
    } else if (frame instanceof Sent sent) {
      switch (sent.xid()) {
        case Xid.PING -> rig.pong();
        case Xid.AUTH -> rig.authReply(ErrorCode.OK);
        default -> rig.reply(sent.xid(), zxid++, ErrorCode.OK);
      }
    }
  }

  private void connect(ConnectRequest request) {
    if (request.sessionId() == 0) {
      sessionOver = false;
      sessionId++;
    }
    if (sessionOver) {
      rig.refuseSession();
    } else {
      rig.handshake(sessionId, SessionRig.TIMEOUT_MS, false);
    }
  }

  void answerAll() {
    hear();
    while (!unanswered.isEmpty()) {
      answer();
    }
  }

  void tellEvent(String path) {
    rig.event(EventType.NODE_DATA_CHANGED, path, zxid++);
  }
}
