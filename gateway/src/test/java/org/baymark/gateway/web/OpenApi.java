package org.baymark.gateway.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** openapi.yaml, as something that answers can be held against. */
final class OpenApi {
  private static final String REFERENCE = "$ref";
  static final OpenApi DOCUMENT = new OpenApi();

  private final JsonObject document;
  private final Map<String, Validator> validators = new ConcurrentHashMap<>();

  private OpenApi() {
    try (InputStream in = Pages.class.getResourceAsStream("openapi.yaml")) {
      JsonNode read = new YAMLMapper().readTree(in);
      document = new JsonObject(read.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonObject document() {
    return document;
  }

  /** All operations, such as {@code GET /status}. */
  Set<String> operations() {
    Set<String> operations = new TreeSet<>();
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (String method : ((JsonObject) path.getValue()).fieldNames()) {
        operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
      }
    }
    return operations;
  }

  boolean has(String method, String path) {
    return operations().contains(method + " " + path);
  }

  /** The answer to an operation that the document has is one that it tells of. */
  void check(String method, String path, int status, String contentType, String body) {
    String operation = method + " " + path;
    JsonObject responses =
        document
            .getJsonObject("paths")
            .getJsonObject(path)
            .getJsonObject(method.toLowerCase(Locale.ROOT))
            .getJsonObject("responses");
    boolean isNamed = responses.containsKey(Integer.toString(status));
    JsonObject response = responses.getJsonObject(isNamed ? Integer.toString(status) : "default");
    assertTrue(response != null && (isNamed || status >= 400), operation + ": " + status);
    JsonObject content = resolved(response).getJsonObject("content");
    String type = contentType.split(";", 2)[0];
    assertTrue(content.containsKey(type), operation + " " + status + ": " + type);
    JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
    if (schema != null) {
      OutputUnit verdict =
          validators
              .computeIfAbsent(schema.encode(), any -> validator(schema))
              .validate(new JsonObject(body));
      assertEquals(
          true, verdict.getValid(), operation + " " + status + ": " + verdict.getErrors() + body);
    }
  }

  private JsonObject resolved(JsonObject response) {
    String to = response.getString(REFERENCE);
    return to == null
        ? response
        : document
            .getJsonObject("components")
            .getJsonObject("responses")
            .getJsonObject(to.substring(to.lastIndexOf('/') + 1));
  }

  /** OpenAPI 3.1, section 4.8.24: schemas are those of JSON Schema 2020-12. */
  private Validator validator(JsonObject schema) {
    JsonObject whole = schema.copy().put("components", document.getJsonObject("components").copy());
    return Validator.create(
        JsonSchema.of(whole),
        new JsonSchemaOptions()
            .setBaseUri("https://gateway.example/")
            .setDraft(Draft.DRAFT202012)
            .setOutputFormat(OutputFormat.Basic));
  }
}
