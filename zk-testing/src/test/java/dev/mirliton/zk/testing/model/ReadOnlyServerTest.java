package dev.mirliton.zk.testing.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.protocol.wire.CloseRequest;
import dev.mirliton.zk.protocol.wire.ConnectRequest;
import dev.mirliton.zk.protocol.wire.ConnectResponse;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.ReplyHeader;
import dev.mirliton.zk.protocol.wire.SyncRequest;
import org.junit.jupiter.api.Test;

class ReadOnlyServerTest {
  private static final byte[] NO_PASSWORD = new byte[16];

  private final ServerCore withLocalSessions = server(ModelOptions.DEFAULT.withLocalSessions());

  private static ServerCore server(ModelOptions options) {
    Proposals toNobody =
        new Proposals() {
          @Override
          public void submit(Submission submission) {
            throw new AssertionError("a read-only server has no leader: " + submission);
          }

          @Override
          public void sync(long ticket) {
            throw new AssertionError("a read-only server has no leader");
          }

          @Override
          public void revalidate(long ticket, long sessionId, int timeoutMs) {
            throw new AssertionError("a read-only server has no leader");
          }

          @Override
          public void touch(long sessionId, int timeoutMs) {
            throw new AssertionError("a read-only server has no leader");
          }
        };
    ServerCore server = new ServerCore(1, new ManualWorld(), options, toNobody, new DataTree());
    server.serve(ServerMode.READ_ONLY);
    return server;
  }

  @Test
  void clientThatWantsToWriteIsSentAwayWithoutAWord() {
    for (Boolean readOnly : new Boolean[] {false, null}) {
      ModelClient client = new ModelClient(withLocalSessions);

      client.write(ModelClient.handshake(new ConnectRequest(0, 0, 5000, 0, NO_PASSWORD, readOnly)));

      assertTrue(client.isSilent());
      assertTrue(client.isEnded());
    }
  }

  @Test
  void sessionIsReadOnly() {
    ModelClient client = new ModelClient(withLocalSessions);
    client.connect(0, NO_PASSWORD, 5000);

    assertEquals(true, client.greeting().readOnly());
    assertEquals(ErrorCode.OK, client.ask(new ExistsRequest("/", false)).header().err());
    assertEquals(ErrorCode.NOT_READ_ONLY, client.create("/a", 0));
    assertEquals(ErrorCode.NOT_READ_ONLY, client.ask(new SyncRequest("/")).header().err());
    assertFalse(client.isEnded());
    assertEquals(ErrorCode.OK, client.ask(new CloseRequest()).header().err());
    assertTrue(client.isEnded());
  }

  @Test
  void sessionThatOnlyThisServerKnowsIsOverWhereOthersKnowIt() {
    ModelClient client = new ModelClient(withLocalSessions);
    client.connect(0, NO_PASSWORD, 5000);
    ConnectResponse session = client.greeting();

    ModelClient elsewhere = new ModelClient(server(ModelOptions.DEFAULT.withLocalSessions()));
    elsewhere.connect(session.sessionId(), session.password(), 5000);

    assertTrue(elsewhere.greeting().isExpired());
  }

  @Test
  void serverWithoutSessionsOfItsOwnAnswersAHandshakeWithAReplyHeader() {
    ModelClient client = new ModelClient(server(ModelOptions.DEFAULT));

    client.connect(0, NO_PASSWORD, 5000);

    assertEquals(new ReplyHeader(0, 0, ErrorCode.NOT_READ_ONLY), client.header());
  }
}
