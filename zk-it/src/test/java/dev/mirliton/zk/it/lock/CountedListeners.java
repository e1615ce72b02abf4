package dev.mirliton.zk.it.lock;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkClient;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A client that counts the listeners to its state. */
final class CountedListeners {
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final ZkClient client;

  private CountedListeners(ZkClient counted) {
    client =
        (ZkClient)
            Proxy.newProxyInstance(
                ZkClient.class.getClassLoader(),
                new Class<?>[] {ZkClient.class},
                (proxy, method, arguments) -> {
                  try {
                    Object result = method.invoke(counted, arguments);
                    return result instanceof Registration given ? counted(given) : result;
                  } catch (InvocationTargetException thrown) {
                    throw thrown.getTargetException();
                  }
                });
  }

  static CountedListeners of(ZkClient client) {
    return new CountedListeners(client);
  }

  ZkClient client() {
    return client;
  }

  int made() {
    return made.get();
  }

  int open() {
    return open.get();
  }

  private Registration counted(Registration given) {
    made.incrementAndGet();
    open.incrementAndGet();
    AtomicBoolean closed = new AtomicBoolean();
    return () -> {
      if (closed.compareAndSet(false, true)) {
        open.decrementAndGet();
      }
      given.close();
    };
  }
}
