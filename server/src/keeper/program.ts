import { join } from 'node:path'
import { NOTEBOOK_HOME } from './notebook-place.ts'
import type {
  BoxOrder,
  EngineForBoxes,
  ExecutorPlace,
  NotebookPlace,
  ResolverPlace,
} from './protocol.ts'

/** What the zygote is told of a box: what it is made of, and which program runs in it. */
interface Given {
  order: BoxOrder
  engine: EngineForBoxes
  options: { driver: string; port: number; region: string }
}

export function boxSpec(
  { order, engine, options }: Given,
  { uid, cgroups }: { uid: number; cgroups: string[] },
) {
  const { resolver, history, layers = [] } = order
  return {
    box: order.box,
    uid,
    gid: uid,
    port: options.port,
    readable: [
      ...[...SYSTEM, ...engine.readable, engine.directory, options.driver],
      ...[...layers, ...(resolver?.readable ?? []), ...(history ? [history.events] : [])],
    ],
    writable: writableOf(order),
    temporary_mib: order.temporaryMib,
    // Of one process; the whole box is held by its cgroup or by the watchdog.
    memory_mib: order.memoryMib + 2048,
    ...(order.processesMax !== undefined && { processes: order.processesMax }),
    cgroups,
    ...(resolver && { names: 1 }),
  }
}

function writableOf({ notebook, resolver }: BoxOrder): [string, string][] {
  if (notebook) return [[notebook.directory, NOTEBOOK_HOME]]
  return resolver ? [[resolver.directory, RESOLVER_HOME]] : []
}

/** Where a resolver leaves what it has fetched, as it sees it. */
const RESOLVER_HOME = '/home/resolver'

/** What programs need of the host's system, besides the engine. */
const SYSTEM = [
  '/usr',
  '/etc/ssl',
  '/etc/java-17-openjdk',
  '/etc/alternatives',
  '/etc/ld.so.cache',
  '/etc/localtime',
]

export function programOf({ order, engine, options }: Given) {
  if (order.notebook) return notebookOf(order.notebook, { order, engine, options })
  if (order.resolver) return resolverOf(order.resolver)
  const { layers = [] } = order
  // Spark’s workers have PYTHONPATH before all else, so that no package of the code is on it.
  const worker = { PYTHONPATH: join(options.driver, 'worker'), MILLRACE_LAYERS: layers.join(':') }
  return {
    engine: engine.directory,
    archive: `-XX:SharedArchiveFile=${engine.archive}`,
    environment: { JAVA_HOME: engine.javaHome, ...(layers.length > 0 && worker) },
    port: options.port,
    region: options.region,
    cores: order.cores,
    jvmMib: order.jvmMib,
    batch: order.batch,
    warm: order.warm,
    ...(order.events !== undefined && { events: 1 }),
    ...(order.history && { program: 'history', ...order.history }),
    ...(order.head && { program: 'head' }),
    ...(order.executor && executorOf(order.executor)),
  }
}

function resolverOf({ directory: _, readable: __, ...wish }: ResolverPlace) {
  return { program: 'resolver', network: 'host', home: RESOLVER_HOME, ...wish }
}

function executorOf({ driver, executor, host }: ExecutorPlace) {
  return { program: 'executor', joins: driver, executor, host }
}

function notebookOf(place: NotebookPlace, { order, engine, options }: Given) {
  return {
    program: 'notebook',
    notebookPython: engine.notebookPython,
    socket: place.socket,
    endpoint: `http://127.0.0.1:${options.port}`,
    region: options.region,
    cores: order.cores,
  }
}
