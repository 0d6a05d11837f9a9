package millrace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import org.apache.spark.SparkConf;

/**
 * A cluster's head: Spark's standalone master, its workers, and one application for each driver.
 *
 * <p>Reads what there should be as JSON lines, and says what there is. No code of people runs here,
 * and nothing of theirs can connect: the head has a network of its own with nobody else in it.
 */
public final class Head {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final int SECRET_BYTES = 32;
  private static final long TELL_EVERY_MS = 200;

  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final Machines machines;
  private final Applications applications;
  private final Launches launches;
  private String told = "";

  public static void main(String[] arguments) {
    // Whatever else prints must not come between the lines.
    System.setOut(System.err);
    // No memory, or no more threads: whatever was to be done is not.
    Thread.setDefaultUncaughtExceptionHandler((thread, error) -> {
      if (error instanceof Error) halt(error);
      else error.printStackTrace();
    });
    try {
      new Head(arguments[0]).serve();
    } catch (Throwable error) {
      halt(error);
    }
  }

  private Head(String launcher) throws Exception {
    SparkConf conf = conf();
    launches = new Launches(this::tell);
    machines = new Machines(conf, launches);
    applications = new Applications(conf, machines.masterUrl(), launcher, launches);
  }

  /** The secret is made here, and never leaves this process but to launchers in the same box. */
  private static SparkConf conf() {
    byte[] secret = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return new SparkConf(false)
        .set("spark.authenticate", "true")
        .set("spark.authenticate.secret", Base64.getEncoder().encodeToString(secret))
        .set("spark.network.crypto.enabled", "true")
        .set("spark.decommission.enabled", "true")
        .set("spark.ui.enabled", "false")
        .set("spark.rpc.io.threads", "1")
        .set("spark.rpc.netty.dispatcher.numThreads", "2")
        .set("spark.master.rest.enabled", "false")
        // Executors that die by their own code are many in a bad job, and not the workers' fault.
        .set("spark.deploy.maxExecutorRetries", "-1");
  }

  private void serve() throws IOException, InterruptedException {
    tell(JSON.createObjectNode().put("event", "ready"));
    Thread teller = new Thread(this::tellChanges, "teller");
    teller.setDaemon(true);
    teller.start();
    var input = new FileInputStream(FileDescriptor.in);
    var lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      handle(JSON.readTree(line));
    }
    Runtime.getRuntime().halt(0);
  }

  /** Another head is started in its place; one that lost a message would be wrong for ever. */
  private static void halt(Throwable error) {
    error.printStackTrace();
    Runtime.getRuntime().halt(1);
  }

  private void handle(JsonNode message) {
    switch (message.path("op").asText()) {
      case "machines" -> machines.want(message.path("machines"));
      case "applications" -> applications.want(message.path("applications"));
      case "ended" ->
          launches.ended(message.path("box").asText(), message.path("code").asInt(1));
      default -> System.err.println("unknown operation " + message.path("op"));
    }
  }

  private void tellChanges() {
    while (true) {
      try {
        Thread.sleep(TELL_EVERY_MS);
        machines.removeDrained();
        ObjectNode state = JSON.createObjectNode().put("event", "machines");
        state.set("machines", machines.state());
        String now = state.toString();
        if (!now.equals(told)) tell(state);
        told = now;
      } catch (InterruptedException end) {
        return;
      } catch (Exception error) {
        System.err.println("the state of the master is not known: " + error);
      }
    }
  }

  private synchronized void tell(ObjectNode message) {
    try {
      out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException gone) {
      Runtime.getRuntime().halt(1);
    }
  }
}
