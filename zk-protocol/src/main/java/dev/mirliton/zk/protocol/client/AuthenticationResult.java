package dev.mirliton.zk.protocol.client;

import dev.mirliton.zk.protocol.session.Delivery;
import dev.mirliton.zk.protocol.session.Loss;
import dev.mirliton.zk.spi.Promise;

/** The server's word on credentials that were shown. */
final class AuthenticationResult extends Promise<Void> implements Delivery {
  private final View view;

  AuthenticationResult(View view) {
    super(view.events());
    this.view = view;
  }

  @Override
  @SuppressWarnings("NullAway") // a Promise<Void> has the value null
  public void deliver(Object outcome) {
    if (outcome instanceof Loss loss) {
      settleFailed(ErrorMapping.toException("authenticate", null, loss, view));
    } else {
      settle(null);
    }
  }

  @Override
  public String toString() {
    return "authenticate";
  }
}
