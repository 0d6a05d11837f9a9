package millrace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.ApplicationDescription;
import org.apache.spark.deploy.Command;
import org.apache.spark.deploy.client.StandaloneAppClient;
import org.apache.spark.deploy.client.StandaloneAppClientListener;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfile$;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.ExecutorDecommissionInfo;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/** What drivers may have of the cluster, registered in their stead. */
final class Applications {
  private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

  private final SparkConf conf;
  private final String masterUrl;
  private final String launcher;
  private final Launches launches;
  private final RpcEnv env;
  private final Map<String, StandaloneAppClient> clients = new HashMap<>();
  private final Map<String, Integer> executors = new HashMap<>();

  Applications(SparkConf conf, String masterUrl, String launcher, Launches launches) {
    this.launches = launches;
    this.conf = conf;
    this.masterUrl = masterUrl;
    this.launcher = launcher;
    SecurityManager security = new SecurityManager(conf, Option.empty(), null);
    env = RpcEnv.create("applications", "127.0.0.1", 0, conf, security, false);
  }

  /** All that there should be; those that are not named end. */
  synchronized void want(JsonNode wanted) {
    Set<String> named = new HashSet<>();
    for (JsonNode one : wanted) {
      String driver = one.path("driver").asText();
      named.add(driver);
      int count = one.path("executors").asInt();
      launches.size(driver, one.path("size"));
      if (!clients.containsKey(driver)) register(driver, one);
      else if (executors.get(driver) != count) clients.get(driver).requestTotalExecutors(count);
      executors.put(driver, count);
    }
    for (String driver : List.copyOf(clients.keySet())) {
      if (named.contains(driver)) continue;
      clients.remove(driver).stop();
      executors.remove(driver);
      launches.forget(driver);
    }
  }

  private void register(String driver, JsonNode wish) {
    JsonNode size = wish.path("size");
    SparkConf own =
        conf.clone()
            .set("spark.executor.cores", size.path("cores").asText())
            .set("spark.executor.memory", size.path("memoryMib").asInt() + "m");
    ResourceProfile profile = ResourceProfile$.MODULE$.reInitDefaultProfile(own);
    Map<String, String> environment =
        Map.of(
            "JAVA_HOME", launcher,
            "SPARK_SCALA_VERSION", "2.13",
            "MILLRACE_DRIVER", driver,
            "MILLRACE_SOCKET", Launches.SOCKET,
            "MILLRACE_PYTHON", System.getenv("MILLRACE_PYTHON"));
    List<String> arguments =
        List.of("{{EXECUTOR_ID}}", "{{HOSTNAME}}", "{{CORES}}");
    Command command =
        new Command(EXECUTOR, seq(arguments), CollectionConverters.asScala(environment),
            seq(List.of()), seq(List.of()), seq(List.of()));
    ApplicationDescription description =
        new ApplicationDescription(driver, Option.empty(), command, "", profile, Option.empty(),
            Option.empty(), Option.apply((Object) wish.path("executors").asInt()), "millrace");
    String[] masters = {masterUrl};
    var client = new StandaloneAppClient(env, masters, description, new Silent(driver), own);
    clients.put(driver, client);
    client.start();
  }

  private static scala.collection.immutable.Seq<String> seq(List<String> list) {
    return CollectionConverters.asScala(list).toSeq();
  }

  /** Executors go to their driver by themselves; what the master says of them is only logged. */
  private record Silent(String driver) implements StandaloneAppClientListener {
    @Override
    public void connected(String id) {
      System.err.println(driver + " is application " + id);
    }

    @Override
    public void disconnected() {}

    @Override
    public void dead(String reason) {
      System.err.println(driver + " is no application any more: " + reason);
    }

    @Override
    public void executorAdded(String id, String worker, String at, int cores, int memory) {}

    @Override
    public void executorRemoved(
        String id, String message, Option<Object> code, Option<String> host) {}

    @Override
    public void executorDecommissioned(String id, ExecutorDecommissionInfo info) {}

    @Override
    public void workerRemoved(String id, String host, String message) {}
  }
}
