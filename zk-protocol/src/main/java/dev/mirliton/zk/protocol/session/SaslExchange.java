package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.Hosts;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.RequestHeader;
import dev.mirliton.zk.protocol.wire.SaslRequest;
import dev.mirliton.zk.protocol.wire.SaslResponse;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import javax.security.auth.login.FailedLoginException;
import org.jspecify.annotations.Nullable;

/**
 * The SASL exchange of one connection: whose turn it is, and what an end of it means. The mechanism
 * is outside, because it computes long and may ask others; here its tokens are put into packets and
 * taken out of them.
 */
final class SaslExchange {
  /**
   * The number of every packet of an exchange: there is never more than one under way, servers send
   * it back as it came, and requests begin at 1.
   */
  static final int XID = 0;

  private static final byte[] NOTHING = {};

  private final SessionOutput output;
  private final Outgoing outgoing;
  private boolean serversTurn;
  private boolean content; // the mechanism wants to hear nothing more
  private int tokensSent;

  SaslExchange(SessionOutput output, Outgoing outgoing) {
    this.output = output;
    this.outgoing = outgoing;
  }

  /** What follows from a step. */
  enum Next {
    /** Another step. */
    STEP,
    /** Both sides are content. */
    PROVEN,
    /** It failed, for reasons that say nothing of the client's credentials. */
    FAILED,
    /** The server does not believe the client. */
    REFUSED
  }

  /**
   * What became of a step.
   *
   * @param next what follows
   * @param why it failed; null unless it did
   */
  record Outcome(Next next, @Nullable Throwable why) {
    static final Outcome STEP = new Outcome(Next.STEP, null);
    static final Outcome PROVEN = new Outcome(Next.PROVEN, null);

    private static Outcome failed(String why) {
      return new Outcome(Next.FAILED, new IOException(why));
    }

    private static Outcome refused(String why) {
      return new Outcome(Next.REFUSED, new FailedLoginException(why));
    }
  }

  /** A connection to a server stands. */
  void begin(Hosts.Server server, InetSocketAddress address) {
    serversTurn = false;
    content = false;
    tokensSent = 0;
    output.proveTo(server, address);
  }

  /** The mechanism has done its part. */
  Outcome said(SaslStep step) {
    return switch (step) {
      case SaslStep.Token token -> send(token);
      case SaslStep.Failed failed ->
          new Outcome(failed.isRefusal() ? Next.REFUSED : Next.FAILED, failed.why());
    };
  }

  private Outcome send(SaslStep.Token token) {
    content = token.isContent();
    byte[] bytes = token.bytes();
    if (content && bytes == null) {
      return Outcome.PROVEN;
    }
    WireWriter out = outgoing.writer();
    int frame = out.beginFrame();
    RequestHeader.encode(out, XID, OpCode.SASL);
    new SaslRequest(bytes == null ? NOTHING : bytes).encode(out);
    out.endFrame(frame);
    tokensSent++;
    serversTurn = true;
    return Outcome.STEP;
  }

  /** The server sent a packet. */
  Outcome answered(WireReader in) {
    ReplyHeader header = ReplyHeader.decode(in);
    if (header.xid() != XID || !serversTurn) {
      return Outcome.failed("the server sent something else than an answer to SASL");
    }
    serversTurn = false;
    int error = header.err();
    if (error == ErrorCode.AUTH_FAILED || error == ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH) {
      return Outcome.refused("the server refused the client by SASL: " + ErrorCode.name(error));
    }
    if (error != ErrorCode.OK) {
      return Outcome.failed("the server could not do SASL: " + ErrorCode.name(error));
    }
    byte[] challenge = SaslResponse.decode(in).token();
    if (content) {
      return Outcome.PROVEN;
    }
    if (challenge != null) {
      output.answer(challenge);
      return Outcome.STEP;
    }
    // Words of a server that will not say no: it is configured to serve whom it does not believe.
    return tokensSent > 1
        ? Outcome.refused("the server did not believe the client, and would serve it all the same")
        : Outcome.failed("the server does no SASL, or serves those it does not believe");
  }

  /** Returns what the end of the connection by the other side means. */
  @Nullable Throwable closedByPeer(@Nullable Throwable cause) {
    if (!serversTurn) {
      return cause;
    }
    // Must not be taken for a refusal: a server that dies says as little (kazoo took it so).
    return new IOException(
        "the server closed the connection during SASL; before 3.5 it does so to refuse credentials",
        cause);
  }

  /** Returns what is awaited, for messages. */
  String awaited() {
    return serversTurn
        ? "the server did not answer"
        : "the mechanism had not made its token (with Kerberos: the KDC did not answer)";
  }
}
