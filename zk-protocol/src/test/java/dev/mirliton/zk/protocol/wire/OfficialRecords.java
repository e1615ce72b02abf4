package dev.mirliton.zk.protocol.wire;

import dev.mirliton.zk.Acl;
import dev.mirliton.zk.Identity;
import dev.mirliton.zk.Stat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.jute.BinaryInputArchive;
import org.apache.jute.BinaryOutputArchive;
import org.apache.jute.Record;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.proto.AuthPacket;
import org.apache.zookeeper.proto.CreateTTLRequest;
import org.apache.zookeeper.proto.GetACLRequest;
import org.apache.zookeeper.proto.GetACLResponse;
import org.apache.zookeeper.proto.GetSASLRequest;
import org.apache.zookeeper.proto.SetACLRequest;
import org.apache.zookeeper.proto.SetACLResponse;
import org.apache.zookeeper.proto.SetSASLResponse;
import org.apache.zookeeper.proto.SetWatches;
import org.apache.zookeeper.proto.SetWatches2;

/**
 * The second opinion: writes our requests and reads a server's responses with the records of the
 * official client. Those have our names, so most are written out in full here.
 */
final class OfficialRecords {
  private OfficialRecords() {}

  /** Writes the body of {@code request} as the official client does. */
  static byte[] encode(Request request) throws IOException {
    return switch (request) {
      case MultiRequest multi -> encodeSteps(multi.steps());
      case MultiReadRequest multi -> encodeSteps(multi.steps());
      case PingRequest ping -> new byte[0];
      case CloseRequest close -> new byte[0];
      case WhoAmIRequest who -> new byte[0];
      default -> bytes(List.of(record(request)));
    };
  }

