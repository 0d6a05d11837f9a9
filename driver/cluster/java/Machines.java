package millrace.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;

/** The master, and a worker for each machine: its address is the machine's own. */
final class Machines {
  private static final String HEAD = "127.0.0.1";

  private static final class Machine {
    final String host;
    final RpcEnv worker;
    boolean draining;

    Machine(String host, RpcEnv worker) {
      this.host = host;
      this.worker = worker;
    }
  }

  private final SparkConf conf;
  private final Launches launches;
  private final RpcEndpointRef master;
  private final String masterUrl;
  private final Map<String, Machine> machines = new HashMap<>();
  private int hosts = 0;

  Machines(SparkConf conf, Launches launches) {
    this.conf = conf;
    this.launches = launches;
    RpcEnv env = Master.startRpcEnvAndEndpoint(HEAD, 0, 0, conf)._1();
    masterUrl = "spark://" + env.address().hostPort();
    SecurityManager security = new SecurityManager(conf, Option.empty(), null);
    RpcEnv asking = RpcEnv.create("head", HEAD, 0, conf, security, true);
    master = asking.setupEndpointRef(env.address(), Master.ENDPOINT_NAME());
  }

  String masterUrl() {
    return masterUrl;
  }

  /** Those that are new join; those that are no longer wanted take no more and leave when empty. */
  synchronized void want(JsonNode wanted) {
    Set<String> ids = new HashSet<>();
    for (JsonNode one : wanted) {
      String id = one.path("id").asText();
      ids.add(id);
      if (!machines.containsKey(id)) machines.put(id, join(one));
    }
    machines.forEach((id, machine) -> {
      if (!ids.contains(id) && !machine.draining) drain(machine);
    });
  }

  private Machine join(JsonNode wish) {
    hosts += 1;
    String host = "127.0." + (1 + hosts / 250) + "." + (1 + hosts % 250);
    int cores = wish.path("cores").asInt();
    int memory = wish.path("memoryMib").asInt();
    String[] masters = {masterUrl};
    RpcEnv worker =
        Worker.startRpcEnvAndEndpoint(
            host, 0, 0, cores, memory, masters, "/tmp/work", Option.empty(), conf, Option.empty());
    return new Machine(host, worker);
  }

  private void drain(Machine machine) {
    machine.draining = true;
    for (WorkerInfo info : ask().workers()) {
      if (!info.host().equals(machine.host)) continue;
      var ids = CollectionConverters.asScala(java.util.List.of(info.id())).toSeq();
      master.send(new DeployMessages.DecommissionWorkers(ids));
    }
    launches.decommission(machine.host);
  }

  synchronized void removeDrained() {
    machines.values().removeIf(machine -> {
      if (!machine.draining || launches.on(machine.host) > 0) return false;
      machine.worker.shutdown();
      return true;
    });
  }

  synchronized ArrayNode state() {
    Map<String, WorkerInfo> known = new HashMap<>();
    for (WorkerInfo info : ask().workers()) known.put(info.host(), info);
    ArrayNode state = Head.JSON.createArrayNode();
    machines.forEach((id, machine) -> {
      WorkerInfo info = known.get(machine.host);
      boolean up = info != null && info.isAlive();
      String stage = machine.draining ? "draining" : up ? "up" : "joining";
      state.addObject().put("id", id).put("stage", stage).set("boxes", launches.boxes(machine.host));
    });
    return state;
  }

  private DeployMessages.MasterStateResponse ask() {
    ClassTag<DeployMessages.MasterStateResponse> answer =
        ClassTag.apply(DeployMessages.MasterStateResponse.class);
    return master.askSync(DeployMessages.RequestMasterState$.MODULE$, answer);
  }
}
