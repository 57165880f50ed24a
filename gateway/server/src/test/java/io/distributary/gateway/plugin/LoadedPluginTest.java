package io.distributary.gateway.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.Action;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;
import io.distributary.sinks.memory.MemoryConfig;
import io.distributary.sinks.memory.MemoryPlugin;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class LoadedPluginTest {
  private final ClassLoader loader = LoadedPluginTest.class.getClassLoader();

  @Test
  void pluginOfThisContractIsLoaded() throws Exception {
    assertThat(load(() -> SinkPlugin.CONTRACT).type()).isEqualTo("memory");
  }

  @Test
  void pluginOfAnotherContractIsRefusedWithBothVersions() {
    assertThatThrownBy(() -> load(() -> 7))
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.STOP))
        .hasMessageContaining("version 7 of the plugin contract")
        .hasMessageContaining("this gateway has version " + SinkPlugin.CONTRACT);
  }

  /** As the virtual machine does where a class lacks the method. */
  @Test
  void pluginThatWasCompiledBeforeContractsHadVersionsIsOfTheFirst() {
    assertThatThrownBy(
            () ->
                load(
                    () -> {
                      throw new AbstractMethodError("contract");
                    }))
        .hasMessageContaining("version 1 of the plugin contract");
  }

  private LoadedPlugin load(IntSupplier contract) throws SinkException {
    return LoadedPlugin.of(
        new Versioned(contract), loader, PluginGuard.ofFolder("versioned", loader));
  }

  private record Versioned(IntSupplier version) implements SinkPlugin<MemoryConfig> {
    private static final MemoryPlugin RIGHT = new MemoryPlugin();

    @Override
    public int contract() {
      return version.getAsInt();
    }

    @Override
    public String type() {
      return RIGHT.type();
    }

    @Override
    public Class<MemoryConfig> configType() {
      return RIGHT.configType();
    }

    @Override
    public Sink<?> open(MemoryConfig config, SinkContext context) {
      return RIGHT.open(config, context);
    }
  }
}
