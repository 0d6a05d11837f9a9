package millrace.cluster;

import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.TaskSchedulerImpl;
import org.apache.spark.scheduler.cluster.CoarseGrainedSchedulerBackend;
import scala.collection.immutable.Map;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;

/** Takes the executors that come, and keeps how many Spark would like for the driver to tell. */
public final class GivenExecutorsBackend extends CoarseGrainedSchedulerBackend {
  private static volatile int wanted = 0;

  GivenExecutorsBackend(TaskSchedulerImpl scheduler, RpcEnv rpc) {
    super(scheduler, rpc);
    wanted = 0;
  }

  /** What the driver's Python asks: the number that Spark's dynamic allocation came to. */
  public static int wanted() {
    return wanted;
  }

  @Override
  public Future<Object> doRequestTotalExecutors(Map<ResourceProfile, Object> totals) {
    wanted = CollectionConverters.asJava(totals).values().stream().mapToInt(n -> (int) n).sum();
    return Future.successful((Object) true);
  }
}
