import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { allowing, type GivenIdentity, givenIdentity, trusting } from '../../../testing/identity.ts'
import type { Caller } from '../../identity/index.ts'
import type { NotebooksDeps } from '../deps.ts'
import { createNotebooks, type Notebook, type Notebooks } from '../index.ts'
import { FakeBoxes } from './fake-boxes.ts'

export interface GivenNotebooks extends AsyncDisposable {
  notebooks: Notebooks
  boxes: FakeBoxes
  given: GivenIdentity
  /** May do everything in the account; `role` trusts it. */
  admin: Caller
  role: string
  /** Capacity that is held at this moment. */
  held: Set<string>
  /** Another server on the same rows, when the first is gone. */
  restart(): Promise<{ notebooks: Notebooks; boxes: FakeBoxes }>
}

/** Notebooks over real identity, in boxes that answer at once. */
export async function givenNotebooks(
  over: Partial<Pick<NotebooksDeps, 'ports' | 'sweepMs'>> = {},
): Promise<GivenNotebooks> {
  const given = await givenIdentity()
  const { caller: admin, accountId } = await given.account({ name: 'equities' })
  const trust = trusting({ AWS: `arn:aws:iam::${accountId}:root` })
  const { arn: role } = await given.identity.createRole(admin, { name: 'research', trust })
  const sockets = await mkdtemp(join(tmpdir(), 'notebooks-'))
  const held = new Set<string>()
  const boxes = new FakeBoxes()
  const deps: NotebooksDeps = {
    sql: given.sql,
    log: given.log,
    clock: given.now,
    identity: given.identity,
    capacity: capacityThat(held),
    boxes,
    ports: { first: 8671, last: 8673, open: async () => true, close: async () => {} },
    size: { cores: 2, memoryMib: 2048, temporaryMib: 512 },
    directory: join(sockets, 'homes'),
    sockets,
    passKey: randomBytes(32),
    governingAccount: async () => accountId,
    region: 'us-east-1',
    domain: 'millrace.test',
    authorityPem: 'roots',
    ...over,
  }
  const notebooks = createNotebooks(deps)
  await notebooks.start()
  return {
    ...{ notebooks, boxes, given, admin, role, held },
    async restart() {
      notebooks.stop()
      const left = new FakeBoxes()
      const second = createNotebooks({ ...deps, boxes: left })
      return { notebooks: second, boxes: left }
    },
    async [Symbol.asyncDispose]() {
      notebooks.stop()
      for (const { box } of boxes.opened) boxes.close(box, 'the test is over')
      await boxes.heard()
      await given[Symbol.asyncDispose]()
      await rm(sockets, { recursive: true })
    },
  }
}

function capacityThat(held: Set<string>): NotebooksDeps['capacity'] {
  return {
    async reserve() {
      const id = `r-${held.size}-${randomBytes(4).toString('hex')}`
      held.add(id)
      return { id }
    },
    release: async (id) => void held.delete(id),
  }
}

/** Somebody of the account who may open notebooks, and assume what trusts them. */
export function givenPerson({ given, admin }: GivenNotebooks, name: string): Promise<Caller> {
  return given.user(admin, name, allowing(['millrace:OpenNotebook', 'sts:AssumeRole']))
}

/** Opens a notebook and waits for what becomes of it. */
export async function settled(
  { notebooks }: Pick<GivenNotebooks, 'notebooks'>,
  caller: Caller,
  id: string,
  state: Notebook['state'] = 'running',
): Promise<Notebook> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const notebook = await notebooks.getNotebook(caller, id)
    if (notebook.state === state) return notebook
    assert.ok(Date.now() < deadline, `it is ${notebook.state}, not ${state}`)
    await sleep(5)
  }
}
