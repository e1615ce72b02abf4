package dev.mirliton.zk.it;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Every test of a client with a server, once more with a server of another version: on one handler,
 * since the versions together meet all of them, and in the real world only, since the model is of
 * one version. Left out is what looks at the same answers of any server, in tests that take their
 * time: faults on the way, and scripts in the place of a server.
 */
@Suite
@SelectPackages("dev.mirliton.zk.it")
@IncludeEngines("junit-jupiter") // or it would find itself
@IncludeTags("server")
@ExcludeTags("any-server")
@ConfigurationParameter(key = "simulation.enabled", value = "false")
abstract class ServerVersionSuite {}
