package dev.mirliton.zk.testing.model;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.protocol.wire.CheckVersionRequest;
import dev.mirliton.zk.protocol.wire.CreateRequest;
import dev.mirliton.zk.protocol.wire.CreateTtlRequest;
import dev.mirliton.zk.protocol.wire.DeleteRequest;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.MultiRequest;
import dev.mirliton.zk.protocol.wire.ReconfigRequest;
import dev.mirliton.zk.protocol.wire.Request;
import dev.mirliton.zk.protocol.wire.SetAclRequest;
import dev.mirliton.zk.protocol.wire.SetDataRequest;
import dev.mirliton.zk.protocol.wire.TransactionStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decides what becomes of a write: every check that can refuse it, in the order of a real server,
 * since the first to fail is what the client is told.
 */
final class Preparation {
  private static final int ANY_VERSION = -1;

  private final ModelOptions options;
  private final Reconfiguration reconfiguration;

  Preparation(ModelOptions options, Reconfiguration reconfiguration) {
    this.options = options;
    this.reconfiguration = reconfiguration;
  }

  /**
   * Returns the change that {@code submission} makes; one that {@linkplain Change.Failed says so}
   * if it must fail.
   *
   * @param tree with all that is proposed already, committed or not; only looked at
   * @param zxid what the change will be known by
   */
  Change prepare(DataTree tree, Submission submission, long zxid) {
    try {
      return switch (submission.write()) {
        case Write.OpenSession open -> new Change.OpenSession(open.timeoutMs());
        case Write.CloseSession close ->
            new Change.CloseSession(List.copyOf(tree.ephemerals(submission.sessionId())));
        case Write.DeleteContainer container -> deleteContainer(tree, container.path());
        case Write.Unreadable unreadable -> new Change.Failed(ErrorCode.MARSHALLING_ERROR);
        case Write.Ask ask -> ask(tree, submission, ask.request(), zxid);
      };
    } catch (Refusal refusal) {
      return new Change.Failed(refusal.code());
    }
  }

  private Change ask(DataTree tree, Submission submission, Request request, long zxid)
      throws Refusal {
    if (request instanceof MultiRequest multi) {
      return multi(tree, submission, multi);
    }
    Draft draft = new Draft(tree);
    return switch (request) {
      case TransactionStep step -> step(draft, submission, step, false);
      case SetAclRequest set -> setAcl(draft, submission, set);
      case ReconfigRequest reconfig -> reconfig(tree, submission, reconfig, zxid);
      default -> throw new IllegalArgumentException("not a write: " + request);
    };
  }

  private static void checkSession(DataTree tree, Submission submission) throws Refusal {
    if (!tree.sessions().containsKey(submission.sessionId())) {
      throw new Refusal(ErrorCode.SESSION_EXPIRED);
    }
  }

  private Change multi(DataTree tree, Submission submission, MultiRequest multi) {
    if (!multi.steps().stream().allMatch(Preparation::isReadable)) {
      return new Change.Failed(ErrorCode.MARSHALLING_ERROR);
    }
    Draft draft = new Draft(tree);
    List<Change> steps = new ArrayList<>();
    for (TransactionStep step : multi.steps()) {
      try {
        steps.add(step(draft, submission, step, true));
      } catch (Refusal refusal) {
        return undone(steps.size(), refusal.code(), multi.steps().size());
      }
    }
    return new Change.Multi(steps);
  }

