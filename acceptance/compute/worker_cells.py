"""What is run in sessions of clusters with workers."""

# Where each task ran: the box, Spark's number of the executor and its machine, the process.
PLACES = """
def place(_):
    import os, socket, time
    from pyspark import TaskContext
    time.sleep(0.3)
    yield socket.gethostname(), os.getpid()
import json, time
def boxes(tasks):
    places = sc.parallelize(range(tasks), tasks).mapPartitions(place).collect()
    return sorted({box for box, _ in places})
def until(executors):
    begun = time.monotonic()
    while sc._jsc.sc().getExecutorMemoryStatus().size() - 1 != executors:
        assert time.monotonic() - begun < 60, sc._jsc.sc().getExecutorMemoryStatus().size()
        time.sleep(0.05)
    return round(time.monotonic() - begun, 2)
"""
# Whose rights an executor has.
WHO = """
def who(_):
    import boto3
    yield boto3.client("sts").get_caller_identity()["Arn"]
print(sc.parallelize([0], 1).mapPartitions(who).collect()[0])
"""
# What code in an executor finds of others, and of secrets on command lines.
LOOK = """
def look(_):
    import glob, os, socket
    found = []
    for path in ("/tmp/drivers-own", "/root", "/etc/shadow", "/tmp/launches"):
        if os.path.exists(path):
            found.append(path)
    for port in (7077, 8080, {port}):
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                found.append(port)
    owners = set()
    for process in glob.glob("/proc/[0-9]*"):
        line = open(process + "/cmdline", "rb").read()
        if secret.value in line:
            found.append("secret in " + process)
        owners.add(os.stat(process).st_uid)
    for name in ("/proc/1/environ", "/proc/1/mem"):
        try:
            found.append((name, open(name, "rb").read(1)))
        except OSError:
            pass
    yield found, len(owners)
open("/tmp/drivers-own", "w").write("mine")
secret = sc.broadcast(sc.getConf().get("spark.authenticate.secret").encode())
assert len(secret.value) > 30
print([found for found, _ in sc.parallelize(range(2), 2).mapPartitions(look).collect()])
"""
KILLED_ONCE = """
def fragile(part):
    import glob, os, signal
    from pyspark import TaskContext
    context = TaskContext.get()
    if context.partitionId() == 0 and context.attemptNumber() == 0:
        for comm in glob.glob("/proc/[0-9]*/comm"):
            if open(comm).read().strip() == "java":
                os.kill(int(comm.split("/")[2]), signal.SIGKILL)
    yield sum(part)
print(sum(sc.parallelize(range(100), 4).mapPartitions(fragile).collect()))
"""
SLOW = """
def slow(part):
    import time
    for _ in part:
        time.sleep(0.2)
    yield 1
print(sum(sc.parallelize(range(60), 30).mapPartitions(slow).collect()))
"""
# A job that outlives a server, and where it was computed before and after that.
OUTLIVING = (
    SLOW.replace("print", "total = ")
    + """
after = boxes(8)
print(json.dumps([before, after, total]))
"""
)
