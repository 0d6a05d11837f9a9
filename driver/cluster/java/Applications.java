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
  private final Map<String, Application> applications = new HashMap<>();

  /** The master knows one application for each address, so each has one. */
  private static final class Application {
    final RpcEnv env;
    final StandaloneAppClient client;
    int executors;

    Application(RpcEnv env, StandaloneAppClient client, int executors) {
      this.env = env;
      this.client = client;
      this.executors = executors;
    }
  }

  Applications(SparkConf conf, String masterUrl, String launcher, Launches launches) {
    this.launches = launches;
    this.conf = conf;
    this.masterUrl = masterUrl;
    this.launcher = launcher;
  }

  /** All that there should be; those that are not named end. */
  synchronized void want(JsonNode wanted) {
    Set<String> named = new HashSet<>();
    for (JsonNode one : wanted) {
      String driver = one.path("driver").asText();
      named.add(driver);
      int count = one.path("executors").asInt();
      launches.size(driver, one.path("size"));
      Application known = applications.get(driver);
      if (known == null) {
        applications.put(driver, register(driver, count, one.path("size")));
      } else if (known.executors != count) {
        known.executors = count;
        known.client.requestTotalExecutors(count);
      }
    }
    for (String driver : List.copyOf(applications.keySet())) {
      if (named.contains(driver)) continue;
      Application gone = applications.remove(driver);
      gone.client.stop();
      gone.env.shutdown();
      launches.forget(driver);
    }
  }

  private Application register(String driver, int executors, JsonNode size) {
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
            Option.empty(), Option.apply((Object) executors), "millrace");
    String[] masters = {masterUrl};
    SecurityManager security = new SecurityManager(conf, Option.empty(), null);
    RpcEnv env = RpcEnv.create(driver, "127.0.0.1", 0, conf, security, false);
    var client = new StandaloneAppClient(env, masters, description, new Silent(driver), own);
    client.start();
    return new Application(env, client, executors);
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