  private static Change undone(int failed, int code, int count) {
    List<Change> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int before = i < failed ? ErrorCode.OK : ErrorCode.RUNTIME_INCONSISTENCY;
      steps.add(new Change.Failed(i == failed ? code : before));
    }
    return new Change.Multi(steps);
  }

  private static boolean isReadable(TransactionStep step) {
    return !(step instanceof CreateRequest create) || Birth.isReadableStep(create.flags());
  }

  private Change step(Draft draft, Submission submission, TransactionStep step, boolean inMulti)
      throws Refusal {
    List<Identity> who = submission.identities();
    return switch (step) {
      case CreateRequest create -> {
        Birth birth = Birth.of(create);
        yield create(draft, submission, inMulti ? birth.asStep() : birth);
      }
      case CreateTtlRequest create -> {
        Birth birth = Birth.of(create);
        yield create(draft, submission, inMulti ? birth.asStep() : birth);
      }
      case DeleteRequest delete -> {
        checkSession(draft.tree(), submission);
        yield delete(draft, who, delete);
      }
      case SetDataRequest set -> {
        checkSession(draft.tree(), submission);
        yield setData(draft, who, set);
      }
      case CheckVersionRequest check -> {
        checkSession(draft.tree(), submission);
        yield check(draft, who, check);
      }
    };
  }

  private Change create(Draft draft, Submission submission, Birth birth) throws Refusal {
    birth.checkKind(options);
    checkSession(draft.tree(), submission);
    String parentPath = PathRule.parent(birth.path());
    List<Acl> acl = AccessControl.resolve(birth.acl(), submission.identities());
    Draft.Sketch parent = draft.require(parentPath);
    AccessControl.check(parent.acl(), AccessControl.CREATE, submission.identities());
    String path = birth.path();
    if (birth.isSequential()) {
      path += String.format(Locale.ROOT, "%010d", parent.cversion());
    }
    PathRule.check(path);
    if (draft.find(path) != null) {
      throw new Refusal(ErrorCode.NODE_EXISTS);
    }
    if (Ownership.isSession(parent.owner())) {
      throw new Refusal(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
    }
    int parentCversion = parent.cversion() + 1;
    long owner = birth.owner(submission.sessionId());
    draft.put(parentPath, parent.withChild(parentCversion));
    draft.put(path, new Draft.Sketch(acl, owner, 0, 0, 0, 0));
    return new Change.Create(birth.opCode(), path, birth.data(), acl, owner, parentCversion);
  }

  private static Change delete(Draft draft, List<Identity> who, DeleteRequest delete)
      throws Refusal {
    String path = delete.path();
    String parentPath = PathRule.parent(path);
    if (DataTree.isBuiltIn(path)) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    Draft.Sketch parent = draft.require(parentPath);
    AccessControl.check(parent.acl(), AccessControl.DELETE, who);
    Draft.Sketch node = draft.require(path);
    checkVersion(delete.version(), node.version());
    if (node.children() > 0) {
      throw new Refusal(ErrorCode.NOT_EMPTY);
    }
    draft.put(parentPath, parent.withoutChild());
    draft.remove(path);
    return new Change.Delete(path);
  }

  private static Change deleteContainer(DataTree tree, String path) throws Refusal {
    Draft draft = new Draft(tree);
    String parentPath = PathRule.parent(path);
    if (DataTree.isBuiltIn(path)) {
      throw new Refusal(ErrorCode.BAD_ARGUMENTS);
    }
    Draft.Sketch node = draft.require(path);
    if (node.children() > 0) {
      throw new Refusal(ErrorCode.NOT_EMPTY);
    }
    if (Ownership.isSession(node.owner())) {
      throw new Refusal(ErrorCode.BAD_VERSION);
    }
    draft.require(parentPath);
    return new Change.Delete(path);
  }

  private static Change setData(Draft draft, List<Identity> who, SetDataRequest set)
      throws Refusal {
    PathRule.check(set.path());
    Draft.Sketch node = draft.require(set.path());
    AccessControl.check(node.acl(), AccessControl.WRITE, who);
    checkVersion(set.version(), node.version());
    int version = node.version() + 1;
    draft.put(set.path(), node.withVersion(version));
    return new Change.SetData(set.path(), set.data(), version);
  }

  private static Change check(Draft draft, List<Identity> who, CheckVersionRequest check)
      throws Refusal {
    PathRule.check(check.path());
    Draft.Sketch node = draft.require(check.path());
    AccessControl.check(node.acl(), AccessControl.READ, who);
    checkVersion(check.version(), node.version());
    return new Change.Check(check.path());
  }

  private static Change setAcl(Draft draft, Submission submission, SetAclRequest set)
      throws Refusal {
    checkSession(draft.tree(), submission);
    PathRule.check(set.path());
    List<Acl> acl = AccessControl.resolve(set.acl(), submission.identities());
    Draft.Sketch node = draft.require(set.path());
    AccessControl.check(node.acl(), AccessControl.ADMIN, submission.identities());
    checkVersion(set.version(), node.aversion());
    return new Change.SetAcl(set.path(), acl, node.aversion() + 1);
  }

  private Change reconfig(DataTree tree, Submission submission, ReconfigRequest request, long zxid)
      throws Refusal {
    if (!options.reconfigEnabled()) {
      throw new Refusal(ErrorCode.RECONFIG_DISABLED);
    }
    checkSession(tree, submission);
    String config = reconfiguration.reconfigure(request, tree.config(), zxid);
    AccessControl.check(
        new Draft(tree).require(DataTree.CONFIG).acl(),
        AccessControl.WRITE,
        submission.identities());
    return new Change.Reconfig(config);
  }

  private static void checkVersion(int expected, int actual) throws Refusal {
    if (expected != ANY_VERSION && expected != actual) {
      throw new Refusal(ErrorCode.BAD_VERSION);
    }
  }
}
