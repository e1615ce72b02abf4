package dev.mirliton.zk.it;

import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.ExcludeTags;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.IncludeTags;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * Every test that has a server, once more with a server of another version: on one handler, since
 * the versions together meet all of them, and in the real world only, since the model is of one
 * version.
 */
@Suite
@SelectPackages("dev.mirliton.zk.it")
@IncludeEngines("junit-jupiter") // or it would find itself
@IncludeTags("server")
@ExcludeTags("no-server")
@ConfigurationParameter(key = "simulation.enabled", value = "false")
abstract class ServerVersionSuite {}