  /** Writes records one after the other. */
  static byte[] bytes(List<? extends Record> records) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var archive = BinaryOutputArchive.getArchive(bytes);
    for (Record record : records) {
      record.serialize(archive, "record");
    }
    return bytes.toByteArray();
  }

  private static byte[] encodeSteps(List<? extends Request> steps) throws IOException {
    var records = new ArrayList<Record>();
    for (Request step : steps) {
      records.add(new org.apache.zookeeper.proto.MultiHeader(step.opCode(), false, -1));
      records.add(record(step));
    }
    records.add(new org.apache.zookeeper.proto.MultiHeader(-1, true, -1));
    return bytes(records);
  }

  private static Record record(Request request) {
    return switch (request) {
      case CreateRequest r ->
          new org.apache.zookeeper.proto.CreateRequest(
              r.path(), r.data(), official(r.acl()), r.flags());
      case CreateTtlRequest r ->
          new CreateTTLRequest(r.path(), r.data(), official(r.acl()), r.flags(), r.ttlMs());
      case DeleteRequest r -> new org.apache.zookeeper.proto.DeleteRequest(r.path(), r.version());
      case ExistsRequest r -> new org.apache.zookeeper.proto.ExistsRequest(r.path(), r.watch());
      case GetDataRequest r -> new org.apache.zookeeper.proto.GetDataRequest(r.path(), r.watch());
      case SetDataRequest r ->
          new org.apache.zookeeper.proto.SetDataRequest(r.path(), r.data(), r.version());
      case GetAclRequest r -> new GetACLRequest(r.path());
      case SetAclRequest r -> new SetACLRequest(r.path(), official(r.acl()), r.version());
      case GetChildrenRequest r ->
          new org.apache.zookeeper.proto.GetChildrenRequest(r.path(), r.watch());
      case GetChildren2Request r ->
          new org.apache.zookeeper.proto.GetChildren2Request(r.path(), r.watch());
      case SyncRequest r -> new org.apache.zookeeper.proto.SyncRequest(r.path());
      case CheckVersionRequest r ->
          new org.apache.zookeeper.proto.CheckVersionRequest(r.path(), r.version());
      case ReconfigRequest r ->
          new org.apache.zookeeper.proto.ReconfigRequest(
              r.joiningServers(), r.leavingServers(), r.newMembers(), r.curConfigId());
      case CheckWatchesRequest r ->
          new org.apache.zookeeper.proto.CheckWatchesRequest(r.path(), r.type());
      case RemoveWatchesRequest r ->
          new org.apache.zookeeper.proto.RemoveWatchesRequest(r.path(), r.type());
      case AuthRequest r -> new AuthPacket(r.type(), r.scheme(), r.auth());
      case SetWatchesRequest r ->
          new SetWatches(r.relativeZxid(), r.dataWatches(), r.existWatches(), r.childWatches());
      case SetWatches2Request r ->
          new SetWatches2(
              r.relativeZxid(),
              r.dataWatches(),
              r.existWatches(),
              r.childWatches(),
              r.persistentWatches(),
              r.persistentRecursiveWatches());
      case SaslRequest r -> new GetSASLRequest(r.token());
      case GetEphemeralsRequest r ->
          new org.apache.zookeeper.proto.GetEphemeralsRequest(r.prefixPath());
      case GetAllChildrenNumberRequest r ->
          new org.apache.zookeeper.proto.GetAllChildrenNumberRequest(r.path());
      case AddWatchRequest r -> new org.apache.zookeeper.proto.AddWatchRequest(r.path(), r.mode());
      case MultiRequest r -> throw new IllegalArgumentException("not one record: " + r);
      case MultiReadRequest r -> throw new IllegalArgumentException("not one record: " + r);
      case PingRequest r -> throw new IllegalArgumentException("no record: " + r);
      case CloseRequest r -> throw new IllegalArgumentException("no record: " + r);
      case WhoAmIRequest r -> throw new IllegalArgumentException("no record: " + r);
    };
  }

  /** Reads the response to a request {@code opCode} as the official client does. */
  static Response decode(int opCode, byte[] body) throws IOException {
    var bytes = new ByteArrayInputStream(body);
    var archive = BinaryInputArchive.getArchive(new DataInputStream(bytes));
    Response response =
        opCode == OpCode.MULTI || opCode == OpCode.MULTI_READ
            ? readResults(archive)
            : readOne(opCode, archive);
    if (bytes.available() > 0) {
      throw new IOException(bytes.available() + " bytes were not read");
    }
    return response;
  }

  private static MultiResponse readResults(BinaryInputArchive archive) throws IOException {
    var results = new ArrayList<MultiResponse.Result>();
    while (true) {
      var header = read(new org.apache.zookeeper.proto.MultiHeader(), archive);
      if (header.getDone()) {
        return new MultiResponse(results);
      }
      int type = header.getType() == OpCode.ERROR ? OpCode.ADD_WATCH : header.getType();
      var body = (StepResult) readOne(type, archive);
      results.add(new MultiResponse.Result(header.getType(), header.getErr(), body));
    }
  }

  private static Response readOne(int opCode, BinaryInputArchive archive) throws IOException {
    switch (opCode) {
      case OpCode.NOTIFICATION:
        var event = read(new org.apache.zookeeper.proto.WatcherEvent(), archive);
        return new WatcherEvent(event.getType(), event.getState(), event.getPath());
      case OpCode.CREATE:
        return new CreateResponse(
            read(new org.apache.zookeeper.proto.CreateResponse(), archive).getPath());
      case OpCode.CREATE2, OpCode.CREATE_CONTAINER, OpCode.CREATE_TTL:
        var created = read(new org.apache.zookeeper.proto.Create2Response(), archive);
        return new Create2Response(created.getPath(), stat(created.getStat()));
      case OpCode.EXISTS:
        return new ExistsResponse(
            stat(read(new org.apache.zookeeper.proto.ExistsResponse(), archive).getStat()));
      case OpCode.GET_DATA, OpCode.RECONFIG:
        var data = read(new org.apache.zookeeper.proto.GetDataResponse(), archive);
        return new GetDataResponse(data.getData(), stat(data.getStat()));
      case OpCode.SET_DATA:
        return new SetDataResponse(
            stat(read(new org.apache.zookeeper.proto.SetDataResponse(), archive).getStat()));
      case OpCode.GET_ACL:
        var acl = read(new GetACLResponse(), archive);
        return new GetAclResponse(ours(acl.getAcl()), stat(acl.getStat()));
      case OpCode.SET_ACL:
        return new SetAclResponse(stat(read(new SetACLResponse(), archive).getStat()));
      case OpCode.GET_CHILDREN:
        return new GetChildrenResponse(
            read(new org.apache.zookeeper.proto.GetChildrenResponse(), archive).getChildren());
      case OpCode.GET_CHILDREN2:
        var children = read(new org.apache.zookeeper.proto.GetChildren2Response(), archive);
        return new GetChildren2Response(children.getChildren(), stat(children.getStat()));
      case OpCode.SYNC:
        return new SyncResponse(
            read(new org.apache.zookeeper.proto.SyncResponse(), archive).getPath());
      case OpCode.SASL:
        return new SaslResponse(read(new SetSASLResponse(), archive).getToken());
      case OpCode.GET_EPHEMERALS:
        var ephemerals = new org.apache.zookeeper.proto.GetEphemeralsResponse();
        return new GetEphemeralsResponse(read(ephemerals, archive).getEphemerals());
      case OpCode.GET_ALL_CHILDREN_NUMBER:
        var number = new org.apache.zookeeper.proto.GetAllChildrenNumberResponse();
        return new GetAllChildrenNumberResponse(read(number, archive).getTotalNumber());
      case OpCode.ADD_WATCH:
        return new ErrorResponse(
            read(new org.apache.zookeeper.proto.ErrorResponse(), archive).getErr());
      case OpCode.WHO_AM_I:
        var identities = new ArrayList<Identity>();
        for (ClientInfo info :
            read(new org.apache.zookeeper.proto.WhoAmIResponse(), archive).getClientInfo()) {
          identities.add(new Identity(info.getAuthScheme(), info.getUser()));
        }
        return new WhoAmIResponse(identities);
      default:
        return new EmptyResponse();
    }
  }

  private static <T extends Record> T read(T record, BinaryInputArchive archive)
      throws IOException {
    record.deserialize(archive, "record");
    return record;
  }

  static List<ACL> official(List<Acl> acl) {
    return acl.stream()
        .map(a -> new ACL(a.permissions(), new Id(a.identity().scheme(), a.identity().id())))
        .toList();
  }

  private static List<Acl> ours(List<ACL> acl) {
    return acl.stream()
        .map(a -> new Acl(a.getPerms(), new Identity(a.getId().getScheme(), a.getId().getId())))
        .toList();
  }

  private static Stat stat(org.apache.zookeeper.data.Stat stat) {
    return new Stat(
        stat.getCzxid(),
        stat.getMzxid(),
        stat.getCtime(),
        stat.getMtime(),
        stat.getVersion(),
        stat.getCversion(),
        stat.getAversion(),
        stat.getEphemeralOwner(),
        stat.getDataLength(),
        stat.getNumChildren(),
        stat.getPzxid());
  }
}
