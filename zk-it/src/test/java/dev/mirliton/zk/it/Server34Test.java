package dev.mirliton.zk.it;

import org.junit.platform.suite.api.ConfigurationParameter;

@ConfigurationParameter(key = "zk.server.version", value = "3.4.14")
@ConfigurationParameter(key = HandlersUnderTest.PARAMETER, value = "nio")
class Server34Test extends ServerVersionSuite {}
