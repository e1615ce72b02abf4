package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.WireReader;

/** What a server's answer to the connect request means for the session that was asked for. */
sealed interface Welcome {
  /** Here it is. */
  record Granted(ConnectResponse response) implements Welcome {}

  /** It is over. */
  record Over() implements Welcome {}

  /** Not here: another server may do better. */
  record Refused(String why) implements Welcome {}

  /** Reads the answer. */
  static Welcome read(WireReader reader, Identity identity) {
    if (ConnectResponse.isRefusal(reader)) {
      int error = ReplyHeader.decode(reader).err();
      return new Refused(
          error == ErrorCode.NOT_READ_ONLY
              ? "the server is read-only and gives no session"
              : "the server refused: " + ErrorCode.name(error));
    }
    ConnectResponse response = ConnectResponse.decode(reader);
    if (response.isExpired()) {
      if (identity.isNone()) {
        return new Refused("the server refused a new session");
      }
      // Without a quorum a server cannot know of each session, let alone end one.
      return Boolean.TRUE.equals(response.readOnly())
          ? new Refused("the server is read-only and does not know the session")
          : new Over();
    }
    // What belongs to the old session must not be mistaken for another one's.
    return identity.isGrantedBy(response)
        ? new Granted(response)
        : new Refused("the server answered for another session");
  }
}
