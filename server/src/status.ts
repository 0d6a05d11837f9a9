import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Status } from '@millrace/contract'
import type { StatusBoard } from './foundation/status.ts'

interface Facts {
  home: string
  url: string
  version: string
  board: StatusBoard
  ready(): boolean
  isolation(): 'full' | 'trusted'
  /** Of the standby drivers; undefined as long as none was asked for. */
  drivers(): { state: 'warming' | 'ready'; detail: string } | undefined
}

/** What the platform says of itself; provisioning and the demo leave their state in the home. */
export function readStatus(facts: Facts): Status {
  return {
    url: facts.url,
    version: facts.version,
    ready: facts.ready(),
    isolation: facts.isolation(),
    engine: engine(facts),
    demo: readState(join(facts.home, 'demo.json')) ?? { state: 'none' },
    components: [...facts.board.components()],
  }
}

function engine({ home, drivers }: Facts): Status['engine'] {
  const provisioned = readState<Status['engine']>(join(home, 'engine/state.json'))
  if (!provisioned) return { state: 'absent', detail: 'nothing is provisioned' }
  if (provisioned.state !== 'ready') return provisioned
  return drivers() ?? { state: 'warming', detail: 'provisioned; no driver stands by yet' }
}

function readState<State = Status['demo']>(path: string): State | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as State
  } catch {
    return undefined
  }
}
