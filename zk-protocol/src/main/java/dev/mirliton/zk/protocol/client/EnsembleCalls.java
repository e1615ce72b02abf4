package dev.mirliton.zk.protocol.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mirliton.zk.AsyncResult;
import dev.mirliton.zk.EnsembleConfig;
import dev.mirliton.zk.Observed;
import dev.mirliton.zk.Reconfiguration;
import dev.mirliton.zk.WatchListener;
import dev.mirliton.zk.Watched;
import dev.mirliton.zk.ZkException;
import dev.mirliton.zk.protocol.session.WatchKind;
import dev.mirliton.zk.protocol.wire.ErrorCode;
import dev.mirliton.zk.protocol.wire.GetDataRequest;
import dev.mirliton.zk.protocol.wire.ReconfigRequest;
import dev.mirliton.zk.protocol.wire.WireReader;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls about who belongs to the ensemble. Where a client's paths begin is nothing to them. */
final class EnsembleCalls {
  private static final String CONFIG = "/zookeeper/config";
  private static final long ANY_VERSION = -1;

  private final View view;

  EnsembleCalls(View view) {
    this.view = view.unrooted();
  }

  /** Reads an answer with data and stat; the version in the data says what the stat would. */
  static EnsembleConfig config(WireReader body) {
    return EnsembleConfig.parse(new String(GetCall.node(body).data(), UTF_8));
  }

  AsyncResult<EnsembleConfig> config() {
    GetDataRequest request = new GetDataRequest(CONFIG, false);
    return submit(
        new RecordCall<EnsembleConfig>(
            view, "ensembleConfig", CONFIG, request, true, EnsembleCalls::config) {
          @Override
          ZkException refusal(int error) {
            return isTooOld(error) ? lacking(error) : super.refusal(error);
          }
        });
  }

  /** Servers before 3.5 do not keep the configuration in the tree. */
  private static boolean isTooOld(int error) {
    return error == ErrorCode.NO_NODE;
  }

  AsyncResult<Watched<EnsembleConfig>> configAndWatch() {
    QueueWatch watch = new QueueWatch(view, CONFIG, WatchKind.DATA);
    return watching(watch, config -> new Watched<>(config, watch));
  }

  AsyncResult<Observed<EnsembleConfig>> configAndWatch(WatchListener listener) {
    ListenerWatch watch = new ListenerWatch(view, CONFIG, WatchKind.DATA, listener);
    return watching(watch, config -> new Observed<>(config, watch));
  }

  private <T> AsyncResult<T> watching(LocalWatch watch, Function<EnsembleConfig, T> result) {
    GetDataRequest request = new GetDataRequest(CONFIG, true);
    return submit(
        new WatchingCall<EnsembleConfig, T>(
            view, "ensembleConfigAndWatch", CONFIG, request, watch, EnsembleCalls::config, result) {
          @Override
          ZkException refusal(int error) {
            return isTooOld(error) ? lacking(error) : super.refusal(error);
          }
        });
  }

  AsyncResult<EnsembleConfig> reconfigure(
      Reconfiguration change, @Nullable EnsembleConfig expected) {
    long version = expected == null ? ANY_VERSION : expected.version();
    return submit(new ReconfigureCall(view, CONFIG, request(change, version)));
  }

  private static ReconfigRequest request(Reconfiguration change, long version) {
    return switch (change) {
      case Reconfiguration.Step step ->
          new ReconfigRequest(list(step.joining()), list(step.leaving()), null, version);
      case Reconfiguration.Whole whole ->
          new ReconfigRequest(null, null, list(whole.members()), version);
    };
  }

  private static @Nullable String list(Collection<?> entries) {
    return entries.isEmpty()
        ? null
        : entries.stream().map(Object::toString).collect(Collectors.joining(","));
  }

  private <T> Call<T> submit(Call<T> call) {
    view.submit(call);
    return call;
  }
}
