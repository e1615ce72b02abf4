package dev.mirliton.zk.it;

import org.junit.platform.suite.api.ConfigurationParameter;

@ConfigurationParameter(key = "zk.server.version", value = "3.7.2")
@ConfigurationParameter(key = HandlersUnderTest.PARAMETER, value = "nio")
class Server37Test extends ServerVersionSuite {}
