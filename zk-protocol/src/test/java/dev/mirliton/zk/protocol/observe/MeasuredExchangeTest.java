package dev.mirliton.zk.protocol.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.protocol.session.Exchange;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

class MeasuredExchangeTest {

  @Test
  void everyMethodOfARequestIsHandedOn() throws NoSuchMethodException {
    for (Method method : Exchange.class.getMethods()) {
      Method own = MeasuredExchange.class.getMethod(method.getName(), method.getParameterTypes());

      assertEquals(
          MeasuredExchange.class,
          own.getDeclaringClass(),
          () -> method + " would do what the interface does, not what the request does");
    }
  }
}
