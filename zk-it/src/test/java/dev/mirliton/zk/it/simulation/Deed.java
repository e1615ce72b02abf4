package dev.mirliton.zk.it.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.AsyncZkClient;
import dev.mirliton.zk.CreateOptions;
import dev.mirliton.zk.Op;
import dev.mirliton.zk.Version;
import dev.mirliton.zk.ZkClient;
import java.time.Duration;

/** Something to ask a client for, in either style. What writes has a mark that nobody else has. */
sealed interface Deed {
  /** Returns the znode it is about. */
  String path();

  /** Does it, and waits for the answer. */
  Object waitFor(ZkClient zk) throws InterruptedException;

  /** Asks for it. */
  AsyncResult<?> ask(AsyncZkClient zk);

  /** What {@link #waitFor} returns when there is nothing to say. */
  enum Done {
    DONE
  }

  /** Deeds that leave their mark in the tree, if they happen. */
  sealed interface Marked extends Deed {
    String mark();
  }

  record Get(String path) implements Deed {
    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      return zk.get(path);
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.get(path);
    }
  }

  record Exists(String path) implements Deed {
    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      return zk.exists(path);
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.exists(path);
    }
  }

  record Sync(String path) implements Deed {
    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      zk.sync(path);
      return Done.DONE;
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.sync(path);
    }
  }

  record Replace(String path, String mark, Version expected) implements Marked {
    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      return zk.set(path, mark.getBytes(UTF_8), expected);
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.set(path, mark.getBytes(UTF_8), expected);
    }
  }

  record Create(String path, String mark, CreateOptions options) implements Marked {
    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      return zk.create(path, mark.getBytes(UTF_8), options);
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.create(path, mark.getBytes(UTF_8), options);
    }
  }

  record Delete(String path) implements Deed {
    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      zk.delete(path);
      return Done.DONE;
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.delete(path);
    }
  }

  /** Replaces the data of two znodes at once: two events with one zxid. */
  record ReplaceTwo(String path, String other, String mark) implements Marked {
    private Op[] steps() {
      return new Op[] {
        Op.set(path, mark.getBytes(UTF_8), Version.ANY),
        Op.set(other, (mark + "-too").getBytes(UTF_8), Version.ANY)
      };
    }

    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      return zk.transact(steps());
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.transact(steps());
    }
  }

  /** Creates one znode and deletes it again, at once. */
  record Flash(String path, String mark) implements Marked {
    private Op[] steps() {
      return new Op[] {Op.create(path, mark.getBytes(UTF_8)), Op.delete(path, Version.ANY)};
    }

    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      return zk.transact(steps());
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.transact(steps());
    }
  }

  /** Asks for what the ensemble does not know; it says so before it answers older requests. */
  record Unknown(String path, String mark) implements Marked {
    private static final CreateOptions OPTIONS = CreateOptions.ttl(Duration.ofHours(1));

    @Override
    public Object waitFor(ZkClient zk) throws InterruptedException {
      return zk.create(path, mark.getBytes(UTF_8), OPTIONS);
    }

    @Override
    public AsyncResult<?> ask(AsyncZkClient zk) {
      return zk.create(path, mark.getBytes(UTF_8), OPTIONS);
    }
  }
}
