package org.baymark.node.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.baymark.node.folder.FolderException;
import org.baymark.node.folder.NodeKeys;
import org.baymark.protocol.cose.DevUrn;

/** node.yaml: read into a {@link NodeConfig}, and written with a word on every key. */
public final class ConfigFile {
  private static final int SIZE_MAX = 65_536;
  private static final String NEVER = "never";
  private static final List<String> KEYS =
      List.of(
          "name",
          "origin",
          "listen",
          "listen-peer",
          "listen-order",
          "admin",
          "checkpoint-every",
          "heartbeat-every",
          "queue-max",
          "stop-after",
          "promise-heads");

  private final Path file;
  private final JsonNode root;

  private ConfigFile(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  /**
   * @throws FolderException with a sentence that names the key that is wrong
   */
  public static NodeConfig read(Path file) throws FolderException {
    String text = NodeKeys.readText(file, SIZE_MAX);
    try {
      YAMLFactory yaml =
          YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
      return new ConfigFile(file, new YAMLMapper(yaml).readTree(text)).config();
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr();
      String what = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new FolderException("The file " + file + where + " is no YAML we can read: " + what);
    } catch (IllegalArgumentException e) {
      throw new FolderException("In " + file + ": " + e.getMessage() + ".");
    }
  }

  private NodeConfig config() throws FolderException {
    if (!root.isObject()) {
      throw new FolderException("The file " + file + " holds no keys with values.");
    }
    for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!KEYS.contains(name)) {
        throw new FolderException(
            "In "
                + file
                + ": there is no key '"
                + name
                + "'; the keys are "
                + (String.join(", ", KEYS) + "."));
      }
    }
    Listen listen = Listen.parse("listen", required("listen"));
    return new NodeConfig(
        name(required("name")),
        required("origin"),
        listen.host(),
        listen.port(),
        address("admin").orElse(NodeConfig.ADMIN),
        duration("checkpoint-every", NodeConfig.CHECKPOINT_EVERY),
        duration("heartbeat-every", NodeConfig.HEARTBEAT_EVERY),
        root.has("queue-max") ? number("queue-max") : NodeConfig.QUEUE_MAX,
        address("listen-peer"),
        address("listen-order"),
        stopAfter(),
        root.has("promise-heads") ? number("promise-heads") : NodeConfig.PROMISE_HEADS);
  }

  private Optional<Duration> stopAfter() {
    return root.has("stop-after") && required("stop-after").equals(NEVER)
        ? Optional.empty()
        : Optional.of(duration("stop-after", NodeConfig.STOP_AFTER.orElseThrow()));
  }

  private Optional<Listen> address(String key) {
    return root.has(key) ? Optional.of(Listen.parse(key, required(key))) : Optional.empty();
  }

  private String required(String key) {
    if (!root.has(key)) {
      throw new IllegalArgumentException(key + " is missing");
    }
    JsonNode value = root.get(key);
    if (!value.isValueNode() || value.isNull()) {
      throw new IllegalArgumentException(key + " has no single value");
    }
    return value.asText();
  }

  private Duration duration(String key, Duration otherwise) {
    return root.has(key) ? Durations.parse(key, required(key)) : otherwise;
  }

  private int number(String key) {
    String text = required(key);
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(key + " is a number, not '" + text + "'");
    }
    return Integer.parseInt(text);
  }

  public static DevUrn name(String text) {
    if (!DevUrn.isValid(text)) {
      throw new IllegalArgumentException(
          "name is a URN such as urn:dev:org:32473-member (RFC 9039), not '" + text + "'");
    }
    return new DevUrn(text);
  }

  /** The file with these settings, every key explained. */
  public static String text(NodeConfig config) {
    return """
        # An anchor node of Baymark. Every key it knows stands here; unknown ones are refused.
        # Durations: 500ms, 5s, 2m, or ISO 8601 (PT5S).

        # The member company whose node this is (a URN of RFC 9039). It stands in the first entry
        # of the log: do not change it later.
        name: "%s"

        # The name of the log, in every checkpoint (C2SP tlog-checkpoint): no scheme, unique in the
        # world. Do not change it later.
        origin: "%s"

        # Where gateways reach this node. HTTP is plain: beyond loopback put a TLS proxy before it.
        listen: "%s:%d"

        # Where this node awaits other members, by mutual TLS: for votes and for the log
        # (listen-peer), and for the order (listen-order). Left out: at the addresses on its card.
        %s
        %s

        # Where this member's operator reaches the node, by TLS: 'baymark node admit' and 'baymark
        # alliance recover' in this folder do, by the certificate keys/admin.crt and admin.token.
        # Port 0 is any free one, which stands in admin.address while the node runs. Keep it on
        # loopback or in a network of your own (default 127.0.0.1:0).
        admin: "%s"

        # A checkpoint is closed as soon as there is something new, but not sooner than this after the
        # last one (100ms to 1h; default 5s).
        checkpoint-every: "%s"

        # How often one is closed when there is nothing new, so that a silent log can be told from
        # a dead one (not less than checkpoint-every, at most 24h; default 60s).
        heartbeat-every: "%s"

        # How many commands may wait before callers are told to come back (1 to 100000; default
        # 1000).
        queue-max: %d

        # How long nothing may be certified, though enough members are there and the log holds
        # something new, before this member ends the epoch so that another can begin (1s to 24h, or
        # never: then 'baymark alliance recover' does; default 5m).
        stop-after: "%s"

        # By how many heads after the last one that was closed a new entry is promised to be in the
        # log, to whoever asks for a signed promise (1 to 10000; default 10).
        promise-heads: %d
        """
        .formatted(
            config.name(),
            config.origin(),
            config.host(),
            config.port(),
            line("listen-peer", config.listenPeer(), "0.0.0.0:8091"),
            line("listen-order", config.listenOrder(), "0.0.0.0:8092"),
            config.admin(),
            Durations.text(config.checkpointEvery()),
            Durations.text(config.heartbeatEvery()),
            config.queueMax(),
            config.stopAfter().map(Durations::text).orElse(NEVER),
            config.promiseHeads());
  }

  private static String line(String key, Optional<Listen> value, String example) {
    return value.map(at -> key + ": \"" + at + "\"").orElse("# " + key + ": \"" + example + "\"");
  }
}
