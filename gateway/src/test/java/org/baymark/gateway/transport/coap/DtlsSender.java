package org.baymark.gateway.transport.coap;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.baymark.gateway.TestDevice;
import org.baymark.protocol.bytes.Bytes;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.interceptors.MessageInterceptorAdapter;
import org.eclipse.californium.elements.auth.RawPublicKeyIdentity;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.UdpConfig;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.Handshaker;
import org.eclipse.californium.scandium.dtls.SessionAdapter;
import org.eclipse.californium.scandium.dtls.pskstore.AdvancedSinglePskStore;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** Californium's own client over DTLS. */
public final class DtlsSender implements AutoCloseable {
  private final int port;
  private final CoapEndpoint endpoint;
  private final DTLSConnector connector;
  private final AtomicInteger handshakes = new AtomicInteger();

  private DtlsSender(int port, int ownPort, UnaryOperator<DtlsConnectorConfig.Builder> credential) {
    this.port = port;
    CoapConfig.register();
    UdpConfig.register();
    DtlsConfig.register();
    Configuration configuration =
        new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, DtlsConfig.DEFINITIONS)
            .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 2_000_000)
            .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
            .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
            .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 500, TimeUnit.MILLISECONDS)
            .set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, 3)
            .set(DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT, 1);
    this.connector =
        new DTLSConnector(
            credential
                .apply(
                    DtlsConnectorConfig.builder(configuration)
                        .setSessionListener(
                            new SessionAdapter() {
                              @Override
                              public void handshakeStarted(Handshaker handshaker) {
                                handshakes.incrementAndGet();
                              }
                            })
                        .setAddress(new InetSocketAddress("127.0.0.1", ownPort)))
                .build());
    this.endpoint =
        new CoapEndpoint.Builder().setConfiguration(configuration).setConnector(connector).build();
    try {
      endpoint.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static DtlsSender withSharedKey(int port, String identity, Bytes key) {
    return withSharedKey(port, 0, identity, key);
  }

  /**
   * @param ownPort from where it speaks; 0 for a free port
   */
  static DtlsSender withSharedKey(int port, int ownPort, String identity, Bytes key) {
    return new DtlsSender(
        port,
        ownPort,
        it -> it.setAdvancedPskStore(new AdvancedSinglePskStore(identity, key.toArray())));
  }

  /** With the device's own key; it knows the gateway by {@code server}. */
  static DtlsSender withRawKey(int port, TestDevice device, PublicKey server) {
    return new DtlsSender(
        port,
        0,
        it ->
            it.setCertificateIdentityProvider(
                    new SingleCertificateProvider(secret(device), open(device)))
                .setAdvancedCertificateVerifier(
                    StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedRPKs(new RawPublicKeyIdentity(server))
                        .build()));
  }

  /** Of a COSE_Key the last member is -4, the secret. */
  private static BigInteger number(TestDevice device) {
    Bytes encoded = device.key().encodedSecret();
    return new BigInteger(1, encoded.slice(encoded.size() - 32, encoded.size()).toArray());
  }

  private static PrivateKey secret(TestDevice device) {
    return generate(
        factory -> factory.generatePrivate(new ECPrivateKeySpec(number(device), curve())));
  }

  /** The device's key as a PEM file of SEC 1 with both halves, which libcoap reads. */
  static String sec1(TestDevice device) throws IOException {
    byte[] point = Bytes.ofHex("04").concat(device.key().verifyingKey().publicPart()).toArray();
    ECPrivateKey key =
        new ECPrivateKey(
            256, number(device), new DERBitString(point), SECObjectIdentifiers.secp256r1);
    StringWriter text = new StringWriter();
    try (PemWriter out = new PemWriter(text)) {
      out.writeObject(new PemObject("EC PRIVATE KEY", key.getEncoded()));
    }
    return text.toString();
  }

  private static PublicKey open(TestDevice device) {
    Bytes xy = device.key().verifyingKey().publicPart();
    ECPoint point =
        new ECPoint(
            new BigInteger(1, xy.slice(0, 32).toArray()),
            new BigInteger(1, xy.slice(32, 64).toArray()));
    return generate(factory -> factory.generatePublic(new ECPublicKeySpec(point, curve())));
  }

  private interface Generation<T> {
    T of(KeyFactory factory) throws GeneralSecurityException;
  }

  private static <T> T generate(Generation<T> generation) {
    try {
      return generation.of(KeyFactory.getInstance("EC"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECParameterSpec curve() throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec("secp256r1"));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  public Request statement(Bytes bytes) {
    Request request = Request.newPost();
    request.setURI("coaps://127.0.0.1:" + port + "/e");
    request.setPayload(bytes.toArray());
    request.getOptions().setContentFormat(18);
    return request;
  }

  /** The code of the answer; empty where none comes. */
  Optional<String> post(Bytes bytes) {
    return send(statement(bytes)).map(response -> response.getCode().text);
  }

  /** Sends it and waits for nothing. */
  public void begin(Request request) {
    endpoint.sendRequest(request);
  }

  public Optional<Response> send(Request request) {
    endpoint.sendRequest(request);
    try {
      return Optional.ofNullable(request.waitForResponse(20_000));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does {@code action} whenever the other side has asked for one more block. */
  void beforeEachBlock(Runnable action) {
    endpoint.addInterceptor(
        new MessageInterceptorAdapter() {
          @Override
          public void receiveResponse(Response response) {
            if (response.getCode() == ResponseCode.CONTINUE) {
              action.run();
            }
          }
        });
  }

  /** How many it has begun. */
  int handshakes() {
    return handshakes.get();
  }

  int ownPort() {
    return connector.getAddress().getPort();
  }

  @Override
  public void close() {
    endpoint.destroy();
  }
}
