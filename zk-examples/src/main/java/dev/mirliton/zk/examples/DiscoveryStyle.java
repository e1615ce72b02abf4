package dev.mirliton.zk.examples;

import dev.mirliton.zk.Registration;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.discovery.LiveChildren;
import dev.mirliton.zk.discovery.ServiceRegistry;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** A service that says where it is, and somebody who wants to know. */
final class DiscoveryStyle {
  private DiscoveryStyle() {}

  static Registration announce(ZkClient zk) throws InterruptedException {
    // snippet: register
    Registration here =
        ServiceRegistry.register(zk, "/shop/servers", "10.0.0.7:8080", Map.of("weight", 3));
    // end
    return here;
  }

  static LiveChildren follow(ZkClient zk, Consumer<Set<String>> balancer)
      throws InterruptedException {
    // snippet: follow
    LiveChildren servers = LiveChildren.follow(zk, "/shop/servers");
    servers.onChange(balancer); // hears {10.0.0.7:8080} now, and again after each change
    // end
    return servers;
  }
}
