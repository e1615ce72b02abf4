package dev.mirliton.zk.protocol.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.protocol.wire.WireReader;
import org.junit.jupiter.api.Test;

class RequestsTest {

  @Test
  void afterTheLargestXidComesOne() {
    SessionRig rig = new SessionRig();
    Outgoing outgoing = new Outgoing();
    Requests requests =
        new Requests(new Requests.Limits(100, 100, 1_000), new ServerFeatures(), rig, outgoing);
    requests.lastXid = Integer.MAX_VALUE - 1;

    requests.send(Ask.get(rig, "/a"), 0);
    requests.send(Ask.get(rig, "/b"), 0);

    assertEquals(0, requests.pending().placeOf(Integer.MAX_VALUE, 0));
    requests.pending().remove();
    assertEquals(0, requests.pending().placeOf(1, 0));
    int second = outgoing.size() / 2;
    outgoing.writeTo(
        bytes -> {
          WireReader in = new WireReader(bytes.position(second + Integer.BYTES));
          assertEquals(1, in.readInt());
          return bytes.limit();
        });
  }
}
