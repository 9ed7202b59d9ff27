package org.baymark.gateway.transport.coap;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.baymark.gateway.access.TlsFiles;
import org.baymark.gateway.admission.Counters;
import org.baymark.gateway.transport.Refusals;
import org.eclipse.californium.core.CoapResource;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.server.resources.DiscoveryResource;
import org.eclipse.californium.core.server.resources.Resource;
import org.eclipse.californium.elements.auth.PreSharedKeyIdentity;
import org.eclipse.californium.elements.auth.RawPublicKeyIdentity;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.config.DtlsConfig;

/** One Californium server with all its doors, as long as it is open. For any thread. */
final class CoapHouse {
  /** Bytes of one datagram: a body without blocks, and its options. */
  private static final int DATAGRAM_SIZE_MAX = 22 * 1024;

  private static final int PEERS_MAX = 2000;

  private final CoapServer server;
  private final Map<CoapDoor, CoapEndpoint> endpoints = new LinkedHashMap<>();
  private final List<DtlsDoor> secured = new ArrayList<>();
  private final Optional<CertificateDesk> desk;
  private final Guests guests;

  private CoapHouse(CoapServer server, Optional<CertificateDesk> desk, Guests guests) {
    this.server = server;
    this.desk = desk;
    this.guests = guests;
  }

  /**
   * Listens; blocks until it does.
   *
   * @param own what is shown to clients with certificates
   * @throws IllegalStateException with a sentence, if a port cannot be had or a key not be used
   */
  static CoapHouse open(
      List<CoapDoor> doors,
      CoapAccess access,
      Optional<TlsFiles.Identity> own,
      Counters counters,
      List<CoapResource> resources) {
    Configuration configuration =
        configuration().set(CoapConfig.MAX_SERVER_OBSERVES, access.observersMax());
    CoapHouse house =
        new CoapHouse(server(configuration), own.map(CertificateDesk::new), new Guests(access));
    Refusals refusals = new Refusals(CoapIngress.NAME, counters);
    doors.forEach(door -> house.add(door, configuration, access, doors, refusals));
    house.endpoints.values().forEach(it -> it.addInterceptor(new OwnAnswers(counters)));
    resources.forEach(house.server::add);
    house.server.add(
        new CoapResource(".well-known", false).add(new DiscoveryResource(house.server.getRoot())));
    house.listen();
    return house;
  }

  private static CoapServer server(Configuration configuration) {
    CoapServer server =
        new CoapServer(configuration) {
          @Override
          protected Resource createRoot() {
            return new CoapResource(""); // Californium's own would tell strangers its version
          }
        };
    server.setMessageDeliverer(new Deliverer(server.getRoot(), configuration));
    return server;
  }

  private void add(
      CoapDoor door,
      Configuration configuration,
      CoapAccess access,
      List<CoapDoor> doors,
      Refusals refusals) {
    InetSocketAddress address = new InetSocketAddress(door.host(), door.port());
    long speakDtls = doors.stream().filter(it -> it.demand() != CoapDoor.Demand.NOTHING).count();
    int sessionsMax = (int) Math.max(1, access.sessionsMax() / Math.max(1, speakDtls));
    Room room = Room.of(Runtime.getRuntime().maxMemory(), doors.size());
    CoapEndpoint endpoint =
        switch (door.demand()) {
          case NOTHING ->
              DoorStack.builder(configuration, room).setInetSocketAddress(address).build();
          case KEY ->
              secured(
                  DtlsDoor.forKeys(
                      configuration,
                      room,
                      address,
                      sessionsMax,
                      access.own().orElseThrow(),
                      guests,
                      refusals));
          case CERTIFICATE ->
              secured(
                  DtlsDoor.forCertificates(
                      configuration,
                      room,
                      address,
                      sessionsMax,
                      desk.orElseThrow(),
                      guests,
                      refusals));
        };
    endpoints.put(door, endpoint);
    server.addEndpoint(endpoint);
  }

  private CoapEndpoint secured(DtlsDoor door) {
    secured.add(door);
    return door.endpoint();
  }

  private void listen() {
    try {
      server.start();
    } catch (IllegalStateException e) {
      // Said below, with the address.
    }
    endpoints.forEach(
        (door, endpoint) -> {
          if (!endpoint.isStarted()) {
            server.destroy();
            throw new IllegalStateException(
                "cannot listen for CoAP on "
                    + door
                    + ": another program has that port, or this machine has no such address;"
                    + " 'baymark gateway doctor' tries each");
          }
        });
  }

  /**
   * Made in memory: Californium would else write its properties file into the working directory.
   */
  private static Configuration configuration() {
    CoapConfig.register();
    UdpConfig.register();
    DtlsConfig.register();
    return new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS)
        .set(CoapConfig.MAX_ACTIVE_PEERS, PEERS_MAX)
        .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, Room.BODY_SIZE_MAX)
        .set(CoapConfig.PREFERRED_BLOCK_SIZE, 1024)
        .set(CoapConfig.BLOCKWISE_STATUS_LIFETIME, HalfSent.LASTS_SECONDS, TimeUnit.SECONDS)
        .set(CoapConfig.PROTOCOL_STAGE_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_DATAGRAM_SIZE, DATAGRAM_SIZE_MAX)
        .set(UdpConfig.UDP_RECEIVER_THREAD_COUNT, 1)
        .set(UdpConfig.UDP_SENDER_THREAD_COUNT, 1);
  }

  /** Its ports, in the order of the doors. */
  List<Integer> ports() {
    return endpoints.values().stream().map(it -> it.getAddress().getPort()).toList();
  }

  /** Ends the sessions of these identities, whose pre-shared keys are gone or others. */
  void forget(Set<String> identities) {
    if (!identities.isEmpty()) {
      secured.forEach(
          door ->
              door.drop(
                  peer ->
                      peer instanceof PreSharedKeyIdentity shared
                          && identities.contains(shared.getIdentity())));
    }
  }

  /** Ends the sessions whose credential names {@code device}. */
  void revoked(String device) {
    secured.forEach(
        door -> door.drop(peer -> guests.name(peer).filter(device::equals).isPresent()));
  }

  /** Lets go of whoever came in by a raw public key that is no device's any more. */
  void rolledOver() {
    secured.forEach(
        door ->
            door.drop(peer -> peer instanceof RawPublicKeyIdentity && guests.name(peer).isEmpty()));
  }

  /**
   * Shows another certificate from now on; sessions stay.
   *
   * @throws IllegalStateException with a sentence, if it cannot be used; nothing has changed then
   */
  void renew(TlsFiles.Identity own) {
    desk.ifPresent(it -> it.renew(own));
  }

  void close() {
    server.destroy();
  }
}
