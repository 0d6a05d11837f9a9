import type { Engine } from '../model/release.ts'
import type { ExecutorSize } from '../model/scaling.ts'

/** A worker as its head sees it: `draining` takes no more; `boxes` are its executors. */
export interface MachineState {
  id: string
  stage: 'joining' | 'up' | 'draining'
  boxes: readonly string[]
}

export type HeadOrder =
  | { op: 'machines'; machines: { id: string; cores: number; memoryMib: number }[] }
  | {
      op: 'applications'
      applications: { driver: string; executors: number; size: ExecutorSize }[]
    }

/** Boxes of heads, wherever they are; `keeper/client.ts` is the one on this host. */
export interface BoxesForHeads {
  hello(): Promise<{ isolation: 'full' | 'trusted'; boxes: string[] }>
  open(order: {
    box: string
    memoryMib: number
    jvmMib: number
    cores: number
    temporaryMib: number
    processesMax: number
    batch: boolean
    warm: boolean
    engine: Engine
    head: true
  }): void
  send(box: string, order: HeadOrder): void
  close(box: string, reason: string): void
  listen(listener: (news: { event: string; box: string }) => Promise<void>): void
  listenToMachines(listener: (head: string, machines: readonly MachineState[]) => void): void
}
