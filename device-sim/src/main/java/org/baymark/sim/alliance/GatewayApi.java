package org.baymark.sim.alliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.baymark.protocol.bytes.Bytes;
import org.baymark.protocol.bytes.Digest;
import org.baymark.protocol.cose.DevUrn;
import org.baymark.protocol.cose.Subject;
import org.baymark.protocol.cose.VerifyingKey;
import org.baymark.protocol.statement.Kind;
import org.baymark.sim.shell.SmallFile;
import org.baymark.sim.shell.Unusable;

/** The calls of a gateway's HTTP interface that a simulator makes. They block. */
public final class GatewayApi {
  /** Ids in one question. */
  private static final int FIND_MAX = 10_000;

  /** What a header can carry (RFC 6750, section 2.1). */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI base;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /** Where a gateway takes statements. */
  public record Doors(URI mqtt, URI coap) {}

  /** What became of statements that were asked for: not stored, or stored and not yet anchored. */
  public record Found(Set<Digest> missing, Set<Digest> unanchored) {}

  private GatewayApi(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /**
   * The API at this address; asks nothing yet.
   *
   * @param base http://HOST:PORT
   * @param tokenFile the gateway's api.token
   */
  public static GatewayApi open(URI base, Path tokenFile) throws Unusable {
    String token = SmallFile.text("the token file", tokenFile).strip();
    if (!TOKEN.matcher(token).matches()) {
      throw new Unusable(
          "the token file "
              + tokenFile
              + " does not hold one line; it is api.token of the gateway");
    }
    return new GatewayApi(base, token);
  }

  public Doors doors() throws IOException, InterruptedException {
    JsonNode about = getJson("/about");
    return new Doors(
        URI.create(about.path("mqtt").asText()), URI.create(about.path("coap").asText()));
  }

  public JsonNode stats() throws IOException, InterruptedException {
    return getJson("/stats");
  }

  /** Registers a device, or says again what is registered already. */
  public void addDevice(DevUrn name, VerifyingKey key, String owner, List<Kind> kinds)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("name", name.text()).put("key", key.encoded().hex()).put("owner", owner);
    kinds.forEach(kind -> body.withArray("kinds").add(kind.wireName()));
    post("/devices", body);
  }

  /** Asks for all of these, in as many questions as it takes. */
  public Found find(List<Digest> ids) throws IOException, InterruptedException {
    Set<Digest> missing = new LinkedHashSet<>();
    Set<Digest> unanchored = new LinkedHashSet<>();
    for (int from = 0; from < ids.size(); from += FIND_MAX) {
      ObjectNode body = JSON.createObjectNode();
      for (Digest id : ids.subList(from, Math.min(ids.size(), from + FIND_MAX))) {
        body.withArray("ids").add(id.hex());
      }
      JsonNode found = post("/statements/find", body);
      found.path("missing").forEach(id -> missing.add(Digest.ofHex(id.asText())));
      found.path("unanchored").forEach(id -> unanchored.add(Digest.ofHex(id.asText())));
    }
    return new Found(missing, unanchored);
  }

  /** The passport of a subject, as its file holds it. */
  public Bytes passport(Subject subject) throws IOException, InterruptedException {
    return Bytes.owning(get("/passports?sub=" + escaped(subject)));
  }

  /** The text of a subject's shipment key file. */
  public String shipmentKey(Subject subject) throws IOException, InterruptedException {
    return new String(get("/shipment-keys?sub=" + escaped(subject)), StandardCharsets.UTF_8);
  }

  private static String escaped(Subject subject) {
    return URLEncoder.encode(subject.text(), StandardCharsets.UTF_8);
  }

  private JsonNode getJson(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(path));
  }

  private byte[] get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  private JsonNode post(String path, JsonNode body) throws IOException, InterruptedException {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    return JSON.readTree(send(request));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private byte[] send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<byte[]> response;
    try {
      response = client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new Unanswered("the gateway at " + base + " does not answer; is it running?", e);
    }
    if (response.statusCode() / 100 != 2) {
      throw new IOException(
          "the gateway refused "
              + request.method()
              + " "
              + request.uri().getPath()
              + " with "
              + response.statusCode()
              + ": "
              + sentence(response.body()));
    }
    return response.body();
  }

  private static String sentence(byte[] body) {
    try {
      return JSON.readTree(body).path("error").asText("no reason given");
    } catch (IOException e) {
      return "no reason given";
    }
  }

  /** The gateway is not there. */
  public static final class Unanswered extends IOException {
    private static final long serialVersionUID = 1L;

    Unanswered(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
