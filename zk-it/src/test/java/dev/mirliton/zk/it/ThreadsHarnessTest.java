package dev.mirliton.zk.it;

import dev.mirliton.zk.testing.ZooKeeperTest;

@ZooKeeperTest(handler = "threads")
class ThreadsHarnessTest implements HarnessContract {}
