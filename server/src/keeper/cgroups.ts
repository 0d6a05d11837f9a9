import { mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BoxOrder } from './protocol.ts'

const MIB = 1024 * 1024
const HOST = { root: '/sys/fs/cgroup', own: '/proc/self/cgroup' }

/**
 * Makes and limits the box's cgroups where the host lets us; else none, and the box rests on its
 * resource limits. Answers the directories that the box joins.
 */
export async function openCgroups(order: BoxOrder, host = HOST): Promise<string[]> {
  const { root } = host
  const own = parseOwn(await readFile(host.own, 'utf8').catch(() => ''))
  const name = `millrace-${order.box}`
  const processes = order.processesMax ?? PROCESSES_MAX
  const version1 = [
    { controller: 'memory', file: 'memory.limit_in_bytes', value: order.memoryMib * MIB },
    { controller: 'pids', file: 'pids.max', value: processes },
    { controller: 'cpu', file: 'cpu.cfs_quota_us', value: order.cores * PERIOD_MICROSECONDS },
  ]
  const opened: string[] = []
  for (const { controller, file, value } of version1) {
    const path = own.get(controller)
    if (path === undefined) continue
    const directory = join(root, controller, path, name)
    if (await limited(directory, { [file]: value })) opened.push(directory)
  }
  const unified = own.get('')
  if (opened.length === 0 && unified !== undefined) {
    const directory = join(root, unified, name)
    const limits = { 'memory.max': order.memoryMib * MIB, 'pids.max': processes }
    const cpu = { 'cpu.max': `${order.cores * PERIOD_MICROSECONDS} ${PERIOD_MICROSECONDS}` }
    if (await limited(directory, { ...limits, ...cpu })) opened.push(directory)
  }
  return opened
}

const PROCESSES_MAX = 400 // As `driver/box/spec.py` has it for each user.
const PERIOD_MICROSECONDS = 100_000 // The kernel's default of both versions.

/** `/proc/self/cgroup`: path by controller; the unified hierarchy has the empty name. */
export function parseOwn(text: string): Map<string, string> {
  const own = new Map<string, string>()
  for (const line of text.split('\n')) {
    const [, controllers, path] = line.split(':')
    if (path === undefined) continue
    for (const controller of (controllers ?? '').split(',')) own.set(controller, path)
  }
  return own
}

async function limited(
  directory: string,
  limits: Record<string, number | string>,
): Promise<boolean> {
  try {
    await mkdir(directory)
    for (const [file, value] of Object.entries(limits))
      await writeFile(join(directory, file), String(value))
    return true
  } catch {
    await rmdir(directory).catch(() => undefined)
    return false
  }
}

/** Did the kernel end something in the box for want of memory? */
export async function describeOutOfMemory(
  cgroups: readonly string[],
  memoryMib: number,
): Promise<string | undefined> {
  for (const directory of cgroups) {
    for (const file of ['memory.oom_control', 'memory.events']) {
      const text = await readFile(join(directory, file), 'utf8').catch(() => '')
      if (Number(/oom_kill (\d+)/.exec(text)?.[1] ?? 0) > 0)
        return `out of memory: the driver used more than its ${memoryMib} MiB`
    }
  }
  return undefined
}

/** A cgroup can be removed when its last process has been reaped. */
export async function closeCgroups(cgroups: readonly string[]): Promise<void> {
  for (const directory of cgroups) {
    for (let tried = 0; tried < 50; tried += 1) {
      const gone = await rmdir(directory).then(
        () => true,
        (error: NodeJS.ErrnoException) => error.code === 'ENOENT',
      )
      if (gone) break
      await sleep(100)
    }
  }
}

/** Removes what a keeper that was killed has left. */
export async function sweepCgroups(): Promise<void> {
  const own = parseOwn(await readFile(HOST.own, 'utf8').catch(() => ''))
  for (const [controller, path] of own) {
    const directory = join(HOST.root, controller, path)
    const names = await readdir(directory).catch(() => [] as string[])
    for (const name of names.filter((one) => one.startsWith('millrace-')))
      await rmdir(join(directory, name)).catch(() => undefined)
  }
}
