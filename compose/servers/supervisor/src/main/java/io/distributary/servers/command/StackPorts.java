package io.distributary.servers.command;

import io.distributary.servers.Ports;
import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The ports of a stack by name: {@code kafka.port}, {@code hbase.master-port}, {@code
 * gateway.port}. They are kept in a file, so that a stack that is started again is found where it
 * was.
 */
record StackPorts(Map<String, Integer> byName) {
  private static final String GATEWAY = "gateway.port";
  private static final int USUAL_GATEWAY = 8080;
  private static final Pattern ENTRY = Pattern.compile("\"([a-z.-]+)\": *([0-9]{1,5})");

  StackPorts {
    byName = Map.copyOf(byName);
  }

  /**
   * The ports of the last time where they are still free, else new ones.
   *
   * @param wantedGateway what the caller asked for; empty: as last time, else 8080
   * @throws IOException when the gateway's port is taken
   */
  static StackPorts choose(DataFolder data, OptionalInt wantedGateway) throws IOException {
    Map<String, Integer> last = read(data.ports());
    int gateway = wantedGateway.orElse(last.getOrDefault(GATEWAY, USUAL_GATEWAY));
    if (!Ports.isFree(gateway)) {
      throw new IOException(
          "Port " + gateway + " is taken by another program. Choose another: --port N");
    }
    Map<String, Integer> chosen = servers(last, data, gateway);
    chosen.put(GATEWAY, gateway);
    StackPorts ports = new StackPorts(chosen);
    AtomicFile.write(data.ports(), ports.json());
    return ports;
  }

  private static Map<String, Integer> servers(
      Map<String, Integer> last, DataFolder data, int gateway) {
    List<String> names = serverPortNames();
    boolean again =
        names.stream()
            .allMatch(
                name -> {
                  Integer port = last.get(name);
                  return port != null && port != gateway && Ports.isFree(port);
                });
    if (again) {
      return new LinkedHashMap<>(names.stream().collect(Collectors.toMap(n -> n, last::get)));
    }
    List<String> withSpare = new ArrayList<>(names);
    withSpare.add("spare"); // for the one that the gateway takes
    Map<String, Integer> picked = Ports.pick(withSpare, data.path().toString());
    int spare = picked.remove("spare");
    picked.replaceAll((name, port) -> port == gateway ? spare : port);
    return picked;
  }

  private static List<String> serverPortNames() {
    List<String> names = new ArrayList<>();
    for (ServerKind kind : ServerKind.values()) {
      kind.portNames().forEach(name -> names.add(kind.id() + "." + name));
    }
    return names;
  }

  /** What {@link ServerKind#launch} takes. */
  Map<String, Integer> of(ServerKind kind) {
    return kind.portNames().stream()
        .collect(Collectors.toMap(name -> name, name -> get(kind.id() + "." + name)));
  }

  /** The one that clients use; of HBase it is ZooKeeper's. */
  int clientPort(ServerKind kind) {
    return get(kind.id() + ".port");
  }

  int gateway() {
    return get(GATEWAY);
  }

  private int get(String name) {
    Integer port = byName.get(name);
    if (port == null) {
      throw new IllegalStateException("No port named " + name);
    }
    return port;
  }

  private String json() {
    return byName.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> "  \"" + entry.getKey() + "\": " + entry.getValue())
        .collect(Collectors.joining(",\n", "{\n", "\n}\n"));
  }

  private static Map<String, Integer> read(Path file) throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    if (Files.exists(file)) {
      Matcher matcher = ENTRY.matcher(Files.readString(file));
      while (matcher.find()) {
        ports.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
      }
    }
    return ports;
  }
}
