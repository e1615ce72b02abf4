package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.ZkClient;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The waiting client and its view that does not wait have the same verbs. */
class ParityTest {
  /** What only the waiting side has: it asks no server, or is itself about waiting. */
  private static final Set<String> NOT_VERBS =
      Set.of(
          "async",
          "rooted",
          "within",
          "awaitConnected",
          "state",
          "detail",
          "session",
          "onStateChange",
          "updateHosts",
          "recipes",
          "detach",
          "close");

  /** What takes or returns a client, of either side. */
  private static final Set<String> OF_CLIENTS = Set.of("retry", "idempotent");

  @Test
  void everyVerbHasItsTwin() {
    Map<String, String> waiting = new TreeMap<>();
    for (Method method : ZkClient.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())
          && !NOT_VERBS.contains(method.getName())
          && !OF_CLIENTS.contains(method.getName())) {
        waiting.put(signature(method), boxed(method.getGenericReturnType()).getTypeName());
      }
    }

    Map<String, String> async = new TreeMap<>();
    for (Method method : AsyncZkClient.class.getMethods()) {
      if (!OF_CLIENTS.contains(method.getName())) {
        async.put(signature(method), answer(method).getTypeName());
      }
    }

    assertEquals(waiting, async);
  }

  @Test
  void bothSidesHaveTheirOwnView() throws NoSuchMethodException {
    assertEquals(ZkClient.class, ZkClient.class.getMethod("idempotent").getReturnType());
    assertEquals(AsyncZkClient.class, AsyncZkClient.class.getMethod("idempotent").getReturnType());
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getGenericParameterTypes());
  }

  private static Type answer(Method method) {
    ParameterizedType result = (ParameterizedType) method.getGenericReturnType();
    assertEquals(AsyncResult.class, result.getRawType(), method.toString());
    return result.getActualTypeArguments()[0];
  }

  private static Type boxed(Type type) {
    return type instanceof Class<?> plain ? MethodType.methodType(plain).wrap().returnType() : type;
  }
}
