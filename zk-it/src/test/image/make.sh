#!/usr/bin/env bash
# Makes an image for ZooKeeperContainerTest where no registry can be reached: a JRE cut to size, a
# shell, and the server's jars from the local Maven repository. Needs a JDK with jlink, busybox
# (static), and a Docker engine.
#   zk-it/src/test/image/make.sh local/zookeeper:3.9.5
set -euo pipefail
cd "$(dirname "$0")"
name=${1:?name of the image}
jdk=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")}
repository=${MAVEN_REPOSITORY:-$HOME/.m2/repository}
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT

mkdir -p "$root"/{bin,etc,tmp,lib/zookeeper}
cp "$(command -v busybox)" "$root/bin/busybox"
for tool in sh mkdir; do ln -s busybox "$root/bin/$tool"; done
"$jdk/bin/jlink" --add-modules java.base,java.logging,java.management,java.naming,java.security.sasl,java.security.jgss,java.xml,jdk.unsupported,jdk.management \
  --strip-debug --no-header-files --no-man-pages --output "$root/jre"
# The C library of this machine, for the JRE.
for library in $(find "$root/jre" \( -name java -o -name '*.so' \) -exec ldd {} + 2>/dev/null | grep -o '/[^ :]*\.so[^ :]*' | grep -v "^$root" | sort -u); do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done
echo '127.0.0.1 localhost' > "$root/etc/hosts"
echo 'root:x:0:0:root:/:/bin/sh' > "$root/etc/passwd"
echo 'hosts: files' > "$root/etc/nsswitch.conf"
for jar in org/apache/zookeeper/zookeeper/3.9.5/zookeeper-3.9.5 \
  org/apache/zookeeper/zookeeper-jute/3.9.5/zookeeper-jute-3.9.5 \
  org/slf4j/slf4j-api/2.0.20/slf4j-api-2.0.20 \
  io/dropwizard/metrics/metrics-core/4.1.12.1/metrics-core-4.1.12.1 \
  org/xerial/snappy/snappy-java/1.1.10.5/snappy-java-1.1.10.5; do
  cp "$repository/$jar.jar" "$root/lib/zookeeper/"
done
install -m 755 entrypoint.sh "$root/entrypoint.sh"
tar -C "$root" -c . | docker import -c 'ENTRYPOINT ["/entrypoint.sh"]' -c 'EXPOSE 2181' - "$name"
