package dev.mirliton.zk.it;

import org.junit.platform.suite.api.ConfigurationParameter;

@ConfigurationParameter(key = "zk.server.version", value = "3.3.6")
@ConfigurationParameter(key = HandlersUnderTest.PARAMETER, value = "threads")
class Server33Test extends ServerVersionSuite {}
