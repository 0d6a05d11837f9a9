import type pg from 'pg'
import type { Log } from './log.ts'

export interface Followed {
  channel: string
  log: Log
  /** Takes in whatever was changed while nobody listened. */
  catchUp(): Promise<void>
  /** Takes in one announcement. */
  heard(payload: string | undefined): Promise<void>
  /** So often it is asked whether the connection still lives. */
  beatMs?: number
}

export interface Following {
  stop(): void
}

const RECONNECT_MS = 500
const BEAT_MS = 5000
/** A connection that answers nothing for so long is dead, even if nobody has closed it. */
const SILENCE_MS_MAX = 5000

/**
 * Hears what servers on one database tell each other, on a connection of its own. Where that is
 * lost, or something heard could not be taken in, it connects again and catches up.
 *
 * @throws what the first connection or the first catching up throws; then nothing is kept
 */
export async function follow(pool: pg.Pool, followed: Followed): Promise<Following> {
  const { channel, log, beatMs = BEAT_MS } = followed
  let stopped = false
  let current: pg.PoolClient | undefined
  let timer: NodeJS.Timeout | undefined
  let beating: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const client = await listening(pool, followed, failed)
    if (stopped) return client.release(true)
    current = client
    const beat = () => answered(client, 'SELECT 1').catch((error: Error) => failed(client, error))
    beating = setInterval(beat, beatMs).unref()
  }

  function failed(client: pg.PoolClient, error: Error): void {
    if (client !== current) return
    log.warn({ channel, error: error.message }, 'changes are not heard; connecting again')
    drop()
    connectLater()
  }

  function connectLater(): void {
    if (!stopped) timer = setTimeout(() => void connect().catch(connectLater), RECONNECT_MS)
  }

  function drop(): void {
    clearInterval(beating)
    current?.release(true)
    current = undefined
  }

  await connect()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      drop()
    },
  }
}

/** A connection that hears and has caught up; none is kept where that fails. */
async function listening(
  pool: pg.Pool,
  { channel, catchUp, heard }: Followed,
  whenFailed: (client: pg.PoolClient, error: Error) => void,
): Promise<pg.PoolClient> {
  const client = await pool.connect()
  let failure: Error | undefined
  const failed = (error: Error) => {
    failure = error
    whenFailed(client, error)
  }
  client.on('error', failed)
  client.on('notification', ({ payload }) => heard(payload).catch(failed))
  try {
    await answered(client, `LISTEN ${channel}`)
    await catchUp()
    if (failure) throw failure
    return client
  } catch (error) {
    client.release(true)
    throw error
  }
}

function answered(client: pg.PoolClient, text: string): Promise<unknown> {
  return client.query({ text, query_timeout: SILENCE_MS_MAX } as pg.QueryConfig)
}
