package org.baymark.gateway.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.baymark.gateway.web.Answers.CallException;

/** The call that has the settings read again. */
public final class ReloadApi implements Calls {
  private final Reload reload;

  /**
   * What became of the keys whose values are others now.
   *
   * @param inForce a sentence for each key that holds already
   * @param onRestart a sentence for each that stays as it was until the gateway is started again
   */
  public record Reloaded(List<String> inForce, List<String> onRestart) {
    public Reloaded {
      inForce = List.copyOf(inForce);
      onRestart = List.copyOf(onRestart);
    }
  }

  /** Reads the settings and puts them in force. Blocks. */
  @FunctionalInterface
  public interface Reload {
    /**
     * Does it.
     *
     * @throws IllegalArgumentException with a sentence, if they cannot be used; nothing has changed
     *     then
     */
    Reloaded run();
  }

  public ReloadApi(Reload reload) {
    this.reload = reload;
  }

  @Override
  public void mount(Router router) {
    router.post("/reload").handler(this::reload);
  }

  private void reload(RoutingContext call) {
    Answers.when(
        call,
        call.vertx().executeBlocking(this::run, false),
        done ->
            Answers.json(
                call,
                200,
                new JsonObject()
                    .put("inForce", new JsonArray(done.inForce()))
                    .put("onRestart", new JsonArray(done.onRestart()))));
  }

  private Reloaded run() {
    try {
      return reload.run();
    } catch (IllegalArgumentException e) {
      throw new CallException(409, String.valueOf(e.getMessage()));
    }
  }
}
