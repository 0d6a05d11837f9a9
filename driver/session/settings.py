"""Spark's settings: those fixed when the JVM starts, and those of the person who claims it."""

ICEBERG_EXTENSIONS = "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions"
CATALOG = "org.apache.iceberg.spark.SparkCatalog"
S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem"
CREDENTIALS = "software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider"

# JavaModuleOptions of spark-launcher 4.1.4, which SparkSubmit would add.
OPENED = (
    "java.base/java.lang java.base/java.lang.invoke java.base/java.lang.reflect java.base/java.io "
    "java.base/java.net java.base/java.nio java.base/java.util java.base/java.util.concurrent "
    "java.base/java.util.concurrent.atomic java.base/jdk.internal.ref java.base/sun.nio.ch "
    "java.base/sun.nio.cs java.base/sun.security.action java.base/sun.util.calendar "
    "java.security.jgss/sun.security.krb5"
).split()


def fixed(cores, endpoint, region):
    """Before the JVM starts. No identity and no secret is in it."""
    s3a = "spark.hadoop.fs.s3a"
    return {
        "spark.master": f"local[{cores}]",
        "spark.app.name": "millrace",
        "spark.submit.deployMode": "client",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "localhost",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": "/tmp/spark",
        "spark.sql.warehouse.dir": "/tmp/warehouse",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.extensions": ICEBERG_EXTENSIONS,
        "spark.sql.session.timeZone": "UTC",
        f"{s3a}.impl": S3A,
        "spark.hadoop.fs.s3.impl": S3A,
        f"{s3a}.endpoint": endpoint,
        f"{s3a}.endpoint.region": region,
        f"{s3a}.path.style.access": "true",
        f"{s3a}.connection.ssl.enabled": "false",
        f"{s3a}.aws.credentials.provider": CREDENTIALS,
        f"{s3a}.buffer.dir": "/tmp/s3a",
    }


def java_options(memory_mib, cores, batch=False):
    """C1 alone starts sooner and suits short statements; long scripts get both compilers."""
    compilers = [] if batch else ["-XX:TieredStopAtLevel=1"]
    return [
        f"-Xmx{memory_mib}m",
        "-XX:+UseSerialGC",
        *compilers,
        "-XX:-UsePerfData",
        f"-XX:ActiveProcessorCount={cores}",
        "-XX:+IgnoreUnrecognizedVMOptions",
        "--add-modules=jdk.incubator.vector",
        *(f"--add-opens={package}=ALL-UNNAMED" for package in OPENED),
        "-Djdk.reflect.useDirectMethodHandle=false",
        "-Dio.netty.tryReflectionSetAccessible=true",
        "-Dio.netty.allocator.type=pooled",
        "-Djava.net.preferIPv4Stack=true",
    ]


def catalog(name, warehouse, token, endpoint, region):
    base = f"spark.sql.catalog.{name}"
    return {
        base: CATALOG,
        f"{base}.type": "rest",
        f"{base}.uri": f"{endpoint}/iceberg",
        f"{base}.warehouse": warehouse,
        f"{base}.token": token,
        f"{base}.rest.auth.type": "oauth2",
        # The token belongs to this driver alone; the platform renews it, not the catalog client.
        f"{base}.token-refresh-enabled": "false",
        f"{base}.header.X-Iceberg-Access-Delegation": "vended-credentials",
        f"{base}.io-impl": "org.apache.iceberg.aws.s3.S3FileIO",
        f"{base}.s3.endpoint": endpoint,
        f"{base}.s3.path-style-access": "true",
        f"{base}.client.region": region,
        # Files of a dropped table are the platform's to remove: this driver's keys end with it.
        f"{base}.rest-catalog-purge": "true",
        # What others commit is seen by the next statement.
        f"{base}.cache-enabled": "false",
    }


def claimed(claim, endpoint, region):
    """After the claim: catalogs by name, the first of them is the default."""
    settings = {}
    for name, warehouse in claim["catalogs"].items():
        settings.update(catalog(name, warehouse, claim["token"], endpoint, region))
    if claim["catalogs"]:
        settings["spark.sql.defaultCatalog"] = next(iter(claim["catalogs"]))
    return settings


RESERVED = (
    *("spark.sql.catalog.lake", "spark.sql.catalog.own", "spark.hadoop.fs.s3"),
    # The driver brings them by itself.
    *("spark.files", "spark.archives", "spark.submit.pyFiles"),
)


def wanted(conf):
    """What of a person's `conf` reaches Spark; credentials and catalogs are the platform's."""
    return {
        str(name): str(value)
        for name, value in conf.items()
        if str(name).startswith("spark.") and not str(name).startswith(RESERVED)
    }
