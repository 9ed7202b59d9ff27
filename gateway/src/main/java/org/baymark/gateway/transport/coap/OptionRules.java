package org.baymark.gateway.transport.coap;

import java.util.Optional;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Response;

/**
 * Options of a request that must not be passed over, and that Californium knows and does nothing
 * about; of those that it does not know it tells the sender by itself. Pure.
 */
final class OptionRules {
  private OptionRules() {}

  /**
   * Why a request is not carried out, if its options say so.
   *
   * @param isThere whether there is a resource at its path
   */
  static Optional<Response> refusal(OptionSet options, boolean isThere) {
    if (options.hasProxyUri() || options.hasProxyScheme()) {
      return refused( // RFC 7252, section 5.10.2
          ResponseCode.PROXY_NOT_SUPPORTED, "nothing is handed on to other servers");
    }
    if (options.hasOscore()) {
      return refused( // RFC 8613, section 2: critical
          ResponseCode.BAD_OPTION, "OSCORE is not spoken here");
    }
    if (isThere && options.hasIfNoneMatch()) {
      return refused( // RFC 7252, section 5.10.8.2
          ResponseCode.PRECONDITION_FAILED, "If-None-Match, and the resource is there");
    }
    if (isThere && options.getIfMatch().stream().anyMatch(tag -> tag.length > 0)) {
      return refused( // RFC 7252, section 5.10.8.1; an empty one matches whatever is there
          ResponseCode.PRECONDITION_FAILED, "If-Match, and no resource here has an ETag");
    }
    return Optional.empty();
  }

  private static Optional<Response> refused(ResponseCode code, String text) {
    return Optional.of(CoapAnswer.diagnostic(code, text));
  }
}
