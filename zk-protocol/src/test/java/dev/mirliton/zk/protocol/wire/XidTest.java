package dev.mirliton.zk.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class XidTest {

  @Test
  void afterTheLargestComesOneAgain() {
    assertEquals(2, Xid.next(Xid.FIRST));
    assertEquals(Integer.MAX_VALUE, Xid.next(Integer.MAX_VALUE - 1));
    assertEquals(Xid.FIRST, Xid.next(Integer.MAX_VALUE));
  }
}
