import type pg from 'pg'
import type { Log } from './log.ts'

export interface Followed {
  channel: string
  log: Log
  /** Takes in whatever was changed while nobody listened. */
  catchUp(): Promise<void>
  /** Takes in one announcement. */
  heard(payload: string | undefined): Promise<void>
}

export interface Following {
  stop(): void
}

const RECONNECT_MS = 500

/**
 * Hears what servers on one database tell each other, on a connection of its own. Where that is
 * lost, or something heard could not be taken in, it connects again and catches up.
 *
 * @throws what the first connection or the first catching up throws; then nothing is kept
 */
export async function follow(pool: pg.Pool, followed: Followed): Promise<Following> {
  const { channel, log, catchUp, heard } = followed
  let stopped = false
  let current: pg.PoolClient | undefined
  let timer: NodeJS.Timeout | undefined

  async function connect(): Promise<void> {
    const client = await pool.connect()
    let failure: Error | undefined
    const failed = (error: Error) => {
      failure = error
      if (client === current) lost(error)
    }
    client.on('error', failed)
    client.on('notification', ({ payload }) => heard(payload).catch(failed))
    try {
      await client.query(`LISTEN ${channel}`)
      await catchUp()
      if (failure) throw failure
    } catch (error) {
      client.release(true)
      throw error
    }
    if (stopped) client.release(true)
    else current = client
  }

  function lost(error: Error): void {
    log.warn({ channel, error: error.message }, 'changes are not heard; connecting again')
    current?.release(true)
    current = undefined
    connectLater()
  }

  function connectLater(): void {
    if (!stopped) timer = setTimeout(() => void connect().catch(connectLater), RECONNECT_MS)
  }

  await connect()
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
      current?.release(true)
      current = undefined
    },
  }
}
