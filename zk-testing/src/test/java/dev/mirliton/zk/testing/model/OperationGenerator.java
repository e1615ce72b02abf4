package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.Permission;
import dev.mirliton.zk.protocol.wire.AddWatchRequest;
import dev.mirliton.zk.protocol.wire.AuthRequest;
import dev.mirliton.zk.protocol.wire.CheckVersionRequest;
import dev.mirliton.zk.protocol.wire.CheckWatchesRequest;
import dev.mirliton.zk.protocol.wire.CloseRequest;
import dev.mirliton.zk.protocol.wire.CreateRequest;
import dev.mirliton.zk.protocol.wire.CreateTtlRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.GetAclRequest;
import dev.mirliton.zk.protocol.wire.GetAllChildrenNumberRequest;
import dev.mirliton.zk.protocol.wire.GetChildren2Request;
import dev.mirliton.zk.protocol.wire.GetChildrenRequest;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.GetEphemeralsRequest;
import dev.mirliton.zk.protocol.wire.MultiHeader;
import dev.mirliton.zk.protocol.wire.MultiReadRequest;
import dev.mirliton.zk.protocol.wire.MultiRequest;
import dev.mirliton.zk.protocol.wire.OpCode;
import dev.mirliton.zk.protocol.wire.PingRequest;
import dev.mirliton.zk.protocol.wire.ReadStep;
import dev.mirliton.zk.protocol.wire.ReconfigRequest;
import dev.mirliton.zk.protocol.wire.RemoveWatchesRequest;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.SaslRequest;
import dev.mirliton.zk.protocol.wire.SetAclRequest;
import dev.mirliton.zk.protocol.wire.SetDataRequest;
import dev.mirliton.zk.protocol.wire.SetWatches2Request;
import dev.mirliton.zk.protocol.wire.SetWatchesRequest;
import dev.mirliton.zk.protocol.wire.SyncRequest;
import dev.mirliton.zk.protocol.wire.TransactionStep;
import dev.mirliton.zk.protocol.wire.WhoAmIRequest;
import dev.mirliton.zk.testing.model.Operation.Call;
import dev.mirliton.zk.testing.model.Operation.Context;
import dev.mirliton.zk.testing.model.Operation.Manner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes up what clients do, each time the same from the same seed. */
final class OperationGenerator {
  static final int CLIENTS = 4;

  private static final List<String> NODES =
      List.of(
          "~/a",
          "~/b",
          "~/c",
          "~/a/x",
          "~/a/y",
          "~/b/x",
          "~/a/x/p",
          "~/a/x/q",
          "~",
          "~/a/",
          "~/a/s-0000000000",
          "~/a/s-0000000001",
          "~/b/0000000000",
          "~/é");

  /** The few where watches of several kinds meet. */
  private static final List<String> WATCHED = List.of("~/a", "~/b", "~/a/x");

  private static final List<String> ODD =
      List.of(
          "",
          "/",
          "a",
          "~/",
          "~//b",
          "~/.",
          "~/..",
          "~/a/..",
          "~/...",
          "~/.a",
          "~/a..",
          "~/a\0b",
          "~/a\u0001",
          "~/\u007f",
          "~/\ue000",
          "~/\ufff0",
          "~/nobody/x",
          "/zookeeper",
          "/zookeeper/config",
          "/zookeeper/quota",
          "a/b");

  private static final List<String> SEQUENCES = List.of("~/a/s-", "~/b/", "~/s", "~/a/x/-");

  private static final List<Identity> WHO =
      List.of(
          Identity.ANYONE,
          Identity.ANYONE,
          Identity.AUTHENTICATED,
          Identity.AUTHENTICATED,
          Identity.digest("alice", "a"),
          Identity.digest("bob", "b"),
          new Identity("ip", "127.0.0.1"),
          new Identity("ip", "127.0.0.0/8"),
          new Identity("ip", "10.0.0.0/8"),
          new Identity("ip", "127.0.0.2/31"),
          new Identity("ip", "::1/128"));

  private static final List<Identity> NOBODY =
      List.of(
          new Identity("world", "someone"),
          new Identity("digest", "nohash"),
          new Identity("digest", "a:b:c"),
          new Identity("digest", "a:"),
          new Identity("digest", ":b"),
          new Identity("ip", "300.1.1.1"),
          new Identity("ip", "127.0.0.1/33"),
          new Identity("ip", "::1::2"),
          new Identity("ip", "localhost"),
          new Identity("sasl", "alice"),
          new Identity("super", ""),
          new Identity("x509", "CN=alice"),
          new Identity("", ""));

