package org.baymark.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.baymark.gateway.transport.coap.CoapDoor;
import org.baymark.gateway.transport.coap.CoapDoor.Demand;

/**
 * The part of {@code gateway.yaml} that says where CoAP clients come in over DTLS 1.2, beside
 * {@code coap}. Each of these doors demands something of every client.
 *
 * @param coapDtls where clients come in with a pre-shared key, or with a device's own P-256 key as
 *     a raw public key
 * @param coapCertificates where they come in with a certificate that {@code tlsClientCa} vouches
 *     for
 * @param coapSessions how many clients at once over DTLS; 0: as many as the memory is good for
 */
public record CoapSettings(
    Optional<HostPort> coapDtls, Optional<HostPort> coapCertificates, int coapSessions) {
  static final CoapSettings USUAL = new CoapSettings(Optional.empty(), Optional.empty(), 0);
  private static final int SESSIONS_MAX = 65_536;

  public CoapSettings {
    if (coapSessions < 0 || coapSessions > SESSIONS_MAX) {
      throw new IllegalArgumentException(
          "coapSessions is " + coapSessions + "; from 0 to " + SESSIONS_MAX + " is allowed");
    }
  }

  /** Refuses a door for certificates where there are none. */
  void checkFiles(MqttSettings files) {
    if (coapCertificates.isPresent()
        && (files.tlsCertificate().isEmpty() || files.tlsClientCa().isEmpty())) {
      throw new IllegalArgumentException(
          "coapCertificates needs tlsCertificate, tlsKey and tlsClientCa");
    }
  }

  /** Every door, the plain one at {@code coap} first. */
  public List<CoapDoor> doors(HostPort coap) {
    List<CoapDoor> doors = new ArrayList<>();
    doors.add(new CoapDoor(coap.host(), coap.port(), Demand.NOTHING));
    coapDtls.ifPresent(at -> doors.add(new CoapDoor(at.host(), at.port(), Demand.KEY)));
    coapCertificates.ifPresent(
        at -> doors.add(new CoapDoor(at.host(), at.port(), Demand.CERTIFICATE)));
    return doors;
  }
}
