package org.baymark.gateway.transport.coap;

import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.ExtendedCoapStackFactory;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.core.network.Outbox;
import org.eclipse.californium.core.network.stack.BaseCoapStack;
import org.eclipse.californium.core.network.stack.BlockwiseLayer;
import org.eclipse.californium.core.network.stack.CoapStack;
import org.eclipse.californium.core.network.stack.CongestionControlLayer;
import org.eclipse.californium.core.network.stack.ExchangeCleanupLayer;
import org.eclipse.californium.core.network.stack.Layer;
import org.eclipse.californium.core.network.stack.ObserveLayer;
import org.eclipse.californium.elements.EndpointContextMatcher;
import org.eclipse.californium.elements.config.Configuration;
import org.jspecify.annotations.Nullable;

/** Californium's layers for UDP, with {@link HalfSent} among them. */
final class DoorStack extends BaseCoapStack {

  private DoorStack(
      String tag,
      Configuration configuration,
      @Nullable EndpointContextMatcher matcher,
      Outbox outbox,
      Room room) {
    super(outbox);
    Configuration blocks =
        new Configuration(configuration).set(CoapConfig.MAX_ACTIVE_PEERS, room.halfSent());
    setLayers(
        new Layer[] {
          new ExchangeCleanupLayer(configuration),
          new ObserveLayer(configuration),
          new BlockwiseLayer(tag, false, blocks, matcher),
          new HalfSent(room.halfSent()),
          CongestionControlLayer.newImplementation(tag, configuration)
        });
  }

  /** An endpoint to be built that keeps no more of strangers than there is room for. */
  static CoapEndpoint.Builder builder(Configuration configuration, Room room) {
    InMemoryMessageExchangeStore store = new InMemoryMessageExchangeStore(configuration);
    store.setDeduplicator(new RecentMessages(room.recentBytes()));
    return new CoapEndpoint.Builder()
        .setConfiguration(configuration)
        .setMessageExchangeStore(store)
        .setCoapStackFactory(new Factory(room));
  }

  private record Factory(Room room) implements ExtendedCoapStackFactory {
    @Override
    public CoapStack createCoapStack(
        String protocol,
        String tag,
        Configuration configuration,
        @Nullable EndpointContextMatcher matcher,
        Outbox outbox,
        @Nullable Object argument) {
      return new DoorStack(tag, configuration, matcher, outbox, room);
    }

    @Override
    @SuppressWarnings("deprecation") // the interface demands it; nothing here calls it
    public CoapStack createCoapStack(
        String protocol,
        String tag,
        Configuration configuration,
        Outbox outbox,
        @Nullable Object argument) {
      return createCoapStack(protocol, tag, configuration, null, outbox, argument);
    }
  }
}
