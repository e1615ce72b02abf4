package dev.mirliton.zk.it;

import dev.mirliton.zk.testing.ZooKeeperTest;

@ZooKeeperTest(handler = "loom")
class LoomHarnessTest implements HarnessContract {}
