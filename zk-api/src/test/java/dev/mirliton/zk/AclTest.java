package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AclTest {

  @Test
  void permissionsHaveTheBitsOfTheWire() {
    assertEquals(1, Permission.READ.bit());
    assertEquals(2, Permission.WRITE.bit());
    assertEquals(4, Permission.CREATE.bit());
    assertEquals(8, Permission.DELETE.bit());
    assertEquals(16, Permission.ADMIN.bit());
  }

  @Test
  void everySetOfPermissionsSurvivesTheWire() {
    for (int bits = 0; bits < 32; bits++) {
      assertEquals(bits, Permission.bits(Permission.of(bits)));
    }
    assertEquals(EnumSet.allOf(Permission.class), Permission.of(-1));
    assertEquals(Set.of(), Permission.of(32), "a bit that no permission has");
  }

  @Test
  void entryKeepsBitsItDoesNotKnow() {
    Acl entry = new Acl(32 | 1, Identity.ANYONE);

    assertEquals(33, entry.permissions());
    assertEquals(Set.of(Permission.READ), entry.allowed());
  }

  @Test
  void allowingNamesOneIdentityAndItsPermissions() {
    Identity bob = new Identity("digest", "bob:hash");

    assertEquals(new Acl(1, bob), Acl.allow(bob, Permission.READ));
    assertEquals(
        new Acl(9, bob), Acl.allow(bob, Permission.DELETE, Permission.READ, Permission.READ));
    assertEquals(new Acl(31, bob), Acl.allowAll(bob));
  }

  @Test
  void usualListsAreWhatServersCallThem() {
    assertEquals(List.of(new Acl(31, new Identity("world", "anyone"))), Acl.OPEN);
    assertEquals(List.of(new Acl(1, new Identity("world", "anyone"))), Acl.READ_ONLY);
    assertEquals(List.of(new Acl(31, new Identity("auth", ""))), Acl.CREATOR_ALL);
    assertEquals("world:anyone", Identity.ANYONE.toString());
  }
}
