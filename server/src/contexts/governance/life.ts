import type { Pool, PoolClient } from 'pg'
import { addJob, type JobHandler } from '../../foundation/jobs.ts'
import type { Workings } from './deps.ts'
import { CHANGED } from './store/apply.ts'
import { chainWaiting } from './store/audit.ts'

const CHAIN_JOB = 'governance.chain-audit'
const CHAIN_MILLISECONDS = 5000
const RECONNECT_MILLISECONDS = 1000
const OWN_CHANGE_MILLISECONDS = 50

export interface Life {
  jobs: Record<string, JobHandler>
  start(pool: Pool): Promise<void>
  close(): Promise<void>
}

/** What runs beside the operations: the audit job, and news from other servers. */
export function lifeOf(deps: Workings): Life {
  const orderNext = () =>
    addJob(
      deps.sql,
      CHAIN_JOB,
      {},
      {
        key: CHAIN_JOB,
        runAt: new Date(deps.clock().getTime() + CHAIN_MILLISECONDS),
      },
    )
  const listener = createListener(deps)
  return {
    jobs: {
      [CHAIN_JOB]: async () => {
        await chainWaiting(deps.sql)
        await orderNext()
      },
    },
    async start(pool) {
      await listener.open(pool)
      await orderNext()
    },
    close: () => listener.close(),
  }
}

/** Reads the rules again when another server has changed them; a lost connection is renewed. */
function createListener({ snapshots, log }: Workings) {
  const state: { client?: PoolClient; closed: boolean; timer?: NodeJS.Timeout } = { closed: false }
  const catchUp = (version: number) => {
    if (version <= snapshots.current().version) return
    snapshots.reload().catch((error: unknown) => log.error({ err: error }, 'rules not reloaded'))
  }
  const open = async (pool: Pool): Promise<void> => {
    const client = await pool.connect()
    let lost: Error | undefined
    client.on('error', (error) => {
      lost = error
      if (state.client !== client) return
      delete state.client
      client.release(true)
      reopen(pool)
    })
    // This server's own changes are published a moment after they are announced.
    client.on('notification', ({ payload }) =>
      setTimeout(() => catchUp(Number(payload)), OWN_CHANGE_MILLISECONDS).unref(),
    )
    try {
      await client.query(`LISTEN ${CHANGED}`)
      // What changed while nobody listened.
      await snapshots.reload()
      if (lost) throw lost
    } catch (error) {
      client.release(true)
      throw error
    }
    if (state.closed) client.release(true)
    else state.client = client
  }
  const reopen = (pool: Pool): void => {
    if (state.closed) return
    state.timer = setTimeout(
      () => void open(pool).catch(() => reopen(pool)),
      RECONNECT_MILLISECONDS,
    )
  }
  return {
    open,
    async close() {
      state.closed = true
      clearTimeout(state.timer)
      const { client } = state
      delete state.client
      client?.release(true)
    },
  }
}
