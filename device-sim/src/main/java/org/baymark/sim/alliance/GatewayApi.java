package org.baymark.sim.alliance;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
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
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private static final int PORT_MAX = 65_535;

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

  /** Reads http://HOST:PORT, with nothing behind it; empty if the text is something else. */
  public static Optional<URI> address(String text) {
    try {
      URI read = new URI(text);
      boolean right =
          "http".equals(read.getScheme())
              && read.getHost() != null
              && read.getPort() <= PORT_MAX
              && List.of("", "/").contains(read.getRawPath())
              && read.getRawQuery() == null
              && read.getRawFragment() == null
              && read.getRawUserInfo() == null;
      return right ? Optional.of(read) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
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
    return new Doors(door(about, "mqtt"), door(about, "coap"));
  }

  private URI door(JsonNode about, String scheme) throws IOException {
    try {
      URI door = new URI(about.path(scheme).asText());
      if (scheme.equals(door.getScheme()) && door.getHost() != null && door.getPort() > 0) {
        return door;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw stranger();
  }

  private IOException stranger() {
    return new IOException("what answers at " + base + " is no gateway that we know");
  }

  public JsonNode stats() throws IOException, InterruptedException {
    return getJson("/stats");
  }

  /** What the gateway says of its devices: {@code devices}, an object each. */
  public JsonNode devices() throws IOException, InterruptedException {
    return getJson("/devices");
  }

  /** Registers a device, or says again what is registered already. */
  public void addDevice(DevUrn name, VerifyingKey key, String owner, List<Kind> kinds)
      throws IOException, InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.put("name", name.text()).put("key", key.encoded().hex()).put("owner", owner);
    kinds.forEach(kind -> body.withArray("kinds").add(kind.wireName()));
    post("/devices", body);
  }

  /** Hands in the order by which a device goes over to another key, as its operator does. */
  public void rollOver(Bytes order) throws IOException, InterruptedException {
    post("/devices/roll-over", JSON.createObjectNode().put("proof", order.hex()));
  }

  /** Whether the log holds this key as the present one of {@code name}. */
  public boolean isRegistered(DevUrn name, VerifyingKey key)
      throws IOException, InterruptedException {
    for (JsonNode device : getJson("/devices").path("devices")) {
      if (device.path("name").asText().equals(name.text())) {
        return device.path("registered").isNumber()
            && device.path("thumbprint").asText().equals(key.thumbprint().hex());
      }
    }
    return false;
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
    return json(get(path));
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
    return json(send(request));
  }

  private JsonNode json(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JacksonException e) {
      throw stranger();
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
  }

  private byte[] send(HttpRequest request) throws IOException, InterruptedException {
    // A timeout of the request would end with the headers, and the body might never come.
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, BodyHandlers.ofByteArray());
    HttpResponse<byte[]> response;
    try {
      response = call.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Unanswered("the gateway at " + base + " does not answer; is it running?", e);
    } finally {
      call.cancel(true);
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
