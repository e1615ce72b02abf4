#!/bin/sh
# Starts a standalone server as the official image does: settings come from ZOO_ variables.
set -eu
cfg=/conf/zoo.cfg
mkdir -p /conf /data
{
  echo "dataDir=/data"
  echo "clientPort=2181"
  echo "tickTime=${ZOO_TICK_TIME:-2000}"
  echo "standaloneEnabled=${ZOO_STANDALONE_ENABLED:-true}"
  echo "admin.enableServer=${ZOO_ADMINSERVER_ENABLED:-true}"
  echo "4lw.commands.whitelist=${ZOO_4LW_COMMANDS_WHITELIST:-srvr}"
  for line in ${ZOO_CFG_EXTRA:-}; do echo "$line"; done
} > "$cfg"
exec /jre/bin/java -Xmx192m -XX:+UseSerialGC -cp "/lib/zookeeper/*" \
  org.apache.zookeeper.server.quorum.QuorumPeerMain "$cfg"
