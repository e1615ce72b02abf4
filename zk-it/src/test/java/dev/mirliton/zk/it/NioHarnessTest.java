package dev.mirliton.zk.it;

import dev.mirliton.zk.testing.ZooKeeperTest;

@ZooKeeperTest(handler = "nio")
class NioHarnessTest implements HarnessContract {}
