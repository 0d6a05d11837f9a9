"""How JVMs of a cluster start: as drivers do, with the cluster's own classes at the end."""

import os

from session import jvm, settings


def with_cluster(command, engine):
    """After the drivers' own class path, which the class-data archive is made for."""
    at = command.index("-cp") + 1
    path = f"{command[at]}:{os.path.join(engine, 'cluster.jar')}"
    return [*command[:at], path, *command[at + 1 :]]


def command(options, main, memory_mib, properties):
    archive = options.get("archive")
    shared = [archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off"] if archive else []
    flags = settings.java_options(memory_mib, options["cores"], options.get("batch", False))
    *driver, _ = jvm.command(options["engine"], properties, [*shared, *flags])
    return [*with_cluster(driver, options["engine"]), main]
