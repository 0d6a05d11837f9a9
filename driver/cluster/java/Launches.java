package millrace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Executors that workers start. A worker starts `launch.py` in the place of Java, which asks here
 * for a box; the box is made by the keeper, in its driver's network, and ends with the launcher.
 */
final class Launches {
  static final String SOCKET = "/tmp/launches";

  private record Launch(String host, SocketChannel launcher) {}

  private final Map<String, Launch> launches = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> sizes = new ConcurrentHashMap<>();
  private final Consumer<ObjectNode> tell;

  Launches(Consumer<ObjectNode> tell) throws IOException {
    this.tell = tell;
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(SOCKET));
    daemon(() -> accept(server));
  }

  /** What a box for an executor of that driver is given. */
  void size(String driver, JsonNode size) {
    sizes.put(driver, size);
  }

  void forget(String driver) {
    sizes.remove(driver);
  }

  /** The box is gone, and its launcher ends as it did. */
  void ended(String box, int code) {
    Launch launch = launches.remove(box);
    if (launch == null) return;
    try (SocketChannel launcher = launch.launcher()) {
      launcher.write(ByteBuffer.wrap((code + "\n").getBytes(StandardCharsets.UTF_8)));
    } catch (IOException gone) {
      // It was ended by its worker meanwhile.
    }
  }

  void decommission(String host) {
    launches.forEach((box, launch) -> {
      if (launch.host().equals(host)) tell.accept(message("decommission", box));
    });
  }

  long on(String host) {
    return launches.values().stream().filter(launch -> launch.host().equals(host)).count();
  }

  ArrayNode boxes(String host) {
    ArrayNode boxes = Head.JSON.createArrayNode();
    launches.forEach((box, launch) -> {
      if (launch.host().equals(host)) boxes.add(box);
    });
    return boxes;
  }

  private void accept(ServerSocketChannel server) {
    while (true) {
      try {
        SocketChannel launcher = server.accept();
        daemon(() -> follow(launcher));
      } catch (IOException end) {
        System.err.println("no more launches: " + end);
        return;
      }
    }
  }

  private void follow(SocketChannel launcher) {
    String box = "e-" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    try {
      JsonNode wish = Head.JSON.readTree(line(launcher));
      JsonNode arguments = wish.path("arguments");
      String driver = wish.path("driver").asText();
      ObjectNode order = message("launch", box).put("driver", driver);
      order.put("executor", arguments.path(0).asText()).put("host", arguments.path(1).asText());
      order.set("size", sizes.get(driver));
      launches.put(box, new Launch(arguments.path(1).asText(), launcher));
      tell.accept(order);
      // Until the launcher is killed by its worker: it says nothing more.
      launcher.read(ByteBuffer.allocate(1));
    } catch (IOException gone) {
      // Read or written to no more; what it has asked for ends.
    }
    if (launches.remove(box) != null) tell.accept(message("abandon", box));
  }

  private static String line(SocketChannel launcher) throws IOException {
    var text = new StringBuilder();
    var reader = Channels.newReader(launcher, StandardCharsets.UTF_8);
    for (int one = reader.read(); one >= 0 && one != '\n'; one = reader.read()) {
      text.append((char) one);
    }
    return text.toString();
  }

  private static ObjectNode message(String event, String box) {
    return Head.JSON.createObjectNode().put("event", event).put("box", box);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }
}
