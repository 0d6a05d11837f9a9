import { setTimeout as sleep } from 'node:timers/promises'
import type { Status } from '@millrace/contract'
import { readProfile } from '../cli/src/profiles.ts'
import { median, type Scenario, timed } from './scenario.ts'

const POLL_MILLISECONDS = 5
const WAIT_SECONDS_MAX = 120

/** Sessions from a full and from an empty pool, a trivial statement and a first Spark job. */
export const measureLivy: Scenario = async ({ environment, url }) => {
  const { accessKeyId, secretAccessKey } = readProfile(
    environment.MILLRACE_HOME ?? '',
    'governance-admin',
  )
  const basic = Buffer.from(`${accessKeyId}:${secretAccessKey}`).toString('base64')
  const livy = async (path: string, body?: object, method = body ? 'POST' : 'GET') => {
    const headers = { authorization: `Basic ${basic}`, 'content-type': 'application/json' }
    const init = { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) }
    return (await fetch(`${url}/livy${path}`, init)).json() as Promise<Record<string, unknown>>
  }
  const until = async (path: string, states: string[]) => {
    const deadline = Date.now() + WAIT_SECONDS_MAX * 1000
    while (!states.includes(String((await livy(path)).state))) {
      if (Date.now() > deadline) throw new RangeError(`${path} did not get to ${states}`)
      await sleep(POLL_MILLISECONDS)
    }
  }
  const sessions: unknown[] = []
  const open = async () => {
    const { id } = await livy('/sessions', { kind: 'pyspark' })
    sessions.push(id)
    await until(`/sessions/${id}`, ['idle'])
  }
  const drivers = await fullPool(url)
  const warm = await timed(drivers, open)
  const [empty = Number.NaN] = await timed(1, open) // The next driver has only just been started.
  const statement = (code: string) => async () => {
    const path = `/sessions/${sessions[0]}/statements`
    const { id } = await livy(path, { code })
    await until(`${path}/${id}`, ['available', 'error'])
  }
  await fullPool(url)
  await timed(5, statement('1+1'))
  const trips = await timed(50, statement('1+1'))
  const [first = Number.NaN] = await timed(1, statement('spark.range(10).count()'))
  for (const id of sessions) await livy(`/sessions/${id}`, undefined, 'DELETE')
  return [
    { scenario: 'livy session from the warm pool', figure: median(warm), unit: 'ms' },
    { scenario: 'livy session from an empty pool', figure: empty / 1000, unit: 's' },
    { scenario: 'livy statement 1+1, median', figure: median(trips), unit: 'ms' },
    { scenario: 'livy first spark.range(10).count()', figure: first, unit: 'ms' },
  ]
}

/** Waits until every standby driver is ready; answers how many there are. */
export async function fullPool(url: string): Promise<number> {
  const deadline = Date.now() + WAIT_SECONDS_MAX * 1000
  for (;;) {
    const { engine } = (await (await fetch(`${url}/api/v1/status`)).json()) as Status
    const [, ready, all] = /^(\d+) of (\d+) drivers stand by/.exec(engine.detail) ?? []
    if (ready !== undefined && ready === all) return Number(all)
    if (Date.now() > deadline) throw new RangeError(`the engine is ${engine.detail}`)
    await sleep(200)
  }
}
