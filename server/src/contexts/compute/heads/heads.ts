import { randomText } from '../../../foundation/ids.ts'
import type { Log } from '../../../foundation/log.ts'
import type { Cluster } from '../model/cluster.ts'
import { instanceType } from '../model/instance-type.ts'
import { STANDARD_ENGINE } from '../model/release.ts'
import { type ExecutorSize, workerGroups, workers } from '../model/scaling.ts'
import type { BoxesForHeads, MachineState } from './boxes.ts'

/** What the names of heads’ boxes begin with. */
export const HEAD_PREFIX = 'h-'

/**
 * Spark’s master and workers take about 230 MiB, and 4 MiB and 17 threads more for each worker; an
 * executor has a launcher here. No code of people runs in them.
 */
const SIZE = { memoryMib: 1024, jvmMib: 384, cores: 2, temporaryMib: 128, processesMax: 4096 }
const MIB = 2 ** 20

/** A driver of a cluster and the executors that it may have. */
export interface Given {
  driver: string
  executors: number
  size: ExecutorSize
}

interface Head {
  box: string
  machines: readonly MachineState[]
  /** Since when a machine has had no executor. */
  idleSince: Map<string, number>
  /** What it was told last: the same is not told again. */
  told: string
}

/** The heads of clusters: one box each, in which Spark’s master and workers run. */
export class Heads {
  readonly #boxes: BoxesForHeads
  readonly #heads = new Map<string, Head>()
  #changed: () => Promise<void> = async () => {}
  #unboxed = true

  constructor(boxes: BoxesForHeads) {
    this.#boxes = boxes
  }

  /** Finds those that an earlier server has left; `changed` hears when machines come or go. */
  async start(changed: () => Promise<void>, log: Log): Promise<void> {
    this.#changed = changed
    this.#boxes.listen(async (news) => {
      if (news.event !== 'end') return
      const found = [...this.#heads].find(([, { box }]) => box === news.box)
      if (found) this.#heads.delete(found[0])
    })
    const { isolation, boxes } = await this.#boxes.hello()
    this.#unboxed = isolation === 'trusted'
    for (const box of boxes) this.#know(clusterOf(box), box)
    this.#boxes.listenToMachines((box, machines) => {
      // The reconciler comes by anyhow, only later.
      this.#heard(box, machines).catch((err: unknown) => log.warn({ err, box }, 'machines unheard'))
    })
  }

  /** Brings the head to what there should be; opens it where it is not there. */
  settle(cluster: Cluster, applications: readonly Given[]): void {
    if (this.#unboxed || workers(cluster) === 0) return
    const groups = workerGroups(cluster)
    const head = this.#heads.get(cluster.id) ?? this.#open(cluster.id)
    const machines = groups.flatMap(({ instanceIds, instanceType: name }) => {
      const { cpu, memoryBytes } = instanceType(name).capacity
      return instanceIds.map((id) => ({ id, cores: cpu, memoryMib: memoryBytes / MIB }))
    })
    const told = JSON.stringify([machines, applications])
    if (told === head.told) return
    head.told = told
    this.#boxes.send(head.box, { op: 'machines', machines })
    this.#boxes.send(head.box, { op: 'applications', applications: [...applications] })
  }

  /** Ends the heads of all clusters but those that live. */
  closeAllBut(living: ReadonlySet<string>): void {
    for (const [clusterId, { box }] of this.#heads)
      if (!living.has(clusterId)) this.#boxes.close(box, 'its cluster has ended')
  }

  machines(clusterId: string): readonly MachineState[] {
    return this.#heads.get(clusterId)?.machines ?? []
  }

  /** Machines that have had no executor for so long. */
  idle(clusterId: string, seconds: number, now: Date): string[] {
    const { machines = [], idleSince } = this.#heads.get(clusterId) ?? {}
    const until = now.getTime() - seconds * 1000
    const long = (id: string) => (idleSince?.get(id) ?? Number.POSITIVE_INFINITY) <= until
    return machines.filter(({ id, stage }) => stage === 'up' && long(id)).map(({ id }) => id)
  }

  async #heard(box: string, machines: readonly MachineState[]): Promise<void> {
    const head = this.#heads.get(clusterOf(box))
    if (head?.box !== box) return
    head.machines = machines
    const idle = machines.filter(({ boxes, stage }) => stage === 'up' && boxes.length === 0)
    const since = idle.map(({ id }) => [id, head.idleSince.get(id) ?? Date.now()] as const)
    head.idleSince = new Map(since)
    await this.#changed()
  }

  #open(clusterId: string): Head {
    const box = `${HEAD_PREFIX}${clusterId}-${randomText(8, 'lower')}`
    this.#boxes.open({
      box,
      engine: STANDARD_ENGINE,
      ...SIZE,
      batch: false,
      warm: false,
      head: true,
    })
    return this.#know(clusterId, box)
  }

  #know(clusterId: string, box: string): Head {
    const head: Head = { box, machines: [], idleSince: new Map(), told: '' }
    this.#heads.set(clusterId, head)
    return head
  }
}

/** `h-j-ABC-xyz` is of cluster `j-ABC`. */
function clusterOf(box: string): string {
  return box.slice(HEAD_PREFIX.length, box.lastIndexOf('-'))
}
