package dev.mirliton.zk.it;

import org.junit.platform.suite.api.ConfigurationParameter;

@ConfigurationParameter(key = "zk.server.version", value = "3.8.6")
@ConfigurationParameter(key = HandlersUnderTest.PARAMETER, value = "loom")
class Server38Test extends ServerVersionSuite {}
