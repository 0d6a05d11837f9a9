package millrace.cluster;

import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.ExternalClusterManager;
import org.apache.spark.scheduler.SchedulerBackend;
import org.apache.spark.scheduler.TaskScheduler;
import org.apache.spark.scheduler.TaskSchedulerImpl;

/**
 * Spark's cluster manager in a driver whose executors are given to it: `spark.master=millrace`.
 *
 * <p>A driver runs the code of a person, so it never speaks with the cluster's master: the platform
 * registers its application there, and executors come to the driver by themselves.
 */
public final class GivenExecutors implements ExternalClusterManager {
  @Override
  public boolean canCreate(String url) {
    return url.equals("millrace");
  }

  @Override
  public TaskScheduler createTaskScheduler(SparkContext context, String url) {
    return new TaskSchedulerImpl(context);
  }

  @Override
  public SchedulerBackend createSchedulerBackend(
      SparkContext context, String url, TaskScheduler scheduler) {
    return new GivenExecutorsBackend((TaskSchedulerImpl) scheduler, context.env().rpcEnv());
  }

  @Override
  public void initialize(TaskScheduler scheduler, SchedulerBackend backend) {
    ((TaskSchedulerImpl) scheduler).initialize(backend);
  }
}
