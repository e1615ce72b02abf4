package dev.mirliton.zk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AuthenticationTest {

  @Test
  void digestIdentityIsWhatServersKeepOfTheCredentials() {
    assertEquals(
        new Identity("digest", "bob:fyVmFCwVbTJYrznoSu1koqYEYF0="),
        Identity.digest("bob", "secret"));
    assertThrows(IllegalArgumentException.class, () -> Identity.digest("bo:b", "secret"));
  }

  @Test
  void digestIsUserColonPassword() {
    Authentication credentials = Authentication.digest("bob", "sécret:1");

    assertEquals("digest", credentials.scheme());
    assertArrayEquals("bob:sécret:1".getBytes(StandardCharsets.UTF_8), credentials.secret());
  }

  @Test
  void secretIsNotPrinted() {
    assertEquals("Authentication[digest]", Authentication.digest("bob", "secret").toString());
  }

  @Test
  void equalCredentialsHaveTheSameSchemeAndSecret() {
    Authentication bob = Authentication.digest("bob", "secret");

    assertEquals(bob, Authentication.digest("bob", "secret"));
    assertEquals(bob.hashCode(), Authentication.digest("bob", "secret").hashCode());
    assertNotEquals(bob, Authentication.digest("bob", "other"));
    assertNotEquals(bob, new Authentication("plain", bob.secret()));
    assertNotEquals(bob, new Object());
  }

  /** A server takes the user's name to end at the first colon. */
  @Test
  void userWithAColonIsRefused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Authentication.digest("b:ob", "secret"))
            .getMessage();

    assertEquals("user must not contain ':' but was b:ob", message);
  }
}
