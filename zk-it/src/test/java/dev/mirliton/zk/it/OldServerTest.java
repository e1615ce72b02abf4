package dev.mirliton.zk.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Node;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.ReadOp;
import dev.mirliton.zk.UnsupportedException;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.WatchMode;
import dev.mirliton.zk.ZkClient;
import dev.mirliton.zk.ZkSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a server lacks is said at once, by its name, and nothing else suffers; what it has works. So
 * it is with every call that not all servers have.
 */
@EveryHandler
class OldServerTest extends ClientSuite {
  private static final Pattern VERSION = Pattern.compile("version: (\\d+)\\.(\\d+)\\.(\\d+)");
  private static final int OTHERS = 100;

  @FunctionalInterface
  interface Calling {
    void on(ZkClient zk) throws InterruptedException;
  }

  /** A call, the error's name for it, and the first server that has it. */
  enum Call {
    TRANSACTION(304_00, "transact", zk -> zk.transact(Op.check("/a", Version.ANY))),
    STAT_OF_WHAT_WAS_CREATED(
        305_00, "createWithStat", zk -> zk.createWithStat("/b", NOTHING, CreateOptions.PERSISTENT)),
    CONTAINER(305_01, "create", zk -> zk.create("/c", NOTHING, CreateOptions.CONTAINER)),
    TIME_TO_LIVE(
        305_03, "create", zk -> zk.create("/t", NOTHING, CreateOptions.ttl(Duration.ofHours(1)))),
    CONTAINER_IN_A_TRANSACTION(
        305_01, "transact", zk -> zk.transact(Op.create("/c", NOTHING, CreateOptions.CONTAINER))),
    PERSISTENT_WATCH(306_00, "watch", zk -> zk.watch("/a", WatchMode.PERSISTENT).close()),
    RECURSIVE_WATCH(306_00, "watch", zk -> zk.watch("/a", WatchMode.PERSISTENT_RECURSIVE).close()),
    EPHEMERALS(306_00, "ephemerals", zk -> zk.ephemerals("/")),
    DESCENDANTS(306_00, "countDescendants", zk -> zk.countDescendants("/a")),
    READS_AT_ONCE(306_00, "readAll", zk -> zk.readAll(List.of(ReadOp.get("/a")))),
    WHO_AM_I(307_00, "whoAmI", ZkClient::whoAmI);

    private final int since;
    private final String operation;
    private final Calling calling;

    Call(int since, String operation, Calling calling) {
      this.since = since;
      this.operation = operation;
      this.calling = calling;
    }
  }

  /** Returns 304_14 for 3.4.14. */
  private int serverVersion() throws Exception {
    String answer = ask("srvr");
    Matcher version = VERSION.matcher(answer);
    assertTrue(version.find(), answer);
    int line = 100 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2));
    return 100 * line + Integer.parseInt(version.group(3));
  }

  private static ZkSession session(ZkClient zk) {
    return Objects.requireNonNull(zk.session());
  }

  @ParameterizedTest
  @EnumSource
  void callWorksOrIsSaidToBeLacking(Call call) throws Exception {
    ZkClient zk = connect();
    zk.create("/a", bytes("x"));
    ZkSession session = session(zk);
    List<AsyncResult<Node>> others = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      others.add(zk.async().get("/a"));
    }

    if (serverVersion() >= call.since) {
      call.calling.on(zk);
    } else {
      UnsupportedException lacking =
          assertThrows(UnsupportedException.class, () -> call.calling.on(zk));
      assertEquals(call.operation, lacking.operation());
    }

    for (AsyncResult<Node> other : others) {
      assertEquals("x", text(other.get()));
    }
    zk.set("/a", bytes("y"));
    assertEquals("y", text(zk.get("/a")));
    assertEquals(session, session(zk));
  }
}
