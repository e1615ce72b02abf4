package dev.mirliton.zk.it;

import org.junit.platform.suite.api.ConfigurationParameter;

@ConfigurationParameter(key = "zk.server.version", value = "3.5.10")
@ConfigurationParameter(key = HandlersUnderTest.PARAMETER, value = "loom")
class Server35Test extends ServerVersionSuite {}
