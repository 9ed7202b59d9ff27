package org.baymark.gateway.transport.coap;

import java.util.Optional;
import java.util.function.Function;
import org.baymark.protocol.cose.DevUrn;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;

/** For which device a request asks what waits, or why it may not. */
final class CommandQuery {
  private static final String DEVICE = "d=";

  private final Optional<DevUrn> device;
  private final Optional<Response> refused;

  private CommandQuery(Optional<DevUrn> device, Optional<Response> refused) {
    this.device = device;
    this.refused = refused;
  }

  <R> R match(Function<DevUrn, R> ok, Function<Response, R> no) {
    return device.isPresent() ? ok.apply(device.get()) : no.apply(refused.orElseThrow());
  }

  /**
   * What {@code request} asks: by its query, or where there is none by whom the session's
   * credential names. A device asks for itself only.
   */
  static CommandQuery of(Request request, Guests guests) {
    Optional<String> own =
        Optional.ofNullable(request.getSourceContext().getPeerIdentity())
            .flatMap(guests::name)
            .filter(DevUrn::isValid);
    Optional<String> asked =
        request.getOptions().getUriQuery().stream()
            .filter(part -> part.startsWith(DEVICE))
            .map(part -> part.substring(DEVICE.length()))
            .findFirst()
            .or(() -> own);
    if (asked.filter(DevUrn::isValid).isEmpty()) {
      return no(ResponseCode.BAD_REQUEST, "say for which device: ?d= and its name");
    }
    if (own.isPresent() && !own.equals(asked)) {
      return no(ResponseCode.FORBIDDEN, "this session is of " + own.get());
    }
    return new CommandQuery(Optional.of(new DevUrn(asked.get())), Optional.empty());
  }

  private static CommandQuery no(ResponseCode code, String why) {
    return new CommandQuery(Optional.empty(), Optional.of(CoapAnswer.diagnostic(code, why)));
  }
}