  private final SplittableRandom random;

  OperationGenerator(long seed) {
    random = new SplittableRandom(seed);
  }

  /** Returns a round: sessions begin, much happens, and all sessions end. */
  List<Operation> round(int length) {
    List<Operation> operations = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      operations.add(new Operation.Connect(client, Manner.PROPER));
    }
    // With a child that nobody names, so that the root cannot be deleted.
    for (String path : List.of("~", "~/root", "~/a", "~/b")) {
      operations.add(
          new Operation.Ask(
              0,
              List.of(
                  Call.of(
                      c -> new CreateRequest(OpCode.CREATE, c.path(path), null, Acl.OPEN, 0)))));
    }
    for (int client = 0; client < 2; client++) {
      operations.add(new Operation.Ask(client, List.of(auth())));
    }
    while (operations.size() < length) {
      operations.add(operation(random.nextInt(CLIENTS)));
    }
    for (int client = 0; client < CLIENTS; client++) {
      operations.add(new Operation.Connect(client, Manner.PROPER));
      operations.add(new Operation.Ask(client, List.of(Call.of(c -> new CloseRequest()))));
    }
    return operations;
  }

  private Operation operation(int client) {
    int dice = random.nextInt(1000);
    if (dice < 25) {
      return new Operation.Connect(client, pick(List.of(Manner.values())));
    } else if (dice < 35) {
      return new Operation.Drop(client);
    } else if (dice < 40) {
      return new Operation.Word(client, pick(List.of("ruok", "isro", "zzzz")));
    } else if (dice < 160) {
      List<Call> calls = new ArrayList<>();
      for (int i = 2 + random.nextInt(4); i > 0; i--) {
        Call call = plain();
        // Whether a real server goes by the old list or the new one right behind it, is a race.
        if (call.opCode() != OpCode.SET_ACL || i == 1) {
          calls.add(call);
        }
      }
      return new Operation.Ask(client, calls.isEmpty() ? List.of(plain()) : calls);
    } else if (dice < 200) {
      return new Operation.Ask(client, List.of(alone()));
    }
    return new Operation.Ask(client, List.of(plain()));
  }

  /** What is answered at the door, or ends the connection, and so must not be one of several. */
  private Call alone() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> auth();
      case 4 -> new Call("unknown 999", 999, (out, context) -> {});
      case 5 -> Call.of(c -> new CloseRequest());
      case 6 -> {
        TransactionStep check = new CheckVersionRequest(node(), -1);
        yield new Call(check + " alone", OpCode.CHECK, (out, context) -> check.encode(out));
      }
      case 7 -> new Call("error", OpCode.ERROR, (out, context) -> {});
      case 8 -> new Call("notification", OpCode.NOTIFICATION, (out, context) -> {});
      default -> Call.of(c -> new SaslRequest(new byte[] {1}));
    };
  }

  private Call auth() {
    String scheme = pick(List.of("digest", "digest", "digest", "digest", "ip", "nonsense"));
    String who = pick(List.of("alice:a", "bob:b", "alice:wrong", "super:super", "odd", "a:b:c"));
    byte @Nullable [] bytes = random.nextInt(20) == 0 ? null : who.getBytes(StandardCharsets.UTF_8);
    return new Call(
        "auth " + scheme + " " + (bytes == null ? "null" : who),
        OpCode.AUTH,
        (out, context) -> new AuthRequest(0, scheme, bytes).encode(out));
  }

  private Call plain() {
    int dice = random.nextInt(100);
    if (dice < 28) {
      return Call.of(create());
    } else if (dice < 36) {
      String path = path();
      int version = version();
      return Call.of(c -> new DeleteRequest(c.path(path), version));
    } else if (dice < 48) {
      String path = path();
      byte @Nullable [] data = data();
      int version = version();
      return Call.of(c -> new SetDataRequest(c.path(path), data, version));
    } else if (dice < 53) {
      String path = path();
      List<Acl> acl = acl();
      int version = version();
      return Call.of(c -> new SetAclRequest(c.path(path), acl, version));
    } else if (dice < 62) {
      return multi();
    } else if (dice < 82) {
      return read();
    } else if (dice < 95) {
      return watch();
    }
    return rare();
  }

  private Function<Context, Request> create() {
    int flags = random.nextInt(40) == 0 ? 7 + random.nextInt(3) : random.nextInt(7);
    boolean sequential = flags == 2 || flags == 3 || flags == 6;
    String path = sequential && random.nextInt(3) > 0 ? pick(SEQUENCES) : path();
    byte @Nullable [] data = data();
    List<Acl> acl = acl();
    boolean proper = random.nextInt(10) > 0;
    if (flags >= 5 && flags <= 6 && proper) {
      long ttlMs = pick(List.of(3_600_000L, 86_400_000L, 0xff_ffff_ffffL, 0x100_0000_0000L, 0L));
      return c -> new CreateTtlRequest(c.path(path), data, acl, flags, ttlMs);
    } else if (random.nextInt(40) == 0) {
      return c -> new CreateTtlRequest(c.path(path), data, acl, flags, 1 + 3_600_000L);
    }
    int opCode =
        flags == 4 && proper
            ? OpCode.CREATE_CONTAINER
            : pick(List.of(OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE, OpCode.CREATE_CONTAINER));
    // A container with the flags of an ephemeral is one until it is committed: a race in the
    // server.
    boolean raced = opCode == OpCode.CREATE_CONTAINER && (flags == 1 || flags == 3);
    return c -> new CreateRequest(opCode, c.path(path), data, acl, raced ? flags - 1 : flags);
  }

  private Call multi() {
    List<Function<Context, TransactionStep>> steps = new ArrayList<>();
    if (random.nextInt(6) == 0) {
      addFamily(steps);
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      steps.add(step());
    }
    Function<Context, Request> request =
        c -> new MultiRequest(steps.stream().map(step -> step.apply(c)).toList());
    if (random.nextInt(15) > 0) {
      return Call.of(request);
    }
    // A read has no place in it.
    String path = node();
    return new Call(
        "multi with a read",
        OpCode.MULTI,
        (out, context) -> {
          new MultiHeader(OpCode.GET_DATA, false, -1).encode(out);
          new GetDataRequest(context.path(path), false).encode(out);
          MultiHeader.END.encode(out);
        });
  }

  /** Steps that build on each other: each sees what those before it would do. */
  private void addFamily(List<Function<Context, TransactionStep>> steps) {
    String parent = pick(List.of("~/f", "~/g", "~/a/f"));
    int owner = random.nextInt(6) == 0 ? 1 : 0;
    steps.add(c -> new CreateRequest(OpCode.CREATE, c.path(parent), null, Acl.OPEN, owner));
    steps.add(c -> new CreateRequest(OpCode.CREATE2, c.path(parent + "/s"), null, Acl.OPEN, 2));
    steps.add(c -> new SetDataRequest(c.path(parent), new byte[1], 0));
    if (random.nextBoolean()) {
      steps.add(c -> new DeleteRequest(c.path(parent + "/s0000000000"), 0));
    }
    if (random.nextBoolean()) {
      steps.add(c -> new CreateRequest(OpCode.CREATE, c.path(parent + "/s"), null, Acl.OPEN, 2));
    }
    steps.add(c -> new DeleteRequest(c.path(parent), 1));
  }

  private Function<Context, TransactionStep> step() {
    String path = path();
    int version = version();
    return switch (random.nextInt(6)) {
      case 0, 1 -> {
        Function<Context, Request> create = create();
        yield c -> (TransactionStep) create.apply(c);
      }
      case 2 -> c -> new DeleteRequest(c.path(path), version);
      case 3, 4 -> {
        byte @Nullable [] data = data();
        yield c -> new SetDataRequest(c.path(path), data, version);
      }
      default -> c -> new CheckVersionRequest(c.path(path), version);
    };
  }

  private Call read() {
    String path = path();
    boolean watch = random.nextInt(3) == 0;
    return switch (random.nextInt(10)) {
      case 0, 1 -> Call.of(c -> new ExistsRequest(c.path(path), watch));
      case 2, 3 -> Call.of(c -> new GetDataRequest(c.path(path), watch));
      case 4 -> Call.of(c -> new GetChildrenRequest(c.path(path), watch));
      case 5 -> Call.of(c -> new GetChildren2Request(c.path(path), watch));
      case 6 -> Call.of(c -> new GetAclRequest(c.path(path)));
      case 7 -> Call.of(c -> new GetAllChildrenNumberRequest(c.path(path)));
      case 8 -> {
        String prefix = pick(List.of("", " ", "/", " / ", "~", "~/a", "~/b/"));
        yield Call.of(c -> new GetEphemeralsRequest(c.path(prefix)));
      }
      default -> multiRead();
    };
  }

  private Call multiRead() {
    List<Function<Context, ReadStep>> steps = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String path = path();
      boolean watch = random.nextBoolean();
      steps.add(
          random.nextBoolean()
              ? c -> new GetDataRequest(c.path(path), watch)
              : c -> new GetChildrenRequest(c.path(path), watch));
    }
    if (random.nextInt(10) > 0) {
      return Call.of(c -> new MultiReadRequest(steps.stream().map(s -> s.apply(c)).toList()));
    }
    // Nor has a write any in this one.
    return new Call(
        "many reads with a write",
        OpCode.MULTI_READ,
        (out, context) -> {
          new MultiHeader(OpCode.DELETE, false, -1).encode(out);
          new DeleteRequest(context.path("~/a"), -1).encode(out);
          MultiHeader.END.encode(out);
        });
  }

  private Call watch() {
    String path = random.nextInt(3) > 0 ? pick(WATCHED) : node();
    int type = random.nextInt(20) == 0 ? 9 : 1 + random.nextInt(5);
    return switch (random.nextInt(7)) {
      case 0, 1 -> {
        int mode = random.nextInt(20) == 0 ? 7 : random.nextInt(2);
        yield Call.of(c -> new AddWatchRequest(c.path(path), mode));
      }
      case 2 -> Call.of(c -> new CheckWatchesRequest(c.path(path), type));
      case 3 -> Call.of(c -> new RemoveWatchesRequest(c.path(path), type));
      case 4 -> {
        long back = back();
        List<List<String>> paths = pathLists(3);
        yield Call.of(
            c ->
                new SetWatchesRequest(
                    c.lastZxid() - back,
                    in(c, paths.get(0)),
                    in(c, paths.get(1)),
                    in(c, paths.get(2))));
      }
      default -> {
        long back = back();
        List<List<String>> paths = pathLists(5);
        yield Call.of(
            c ->
                new SetWatches2Request(
                    c.lastZxid() - back,
                    in(c, paths.get(0)),
                    in(c, paths.get(1)),
                    in(c, paths.get(2)),
                    in(c, paths.get(3)),
                    in(c, paths.get(4))));
      }
    };
  }

  private long back() {
    return pick(List.of(0L, 0L, 1L, 3L, 20L, 100_000L));
  }

  private List<List<String>> pathLists(int count) {
    List<List<String>> lists = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      List<String> paths = new ArrayList<>();
      for (int k = random.nextInt(3); k > 0; k--) {
        paths.add(node());
      }
      lists.add(paths);
    }
    return lists;
  }

  private static List<String> in(Context context, List<String> paths) {
    return paths.stream().map(context::path).toList();
  }

  private Call rare() {
    String path = path();
    return switch (random.nextInt(7)) {
      case 0 -> Call.of(c -> new PingRequest());
      case 1 -> Call.of(c -> new SyncRequest(c.path(path)));
      case 2 -> Call.of(c -> new WhoAmIRequest());
      case 3 -> Call.of(c -> new ReconfigRequest(null, "3", null, -1));
      case 4, 5 ->
          new Call(
              "deleteContainer " + path,
              OpCode.DELETE_CONTAINER,
              (out, context) -> out.writeString(context.path(path)));
      default -> {
        int opCode =
            pick(
                List.of(
                    OpCode.CREATE2,
                    OpCode.GET_DATA,
                    OpCode.MULTI,
                    OpCode.SET_WATCHES2,
                    OpCode.ADD_WATCH,
                    OpCode.SYNC));
        yield new Call("torn " + OpCode.name(opCode), opCode, (out, context) -> out.writeInt(7));
      }
    };
  }

  private String path() {
    return random.nextInt(12) == 0 ? pick(ODD) : node();
  }

  private String node() {
    return pick(NODES);
  }

  private int version() {
    return random.nextInt(3) > 0 ? -1 : random.nextInt(4);
  }

  private byte @Nullable [] data() {
    int length = random.nextInt(6) - 1;
    return length < 0 ? null : new byte[length];
  }

  private List<Acl> acl() {
    if (random.nextInt(5) > 0) {
      return Acl.OPEN;
    }
    List<Acl> entries = new ArrayList<>();
    if (random.nextInt(20) == 0) {
      return entries;
    } else if (random.nextInt(3) == 0) {
      entries.add(Acl.allowAll(Identity.digest("alice", "a")));
      entries.add(Acl.allow(Identity.ANYONE, Permission.READ, Permission.CREATE));
      return entries;
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      int permissions = random.nextInt(2) > 0 ? 31 : random.nextInt(32);
      entries.add(new Acl(permissions, random.nextInt(12) == 0 ? pick(NOBODY) : pick(WHO)));
    }
    if (random.nextInt(4) == 0) {
      entries.add(entries.get(0));
    }
    return entries;
  }

  private <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
