package org.baymark.gateway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.baymark.gateway.OutgoingFixture;
import org.baymark.gateway.TestAuthority;
import org.baymark.gateway.TestDevice;
import org.baymark.gateway.transport.coap.CoapClient;
import org.baymark.gateway.transport.mqtt.Mosquitto;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.cose.Suite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doors for CoAP over DTLS of the program itself, as gateway.yaml sets them. */
class CoapDoorsProcessTest {
  private static final TestDevice DEVICE = TestDevice.named("sensor-1", Suite.ES256);
  private static final String SECRET = "a shared key of 24 bytes";

  @TempDir Path work;

  private static void set(GatewayProgram program, String key, String value) throws Exception {
    Path config = program.folder.config();
    String text = Files.readString(config);
    String changed = text.replaceFirst("(?m)^(# )?" + key + ": .*$", key + ": '" + value + "'");
    assertFalse(changed.equals(text), key);
    Files.writeString(config, changed);
  }

  private static List<URI> doors(GatewayProgram program) {
    List<URI> doors = new ArrayList<>();
    for (JsonNode part : new GatewayCaller(program.folder).get("/status").path("parts")) {
      String about = part.path("part").asText();
      if (about.startsWith("door coaps:")) {
        assertEquals("ok", part.path("grade").asText(), part.toString());
        doors.add(URI.create(about.substring("door ".length())));
      }
    }
    return doors;
  }

  @Test
  void anIdentityMadeWhileItRunsDeliversAndNoSecretIsInTheLog() throws Exception {
    try (GatewayProgram program = GatewayProgram.init(work)) {
      Path folder = program.folder.path();
      TestAuthority authority = TestAuthority.in(folder, "authority");
      TestAuthority.Issued own = authority.issue("gateway", 20);
      set(program, "coapDtls", "127.0.0.1:0");
      set(program, "coapCertificates", "127.0.0.1:0");
      set(program, "tlsCertificate", own.certificate().getFileName().toString());
      set(program, "tlsKey", own.key().getFileName().toString());
      set(program, "tlsClientCa", authority.certificate().getFileName().toString());
      Process running = program.start();
      List<URI> doors = doors(program);
      assertEquals(2, doors.size(), doors.toString());
      program.believe(DEVICE);
      Path secret = Files.writeString(work.resolve("secret"), Bytes.ofUtf8(SECRET).hex() + "\n");
      GatewayProgram.Ran added =
          program.baymark(
              "gateway psk add --dir %s --key-file %s warehouse-7"
                  .formatted(folder, secret)
                  .split(" "));
      assertEquals("warehouse-7 added\n", added.out());
      Path statement = Path.of(Mosquitto.file(work, DEVICE.says(1, 0).encoded()));
      OutgoingFixture.until(
          () ->
              CoapClient.post(
                      "openssl",
                      doors.get(0).getPort(),
                      statement,
                      "-u",
                      "warehouse-7",
                      "-k",
                      SECRET)
                  .contains("c:2.04"));
      TestAuthority.Issued its = authority.issue("sensor", 20);
      String certified =
          CoapClient.post(
              "openssl",
              doors.get(1).getPort(),
              statement,
              "-c",
              its.certificate().toString(),
              "-j",
              its.key().toString(),
              "-C",
              authority.certificate().toString());
      assertTrue(certified.contains("c:2.04"), certified);
      GatewayProgram.stop(running);
      String log = Files.readString(program.folder.logs().resolve("gateway.log"));
      assertTrue(log.contains("a door for CoAP is open"), log);
      assertFalse(log.contains(SECRET) || log.contains(Bytes.ofUtf8(SECRET).hex()), log);
      Path key = program.folder.coapSecret();
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    }
  }

  @Test
  void aDoorForCertificatesWithoutAnyIsNotOpened() throws Exception {
    try (GatewayProgram program = GatewayProgram.init(work)) {
      set(program, "coapCertificates", "127.0.0.1:0");
      GatewayProgram.Ran ran =
          program.baymark("gateway", "run", "--dir", program.folder.path().toString());
      assertEquals(2, ran.code(), ran.err());
      assertTrue(
          ran.err().contains("coapCertificates needs tlsCertificate, tlsKey and tlsClientCa"),
          ran.err());
      assertFalse(ran.err().contains("\tat "), ran.err());
    }
  }
}
