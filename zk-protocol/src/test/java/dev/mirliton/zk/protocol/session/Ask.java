package dev.mirliton.zk.protocol.session;

import dev.mirliton.zk.protocol.wire.AddWatchRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ExistsRequest;
import dev.mirliton.zk.protocol.wire.GetChildrenRequest;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.WireReader;
import dev.mirliton.zk.protocol.wire.WireWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** A request of a test, which notes in the rig's record what became of it. */
final class Ask implements Exchange {
  /** The server's word; bodies do not matter to a session. */
  record Answer(int error) {}

  final String name;
  private final SessionRig rig;
  private final Request request;
  private final boolean read;
  private final @Nullable Watcher watcher;
  private long deadlineNs = Long.MAX_VALUE;
  private boolean abandoned;
  private @Nullable RuntimeException failsToEncode;
  private @Nullable RuntimeException failsToAnswer;
  private int timesTold;

  private Ask(
      SessionRig rig, String name, Request request, boolean read, @Nullable Watcher watcher) {
    this.rig = rig;
    this.name = name;
    this.request = request;
    this.read = read;
    this.watcher = watcher;
  }

  static Ask get(SessionRig rig, String path) {
    return new Ask(rig, "get " + path, new GetDataRequest(path, false), true, null);
  }

  static Ask delete(SessionRig rig, String path) {
    return new Ask(rig, "delete " + path, new DeleteRequest(path, -1), false, null);
  }

  static Ask watching(SessionRig rig, Eye eye) {
    String path = eye.serverPath();
    Request request =
        switch (eye.kind()) {
          case DATA -> new GetDataRequest(path, true);
          case EXIST -> new ExistsRequest(path, true);
          case CHILD -> new GetChildrenRequest(path, true);
          case PERSISTENT -> new AddWatchRequest(path, 0);
          case RECURSIVE -> new AddWatchRequest(path, 1);
        };
    return new Ask(rig, eye.name(), request, true, eye);
  }

  static Ask of(SessionRig rig, String name, Request request, boolean read) {
    return new Ask(rig, name, request, read, null);
  }

  static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException notLiteral) {
      throw new IllegalArgumentException(text, notLiteral);
    }
  }

  static Object readable(Object outcome) {
    return outcome instanceof Loss loss ? new SessionRig.Lost(loss.reason(), loss.fate()) : outcome;
  }

  Ask within(long ms) {
    deadlineNs = rig.deadlineIn(ms);
    return this;
  }

  Ask failingToEncode(RuntimeException failure) {
    failsToEncode = failure;
    return this;
  }

  Ask failingToAnswer(RuntimeException failure) {
    failsToAnswer = failure;
    return this;
  }

  void abandon() {
    abandoned = true;
  }

  int timesTold() {
    return timesTold;
  }

  Request request() {
    return request;
  }

  @Override
  public int opCode() {
    return request.opCode();
  }

  @Override
  public void encode(WireWriter out) {
    request.encode(out);
    if (failsToEncode != null) {
      throw failsToEncode;
    }
  }

  @Override
  public Object answer(int error, WireReader body) {
    if (failsToAnswer != null) {
      throw failsToAnswer;
    }
    return new Answer(error);
  }

  @Override
  public void deliver(Object outcome) {
    timesTold++;
    rig.log(new SessionRig.Told(name, readable(outcome)));
  }

  @Override
  public long deadlineNs() {
    return deadlineNs;
  }

  @Override
  public boolean isAbandoned() {
    return abandoned;
  }

  @Override
  public boolean isRead() {
    return read;
  }

  @Override
  public @Nullable Watcher watcher() {
    return watcher;
  }
}
